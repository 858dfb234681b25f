"""Closed months of units whose truth is known, and an examination of them: what the tests of levelling share.

The rows are those the office's actions write (sheets, reviews, decisions, summary rows, closing), in bulk.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from random import Random

from canbo.office.base import jobs
from canbo.office.base.models import Job
from canbo.office.cycles.models import Cycle
from canbo.office.evaluations.models import Marking, Sheet, State
from canbo.office.insight.actions import examining
from canbo.office.insight.models import Examination, Examined
from canbo.office.people.models import Person, Unit
from canbo.office.regulations.models import Adoption
from canbo.office.results.models import Closing, Decision
from canbo.paperwork.names import sort_key
from canbo.rulebook.levelling import Settings
from canbo.rulebook.process import Period
from tests.office.regulations import adopted
from tests.town import START, Town

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
LEVELLED = "o5"
# Marks of Decree 335's form for staff: three items of 10 points, three percents of 70 points together.
Give = Callable[[Random], tuple[int, ...]]


def honest(chance: Random) -> tuple[int, ...]:
    """Somebody's marks: each item its own, so that totals differ by several points."""
    return (*(25 * chance.randint(24, 40) for _ in range(3)), *(100 * chance.randint(60, 98) for _ in range(3)))


def alike(chance: Random) -> tuple[int, ...]:
    """Everybody the same, every item at nine tenths."""
    return (900, 900, 900, 9000, 9000, 9000)


def total(marks: tuple[int, ...]) -> int:
    """The total of these marks: the general criteria, and the mean of the percents of 70 points."""
    return sum(marks[:3]) + sum(marks[3:]) * 70 // 300


def plan(number: int = 12, levelled: str = LEVELLED) -> dict[str, Give]:
    """So many offices that mark honestly, but for one."""
    return {f"o{at}": alike if f"o{at}" == levelled else honest for at in range(number)}


def units(town: Town, number: int, under: str = "ward") -> list[Unit]:
    """Offices with a head each, side by side; they are the town's too, as `o0`, `o1` …"""
    above = town.units[under]
    made = []
    for at in range(number):
        path = above.path + f"{900 + at:07d}"
        unit = Unit.objects.create(
            code=f"{above.code}-O{at}", name=f"Phòng số {at + 1}", parent=above, path=path, agency=above.agency,
            valid_from=START, search_key="", order=900 + at, invented=True,
        )  # fmt: skip
        town.units[f"o{at}"] = unit
        made.append(unit)
    return made


def closed_month(
    town: Town, plan: dict[str, Give], number: int = 7, people: int = 10,
    adoption: Adoption | None = None, own: bool = False,
) -> Cycle:  # fmt: skip
    """A month of these units (by the town's key), each with so many people of its own, reviewed by one person a unit
    and decided by the ward's head; closed. `own`: reviews repeat what people gave themselves."""
    ward, officer = town.units["ward"], town.accounts["trang"]
    adoption = adoption or Adoption.objects.first() or adopted.adopt(town)
    period = Period("month", 2026, number)
    cycle = Cycle.objects.create(
        agency=ward.agency, unit=ward, adoption=adoption, rules=adoption.rules, period_kind="month", year=2026,
        number=number, starts=period.starts, ends=period.ends, name=f"Đánh giá {period.label.lower()}", by=officer,
    )  # fmt: skip
    for key, give in plan.items():
        sheets(town, cycle, key, give, people, own)
    Closing.objects.create(agency=ward.agency, cycle=cycle, report={}, by=town.accounts["lan"])
    return cycle


def sheets(town: Town, cycle: Cycle, key: str, give: Give, people: int, own: bool = False) -> None:
    """The sheets of one unit in a month: see `closed_month`."""
    chance = Random(f"{key} {cycle.number}")
    unit, reviewer, head = town.units[key], person(key, -1), town.persons["lan"]
    agency, account = cycle.agency_id, town.accounts["mai"]
    for at in range(people):
        marks = give(chance)
        points = total(marks)
        before = points if own else points - 25 * chance.randint(1, 12)
        sheet = Sheet.objects.create(
            agency_id=agency, cycle=cycle, person=person(key, at), unit=unit, unit_path=unit.path, form="staff",
            kind="civil_servant",
        )  # fmt: skip
        for step, author, value in (("self", person(key, at), before), ("review", reviewer, points)):
            Marking.objects.create(
                agency_id=agency, sheet=sheet, step=step, author=author, account=account, marks=marks, total=value
            )
        level = "excellent" if points >= 9000 else "good"
        Decision.objects.create(
            agency_id=agency, sheet=sheet, marks=list(marks), total=points, computed_level=level, level=level,
            kept={}, trace_hash="", decider=head, by=town.accounts["lan"],
        )  # fmt: skip
        State.objects.create(
            agency_id=agency, sheet=sheet, cycle=cycle, unit_path=unit.path, stage="published", self_total=before,
            review_total=points, total=points, level=level,
        )  # fmt: skip


def person(key: str, at: int) -> Person:
    """The person of a unit by number, -1 its reviewer; made where there is none yet."""
    name = f"Nguyễn {key} {at:02d}"
    made, _ = Person.objects.get_or_create(
        code=f"{key}/{at}",
        defaults={"full_name": name, "sort_key": sort_key(name), "search_key": name, "invented": True},
    )
    return made


def job(town: Town, by: str = "trang", unit: str = "ward", settings: Settings | None = None) -> Job:
    """An examination of the year, queued."""
    return examining.start(
        actor=town.accounts[by], unit=town.units[unit], starts=FIRST, ends=LAST, settings=settings or Settings()
    )


def examined(town: Town, settings: Settings | None = None) -> Examination:
    """The ward examined by its officer."""
    done = jobs.perform(job(town, settings=settings))
    assert done.state == "done", done.message
    return Examination.objects.latest("id")


def made(town: Town) -> Examined:
    """What is examined of the office after July was closed by the town's own people (nothing can be told of so few)."""
    return Examined.objects.get(examination=examined(town), unit=town.units["office"])
