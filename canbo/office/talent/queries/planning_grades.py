"""Yearly grades of people as they were published, for the room's pages and rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from canbo.office.evaluations.models import State
from canbo.office.regulations.kept import rules_many


@dataclass(frozen=True, slots=True)
class Graded:
    """A year's published grade. `rank` 1 is the best of its rules; `last`: it is the lowest there is."""

    year: int
    label: str
    rank: int
    last: bool
    unit: str


def grades(people: Iterable[int], day: date) -> dict[int, tuple[Graded, ...]]:
    """The published yearly grades of each person of periods ended by the day, the newest first. Two queries. Of a year
    graded twice the lower stands: nobody is taken for better than every paper says."""
    wanted = list(people)
    rows = State.objects.filter(
        sheet__person__in=wanted, stage="published", cycle__period_kind="year", cycle__ends__lte=day
    ).exclude(level="")
    found = list(
        rows.order_by("-cycle__year", "sheet__person_id").values_list(
            "sheet__person_id", "cycle__year", "cycle__rules_id", "level", "sheet__unit__name"
        )
    )
    rules = rules_many(row[2] for row in found)
    kept: dict[int, dict[int, Graded]] = {person: {} for person in wanted}
    for person, year, digest, key, unit in found:
        mine = rules[digest]
        level = mine.level(key)
        one = Graded(year, level.label, level.rank, level.rank == max(each.rank for each in mine.levels), unit)
        before = kept[person].get(year)
        kept[person][year] = one if before is None or one.rank > before.rank else before
    return {person: tuple(years.values()) for person, years in kept.items()}
