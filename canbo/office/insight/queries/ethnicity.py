"""Ethnicity as one number, so that it names nobody: neither by being small, nor by being asked twice.

Who may read the field itself is told the number of the day. Others are told of one day a year, in whole small groups: a
number asked before and after somebody came would otherwise tell of that one person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from canbo.office.insight.queries import workforce
from canbo.office.people.access import Viewer
from canbo.office.profiles.access import sees_sensitive


@dataclass(frozen=True)
class Told:
    """`minority`: how many are of an ethnic minority, None where that would name somebody; `exact`: of just that day
    and so many, else at least so many. `unknown`: of whom the record says nothing, of `total`."""

    day: date
    minority: int | None
    unknown: int
    total: int
    exact: bool


def told(viewer: Viewer, path: str, day: date, least: int, people: int | None = None) -> Told:
    """What the viewer may know of the people under a path on a day, or on the first day of its year. `least`: the
    fewest people a group is told of; `people`: how many there are on the day, where counted. Two queries at most."""
    exact = sees_sensitive(viewer, path)
    asked = day if exact else date(day.year, 1, 1)
    total = people if exact and people is not None else workforce.places(path, asked).count()
    found = workforce.minority(path, asked, total, least)
    number = found.minority if total - found.unknown >= least else None
    if number is not None and not exact:
        number = number - number % least or None
    return Told(asked, number, found.unknown, total, exact)
