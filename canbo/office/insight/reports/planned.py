"""Those planned for posts, held against the standard of the post they are planned for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from canbo.office.people.access import subtree
from canbo.office.profiles.queries import profiles
from canbo.office.profiles.queries.titles import titles
from canbo.office.talent.models import CadrePlan
from canbo.office.talent.queries.planning_lists import newest_entries
from canbo.rulebook.standards import meets


def meeting(path: str, day: date) -> Iterator[bool | None]:
    """Of everybody in a plan under a path on a day, whether they meet the standard of the post they are in it for; of
    who is in for several posts, each counts. None where that is not known, or the post has none."""
    plans = CadrePlan.objects.filter(subtree([path], "unit__path"), began__lte=day, last_year__gte=day.year)
    rows = [row for plan in plans for row in newest_entries(plan, day).values() if row.act == "put_in"]
    held, known = profiles([row.person_id for row in rows], day), titles(day)
    for row in rows:
        standard = known.of(row.post.unit.path, row.post.title).standard
        yield None if standard is None else meets(standard, held[row.person_id], day).outcome
