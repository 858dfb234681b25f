"""Playing a cycle: people score themselves, superiors review, heads decide, results are published, each on its day.

The marks are invented by a dice that depends only on who, when and what, so the demo is the same everywhere.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from canbo.office.cycles.models import Cycle
from canbo.office.demo import clock
from canbo.office.evaluations import actions
from canbo.office.evaluations.cases import Case, load
from canbo.office.evaluations.models import Sheet
from canbo.office.people.models import Person
from canbo.rulebook import FactValue, Item

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
    """What people entered: a quality per person (0–100), and facts beside the marks."""

    quality: Mapping[int, int] = field(default_factory=dict)
    facts: Known = lambda case: {}

    def of(self, case: Case) -> int:
        key = case.sheet.person_id or -(case.sheet.collective_id or 0)
        return self.quality.get(key, 70 + dice(key, "quality") % 26)


def dice(*what: object) -> int:
    """A number that depends only on what is asked."""
    return int.from_bytes(hashlib.sha256(repr(what).encode()).digest()[:4])


def marks(case: Case, lines: Lines, step: str) -> tuple[int, ...]:
    """Invented marks on the sheet's form: around the person's quality, a reviewer a little stricter."""
    quality = lines.of(case)
    return tuple(_mark(case, item, quality, step) for item in case.form.items)


def _mark(case: Case, item: Item, quality: int, step: str) -> int:
    roll = dice(case.sheet.person_id, case.sheet.cycle.name, item.key) % 100
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
            report = actions.submit_many(actor=person.account, person=person, step=step, entries=entries, today=day)
        if report.refused:
            sheet, error = report.refused[0]
            raise RuntimeError(f"{cycle.name}, {step}, phiếu {sheet.pk}: {error}")


def _waiting(cycle: Cycle, step: str, only: Callable[[Case], bool]) -> dict[Person, list[Case]]:
    """The cases that wait in a step, by the person they wait for."""
    found = load(Sheet.objects.filter(agency=cycle.agency_id, cycle=cycle).values_list("pk", flat=True))
    waiting: dict[int, list[Case]] = defaultdict(list)
    for case in found.values():
        keepers = [row.person_id for row in case.holders("self")]
        holder = case.turn if step == "review" else case.sheet.person_id or next(iter(keepers), None)
        if case.stage == step and holder and only(case):
            waiting[holder].append(case)
    people = Person.objects.select_related("account").in_bulk(waiting)
    return {people[pk]: cases for pk, cases in waiting.items()}


def people_of(cycles: Iterable[Cycle]) -> list[int]:
    """The ids of everybody with a sheet in these cycles."""
    return list(Sheet.objects.filter(cycle__in=cycles, person__isnull=False).values_list("person_id", flat=True))
