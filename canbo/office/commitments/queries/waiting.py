"""What of commitments waits for somebody, and until when: to sign, to countersign. Constant queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from canbo.office.commitments import superiors
from canbo.office.commitments.models import Commitment, CommitmentState
from canbo.office.people.access import Viewer, subtree


@dataclass(frozen=True, slots=True)
class Own:
    """A commitment of the viewer's own that waits for their signature."""

    commitment: int
    year: int
    due: date | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """The viewer's own commitments to sign; how many wait for their countersignature, and the earliest of their last
    days."""

    own: tuple[Own, ...] = ()
    to_countersign: int = 0
    countersign_due: date | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A last day to sign: of the viewer's own commitment (then `commitment` is its id), or of `people` who have not
    signed yet in units the viewer reads."""

    day: date
    year: int
    commitment: int | None = None
    people: int = 0


def waiting(viewer: Viewer) -> Waiting:
    """What waits for the viewer today; at most eight queries."""
    if viewer.person is None:
        return Waiting()
    found = superiors.waiting(viewer)
    days = Commitment.objects.filter(pk__in=found).exclude(due=None).order_by("due").values_list("due", flat=True)
    return Waiting(own(viewer), len(found), days.first() if found else None)


def own(viewer: Viewer) -> tuple[Own, ...]:
    """The viewer's own commitments that wait for their signature, by last day. One query."""
    rows = CommitmentState.objects.filter(commitment__person=viewer.person, stage="subject")
    names = ("commitment_id", "year", "commitment__due")
    found = [Own(*row) for row in rows.values_list(*names)] if viewer.person is not None else []
    return tuple(sorted(found, key=lambda one: (one.due or date.max, one.commitment)))


def dues(viewer: Viewer, first: date, last: date, *, paths: Sequence[str] = ()) -> list[Due]:
    """The last days to sign within a span: of the viewer's own unsigned commitments, and of the units under `paths`
    (the caller has checked that the viewer may read them), counting who has not signed. Two queries."""
    mine = [
        Due(one.due, one.year, commitment=one.commitment)
        for one in own(viewer)
        if one.due is not None and first <= one.due <= last
    ]
    rows = CommitmentState.objects.filter(
        subtree(paths, "unit_path"), stage="subject", commitment__due__range=(first, last)
    )
    counts = rows.values_list("commitment__due", "year").annotate(n=Count("id")).order_by("commitment__due", "year")
    return [*mine, *(Due(day, year, people=n) for day, year, n in counts if day is not None)]


def mine(viewer: Viewer) -> QuerySet[CommitmentState]:
    """The viewer's own commitments, the newest year first; none for a technical account."""
    held = Q(commitment__person=viewer.person) if viewer.person is not None else Q(pk__in=[])
    rows = CommitmentState.objects.filter(held).select_related("commitment__unit", "commitment__adoption")
    return rows.order_by("-year", "-commitment__number", "-commitment_id")
