"""Playing a cycle: people score themselves, superiors review, heads decide, results are published, each on its day.

The marks are invented by a dice that depends only on who, when and what, so the demo is the same everywhere.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from canbo.office.base.models import Account
from canbo.office.cycles.actions import lock
from canbo.office.cycles.models import Cycle
from canbo.office.demo import clock
from canbo.office.demo.planner import analyse
from canbo.office.evaluations import actions
from canbo.office.evaluations.cases import Case, load
from canbo.office.evaluations.models import Assignee, Sheet
from canbo.office.people.models import Person, Unit
from canbo.office.regulations import queries
from canbo.office.regulations.models import Adoption
from canbo.office.results import actions as results
from canbo.office.results.models import Notice
from canbo.office.results.queries import ceiling
from canbo.rulebook import FactValue, Item
from canbo.rulebook.process import Period

# How long after publishing the demo's officers lock a cycle.
PETITIONS = timedelta(days=20)
Choose = Callable[[Case, Item, int], int]
Known = Callable[[Case], Mapping[str, FactValue]]


@dataclass(frozen=True)
class Days:
    """When the steps of a cycle were played."""

    opened: date
    scored: date
    reviewed: date
    decided: date
    published: date


@dataclass
class Lines:
    """What people entered: a quality (0–100) for everybody, or each their own, and facts beside the marks. `alike`:
    every item of everybody's sheet at that quality."""

    quality: int | None = None
    facts: Known = lambda case: {}
    alike: bool = False

    def of(self, case: Case) -> int:
        if self.quality is not None:
            return self.quality
        return 69 + dice(who(case), "quality") % 26


def dice(*what: object) -> int:
    """A number that depends only on what is asked."""
    return int.from_bytes(hashlib.sha256(repr(what).encode()).digest()[:4])


def who(case: Case) -> str:
    """Whom a sheet is about, by the code that is theirs everywhere: ids are the database's, and differ."""
    about = case.sheet.person or case.sheet.collective
    if about is None:
        raise LookupError(case.sheet.pk)
    return about.code


def marks(case: Case, lines: Lines, step: str) -> tuple[int, ...]:
    """Invented marks on the sheet's form: around the person's quality, a reviewer a little stricter."""
    quality = lines.of(case)
    return tuple(_mark(item, quality, step, 3 if lines.alike else _roll(case, item)) for item in case.form.items)


def _roll(case: Case, item: Item) -> int:
    return dice(who(case), case.sheet.cycle.name, item.key) % 100


def _mark(item: Item, quality: int, step: str, roll: int) -> int:
    shade = roll % 9 - 3 - (2 if step == "review" and roll % 4 == 0 else 0)
    scale = item.scale
    if scale.kind == "met":
        return scale.max if roll < quality + 12 else 0
    if scale.kind == "choice":
        values = sorted((choice.value for choice in scale.choices), reverse=True)
        return values[0] if roll < quality + 5 else values[-1]
    top = 10000 if scale.kind == "percent" else scale.max
    wanted = min(top, top * (quality + shade) // 100)
    unit = max(scale.step, 1) if scale.kind == "points" else 100
    return max(scale.min, wanted // unit * unit)


def login(person: Person) -> Account:
    """The account of somebody in the demo: everybody has one."""
    if person.account is None:
        raise LookupError(f"{person} has no account")
    return person.account


def score(cycle: Cycle, lines: Lines, day: date, only: Callable[[Case], bool] = lambda case: True) -> None:
    """Everybody the cycle covers scores themselves on the day (collectives by whoever keeps their sheet)."""
    _act(cycle, lines, day, "self", only)


def review(cycle: Cycle, lines: Lines, day: date, only: Callable[[Case], bool] = lambda case: True) -> None:
    """The superiors review what waits for them on the day."""
    _act(cycle, lines, day, "review", only)


def _act(cycle: Cycle, lines: Lines, day: date, step: str, only: Callable[[Case], bool]) -> None:
    for person, cases in _waiting(cycle, step, only).items():
        entries = [
            actions.Entry(
                sheet=case.sheet.pk, marks=marks(case, lines, step), allow_missing=True,
                facts=dict(lines.facts(case)) if step == "review" else {},
                comment="Thống nhất với phần tự chấm, có điều chỉnh." if step == "review" else "",
            )
            for case in cases
        ]  # fmt: skip
        with clock.on(day):
            report = actions.submit_many(actor=login(person), person=person, step=step, entries=entries, today=day)
        if report.refused:
            sheet, error = report.refused[0]
            raise RuntimeError(f"{cycle.name}, {step}, phiếu {sheet.pk}: {error}")


def _waiting(cycle: Cycle, step: str, only: Callable[[Case], bool]) -> dict[Person, list[Case]]:
    """The cases that wait in a step, by the person they wait for."""
    found = load(Sheet.objects.filter(agency=cycle.agency_id, cycle=cycle).values_list("pk", flat=True))
    waiting: dict[int, list[Case]] = defaultdict(list)
    for case in found.values():
        holder = case.turn if step == "review" else _holder(case, step)
        if case.stage == step and holder and only(case):
            waiting[holder].append(case)
    people = Person.objects.select_related("account").in_bulk(waiting)
    return {people[pk]: cases for pk, cases in waiting.items()}


def _holder(case: Case, step: str) -> int | None:
    if step == "self" and case.sheet.person_id:
        return case.sheet.person_id
    return next((row.person_id for row in case.holders(step)), None)


def whole(
    actor: Account, unit: Unit, adoption: Adoption, period: Period, lines: Lines, days: Days, until: str = "locked"
) -> Cycle:
    """A whole cycle on its days: opened by the officer, scored, reviewed, decided, closed, published, locked."""
    analyse()
    with clock.on(days.opened):
        due = {step.key: days.published for step in queries.rules(adoption.rules_id).steps}
        cycle = actions.open_with_sheets(actor=actor, unit=unit, adoption=adoption, period=period, deadlines=due)
    analyse()
    score(cycle, lines, days.scored)
    review(cycle, lines, days.reviewed)
    decide(cycle, days.decided)
    if until != "decided":
        conclude(actor, cycle, days.published)
    if until == "locked":
        with clock.on(days.published + PETITIONS):
            lock(actor=actor, cycle=cycle, reason="Đã công bố, hết thời hạn kiến nghị")
    return cycle


def decide(cycle: Cycle, day: date) -> None:
    """The deciders accept what the rules make of the reviewed marks; collectives first, since heads follow them."""
    _decide(cycle, day, lambda case: case.sheet.collective_id is not None)
    _decide(cycle, day, lambda case: case.sheet.collective_id is None)


def _decide(cycle: Cycle, day: date, only: Callable[[Case], bool]) -> None:
    for person, cases in _waiting(cycle, "decide", only).items():
        choices = [results.Choice(case.sheet.pk) for case in cases]
        with clock.on(day):
            report = results.decide_many(actor=login(person), person=person, cycle=cycle, choices=choices, today=day)
        if report.refused:
            raise RuntimeError(f"{cycle.name}: {report.refused[0][1]}")


def conclude(actor: Account, cycle: Cycle, day: date) -> None:
    """The head closes the cycle (with a reason where the ceiling is exceeded) and the officer publishes the results."""
    held = Assignee.objects.filter(sheet__cycle=cycle, step="decide", ended_at=None).values_list("person_id", flat=True)
    head = Person.objects.select_related("account").get(pk=Counter(held).most_common(1)[0][0])
    with clock.on(day):
        over = ceiling(cycle).over
        reason = "Ví dụ: người đứng đầu ghi lý do vẫn chốt khi vượt tỷ lệ." if over else ""
        results.close(actor=login(head), person=head, cycle=cycle, reason=reason, today=day)
        results.publish(actor=actor, cycle=cycle, today=day)
        for notice in Notice.objects.filter(decision__sheet__cycle=cycle).select_related("person__account"):
            results.receive(actor=login(notice.person), notice=notice)
