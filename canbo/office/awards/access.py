"""Who may see and keep what of commendation. Lists of who qualifies tell results, so whoever reads results there reads
them; records, rounds and decisions are kept by the organisation officer, nobody about themselves."""

from __future__ import annotations

from django.db.models import Q

from canbo.office.awards.models import Award
from canbo.office.people.access import Viewer, subtree
from canbo.office.people.models import Unit
from canbo.office.profiles.access import places


def may_keep(viewer: Viewer, path: str) -> bool:
    """The organisation officer over the unit."""
    return viewer.holds("officer", path=path)


def may_read(viewer: Viewer, path: str) -> bool:
    """Reading roles over the unit, and the heads of it or above."""
    return viewer.reads(path)


def reads_now(viewer: Viewer, key: tuple[str, int]) -> bool:
    """Whether the viewer reads where a subject (kind and id) is now; where a person was before does not count. At most
    one query."""
    if key[0] == "collective":
        path = Unit.objects.filter(pk=key[1]).values_list("path", flat=True).first()
        return path is not None and viewer.reads(path)
    return any(viewer.reads(path) for path in places([key[1]]).get(key[1], ()))


def mine(viewer: Viewer) -> Q:
    """The awards a viewer sees: their own, and those of units they read."""
    own = Q(person=viewer.person.pk) if viewer.person else Q(pk__in=[])
    return own | Q(subtree(viewer.readable, "unit__path"))


def may_see(viewer: Viewer, award: Award) -> bool:
    own = viewer.person is not None and viewer.person.pk == award.person_id
    return own or viewer.reads(award.unit.path)
