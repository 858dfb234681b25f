"""Who may see a commitment and act on it. Countersigning is `superiors.seat`; this is about everybody else."""

from __future__ import annotations

from canbo.office.commitments.models import Commitment
from canbo.office.commitments.superiors import seat
from canbo.office.people.access import Viewer
from canbo.office.people.models import Unit


def is_subject(viewer: Viewer, row: Commitment) -> bool:
    """Whether it is the viewer's own. Nobody writes or signs it for them."""
    return viewer.person is not None and viewer.person.pk == row.person_id


def may_read(viewer: Viewer, row: Commitment, superior: int | None) -> bool:
    """The person, the superior and who stands in for them, reading roles over its unit, the heads above."""
    return is_subject(viewer, row) or viewer.reads(row.unit_path) or seat(viewer, row, superior) is not None


def may_manage(viewer: Viewer, row: Commitment) -> bool:
    """The organisation officer over its unit: withdraws, reminds. Not about oneself."""
    return viewer.holds("officer", path=row.unit_path) and not is_subject(viewer, row)


def may_prepare(viewer: Viewer, unit: Unit) -> bool:
    """The organisation officer of the unit or above it: prepares a year's commitments, keeps frameworks."""
    return viewer.holds("officer", path=unit.path)
