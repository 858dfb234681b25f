"""How many people a part of the tree had over the years, who came and who left. One query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q

from canbo.office.people.access import current, overlapping, subtree
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


def turnover(path: str, days: Sequence[date], total: int) -> list[Span]:
    """The people under a path on each of these days and between them; `total`: those of the last day. Who moves within
    the subtree neither comes nor leaves. One query, of those only who were not in one primary post all the time."""
    first, last = days[0], days[-1]
    settled = Q(valid_from__lte=first) & (Q(valid_to=None) | Q(valid_to__gt=last))
    seen = Posting.objects.filter(subtree([path], "post__unit__path"), overlapping(first, last), ~settled, primary=True)
    rows, given = seen.order_by().values("person_id", "valid_from", "valid_to").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_sums(rows, len(days)), [*(one for day in days for one in (day, day)), *given])
        found = [number or 0 for number in cursor.fetchone()]
    people, came, left = found[: len(days)], found[len(days) : 2 * len(days) - 1], found[2 * len(days) - 1 :]
    always = total - people[-1]
    told = zip(days, people, [None, *came], [None, *left], strict=True)
    return [Span(day, always + number, *between) for day, number, *between in told]


def _sums(rows: str, days: int) -> str:
    """The statement for how many of the people of these postings are there on each day, come and leave until the next.
    Written out: Django takes ten times as long to build it as an engine to answer it."""
    on = "valid_from <= %s AND (valid_to IS NULL OR valid_to > %s)"
    there = ", ".join(f"MAX(CASE WHEN {on} THEN 1 ELSE 0 END) AS d{at}" for at in range(days))
    sums = [f"SUM(d{at})" for at in range(days)]
    sums += [f"SUM(CASE WHEN d{at - 1} < d{at} THEN 1 ELSE 0 END)" for at in range(1, days)]
    sums += [f"SUM(CASE WHEN d{at - 1} > d{at} THEN 1 ELSE 0 END)" for at in range(1, days)]
    return f"SELECT {', '.join(sums)} FROM (SELECT {there} FROM ({rows}) AS seen GROUP BY person_id) AS people"


def moved(path: str, since: date, until: date, *, came: bool) -> list[int]:
    """The postings of who came into the subtree between two days (where they came to), or left it (what they left)."""
    inside = Posting.objects.filter(subtree([path], "post__unit__path"), primary=True)
    before, after = inside.filter(current(since)), inside.filter(current(until))
    rows, others = (after, before) if came else (before, after)
    rows = rows.exclude(person__in=others.values("person_id"))
    return list(rows.order_by("post__unit__path", "person__sort_key", "pk").values_list("id", flat=True))
