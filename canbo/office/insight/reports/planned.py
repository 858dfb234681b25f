"""What was planned: when a programme began; those planned for posts, held against the standard of the post."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from canbo.office.people.access import above, subtree
from canbo.office.people.models import Unit
from canbo.office.profiles.queries import profiles
from canbo.office.profiles.queries.titles import titles
from canbo.office.talent.models import CadrePlan, Programme
from canbo.office.talent.queries.planning_lists import newest_entries
from canbo.rulebook.standards import meets


def begins(unit: Unit, day: date) -> date | None:
    """The first day of the programme that runs on a day or was the last to run: the unit's own, or of the nearest unit
    above. None where there is none."""
    rows = Programme.objects.filter(unit__path__in=above(unit.path), first_year__lte=day.year)
    found = rows.order_by("unit__path", "first_year", "pk").last()
    return date(found.first_year, 1, 1) if found is not None else None


def meeting(path: str, day: date) -> Iterator[bool | None]:
    """Of everybody in a plan under a path on a day, whether they meet the standard of the post they are in it for; of
    who is in for several posts, each counts. None where that is not known, or the post has none."""
    plans = CadrePlan.objects.filter(subtree([path], "unit__path"), began__lte=day, last_year__gte=day.year)
    rows = [row for plan in plans for row in newest_entries(plan, day).values() if row.act == "put_in"]
    held, known = profiles([row.person_id for row in rows], day), titles(day)
    for row in rows:
        standard = known.of(row.post.unit.path, row.post.title).standard
        yield None if standard is None else meets(standard, held[row.person_id], day).outcome
