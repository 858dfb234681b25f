"""Who may see a sheet and act on it. Acting in a step is `Case.seat`; this is about reading and about officers."""

from __future__ import annotations

from canbo.office.cycles.models import Cycle
from canbo.office.evaluations.cases import Case
from canbo.office.evaluations.models import Assignee
from canbo.office.people.access import Viewer
from canbo.office.people.models import Unit

ACTING = ("self", "review", "decide")


def may_read(viewer: Viewer, case: Case) -> bool:
    """The subject, those assigned and who stands in for them, reading roles over its unit, and the heads above."""
    person = viewer.person
    if person is not None and case.sheet.person_id == person.pk:
        return True
    return viewer.reads(case.sheet.unit_path) or any(case.seat(viewer.principals, step) for step in ACTING)


def may_manage(viewer: Viewer, case: Case) -> bool:
    """The organisation officer over the sheet's unit: assigns, extends, returns, reminds. Not about oneself."""
    person = viewer.person
    own = person is not None and case.sheet.person_id == person.pk
    return viewer.holds("officer", path=case.sheet.unit_path) and not own


def may_return(viewer: Viewer, case: Case) -> bool:
    """Whoever the sheet waits for, the decider of it, or the officer."""
    decides = case.seat(viewer.principals, "decide") is not None
    return case.awaits(viewer.principals) or decides or may_manage(viewer, case)


def may_open(viewer: Viewer, unit: Unit) -> bool:
    """The organisation officer of the unit or above it."""
    return viewer.holds("officer", path=unit.path)


def board_paths(viewer: Viewer, cycle: Cycle) -> tuple[str, ...]:
    """The tops of what the viewer may see of a cycle's board; empty where nothing."""
    top = cycle.unit.path
    return tuple(dict.fromkeys(max(path, top, key=len) for path in viewer.readable if _meet(path, top)))


def may_meet(viewer: Viewer, unit: Unit) -> bool:
    """Who may record a meeting of a unit: its officer, its head, or a head above."""
    return viewer.holds("officer", path=unit.path) or any(unit.path.startswith(path) for path in viewer.headed)


def judges(viewer: Viewer) -> bool:
    """Whether the viewer, or whom they stand in for, has anybody to mark: as the head of a unit, or given a sheet to
    review or decide."""
    given = Assignee.objects.filter(person__in=viewer.principals, step__in=("review", "decide"), ended_at=None)
    return bool(viewer.headed) or given.exists()


def _meet(path: str, top: str) -> bool:
    return path.startswith(top) or top.startswith(path)
