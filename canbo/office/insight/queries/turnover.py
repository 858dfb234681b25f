"""How many people a part of the tree had over the years, who came and who left. One query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, IntegerField, Max, Q, Sum, Value, When

from canbo.office.people.access import current, subtree
from canbo.office.people.models import Posting

YEARS = 6


@dataclass(frozen=True)
class Span:
    """People there on a day, and since the day before it: who came into the subtree, who left it. None: the first."""

    day: date
    people: int
    came: int | None
    left: int | None

    @property
    def rate(self) -> int | None:
        """Those who left, in tenths of a percent of the people there at both ends on average; None where nobody was."""
        if self.came is None or self.left is None:
            return None
        before = self.people - self.came + self.left
        both = before + self.people
        return (4000 * self.left + both) // (2 * both) if both else None


def days_until(day: date, years: int = YEARS) -> list[date]:
    """The last days of the years before, and the day itself, the oldest first."""
    return [*(date(year, 12, 31) for year in range(day.year - years + 1, day.year)), day]


def turnover(path: str, days: Sequence[date]) -> list[Span]:
    """The people under a path on each of these days and between them. Who moves within the subtree neither comes nor
    leaves."""
    there = {f"d{at}": Max(_one(current(day))) for at, day in enumerate(days)}
    rows = (
        Posting.objects.filter(subtree([path], "post__unit__path"), primary=True).values("person_id").annotate(**there)
    )
    sums = {f"n{at}": Sum(f"d{at}") for at in range(len(days))}
    for at in range(1, len(days)):
        sums[f"came{at}"] = Sum(_one(Q(**{f"d{at - 1}": 0, f"d{at}": 1})))
        sums[f"left{at}"] = Sum(_one(Q(**{f"d{at - 1}": 1, f"d{at}": 0})))
    found = rows.order_by().aggregate(**sums)
    return [
        Span(day, found[f"n{at}"] or 0, *((found[f"came{at}"] or 0, found[f"left{at}"] or 0) if at else (None, None)))
        for at, day in enumerate(days)
    ]


def _one(condition: Q) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())


def moved(path: str, since: date, until: date, *, came: bool) -> list[int]:
    """The postings of who came into the subtree between two days (where they came to), or left it (what they left)."""
    inside = Posting.objects.filter(subtree([path], "post__unit__path"), primary=True)
    before, after = inside.filter(current(since)), inside.filter(current(until))
    rows, others = (after, before) if came else (before, after)
    rows = rows.exclude(person__in=others.values("person_id"))
    return list(rows.order_by("post__unit__path", "person__sort_key", "pk").values_list("id", flat=True))
