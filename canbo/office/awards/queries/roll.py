"""Who a year is about: the people with a place in a subtree that year, and its units, each where they were last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from canbo.office.people.access import overlapping, subtree
from canbo.office.people.models import Posting, Unit

Key = tuple[str, int]  # ("person" or "collective", id)


@dataclass(frozen=True, slots=True)
class Member:
    """A person or a collective in a year. `path` is of the unit they were last in that year (a collective's own);
    `left`: the day they left their post, or the unit ended, in the year; None where they stayed."""

    key: Key
    name: str
    code: str
    sort: str
    unit_id: int
    unit: str
    path: str
    post: str
    kind: str
    left: date | None

    @property
    def pk(self) -> int:
        return self.key[1]

    @property
    def collective(self) -> bool:
        return self.key[0] == "collective"


@dataclass(frozen=True, slots=True)
class Home:
    """A primary post somebody held: from a day, until before another, in a unit."""

    person: int
    since: date
    until: date | None
    path: str


def within(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def placed(paths: Sequence[str], years: Sequence[int]) -> Any:
    """The ids of persons with a primary post under the paths in any of these years, as a subquery."""
    some = Q()
    for year in years:
        some |= overlapping(*within(year))
    return Posting.objects.filter(some, subtree(paths, "post__unit__path"), primary=True).values("person_id")


def homes(paths: Sequence[str], years: Sequence[int]) -> dict[int, list[Home]]:
    """Every primary post ever of the persons placed under the paths in these years, in order of days. One query."""
    return homes_of(placed(paths, years))


def homes_of(people: Any) -> dict[int, list[Home]]:
    """Every primary post ever of these persons (ids, or a subquery of them), in order of days. One query."""
    rows = Posting.objects.filter(primary=True, person__in=people).order_by("valid_from", "id")
    found: dict[int, list[Home]] = {}
    for row in rows.values_list("person_id", "valid_from", "valid_to", "post__unit__path").iterator():
        found.setdefault(row[0], []).append(Home(*row))
    return found


def home(rows: Sequence[Home], year: int) -> Home | None:
    """Where somebody was last in a year; None where nowhere."""
    first, last = within(year)
    return next((row for row in reversed(rows) if row.since <= last and (row.until is None or row.until > first)), None)


COLUMNS = (
    "person_id", "person__full_name", "person__code", "person__sort_key", "post__unit_id", "post__unit__name",
    "post__unit__path", "post__title", "kind", "valid_to",
)  # fmt: skip


def people(paths: Sequence[str], year: int) -> list[Member]:
    """The people of a year under the paths, by unit and given name: each once, where they were last that year. Who was
    last elsewhere is not among them. One query."""
    rows = Posting.objects.filter(overlapping(*within(year)), primary=True, person__in=placed(paths, [year]))
    last: dict[int, tuple[Any, ...]] = {}
    for row in rows.order_by("valid_from", "id").values_list(*COLUMNS).iterator():
        last[row[0]] = row
    end = within(year)[1]
    found = []
    for pk, name, code, sort, unit_id, unit, path, post, kind, until in last.values():
        if any(path.startswith(top) for top in paths):
            left = until if until is not None and until <= end else None
            found.append(Member(("person", pk), name, code, sort, unit_id, unit, path, post, kind, left))
    return sorted(found, key=lambda one: (one.path, one.sort, one.pk))


def collectives(paths: Sequence[str], year: int) -> list[Member]:
    """The units under the paths that existed in a year, ended ones with their last day, in the tree's order. One
    query."""
    end = within(year)[1]
    rows = Unit.objects.filter(overlapping(*within(year)), subtree(paths)).order_by("path")
    return [
        Member(
            ("collective", row.pk), row.name, row.code, row.path, row.pk, row.name, row.path, "", "collective",
            row.valid_to if row.valid_to is not None and row.valid_to <= end else None,
        )
        for row in rows
    ]  # fmt: skip
