"""Who may see and keep what of this room. Lists of planning are read like results are; what is published in a unit is
for the people of the unit."""

from __future__ import annotations

from django.db.models import Q

from canbo.office.people.access import Viewer, above
from canbo.office.talent.models import ProgrammeTarget


def may_keep(viewer: Viewer, path: str) -> bool:
    """The organisation officer over the unit."""
    return viewer.holds("officer", path=path)


def may_read(viewer: Viewer, path: str) -> bool:
    """Reading roles over the unit, and the heads of it or above."""
    return viewer.reads(path)


def belongs(viewer: Viewer, path: str) -> bool:
    """Whether the viewer works today in the unit at a path or below it."""
    return any(posting.post.unit.path.startswith(path) for posting in viewer.postings)


def homes(viewer: Viewer) -> Q:
    """Rows of a `unit__path` of which the viewer's own unit is a part."""
    return Q(unit__path__in={path for posting in viewer.postings for path in above(posting.post.unit.path)})


def may_measure(viewer: Viewer, target: ProgrammeTarget) -> bool:
    """The officer of the programme, the officer and the head of the unit that answers for the target."""
    answers = target.answers.path
    return may_keep(viewer, target.programme.unit.path) or may_keep(viewer, answers) or answers in viewer.headed
