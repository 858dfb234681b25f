"""Commitments: to sign, to countersign; their last days. A constant number of queries a crowd."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.urls import reverse

from canbo.office.agenda.crowd import Crowd, Waits
from canbo.office.agenda.entries import Entry, Span
from canbo.office.commitments import queries as commitments
from canbo.office.commitments import superiors
from canbo.office.commitments.models import CommitmentState
from canbo.office.people.access import Viewer, current, subtree
from canbo.office.people.models import Posting, Unit


def waiting(crowd: Crowd) -> Waits:
    """One's own to sign singly; those to countersign counted, with the earliest of their last days. Five queries."""
    own = CommitmentState.objects.filter(stage="subject", commitment__person__in=crowd.persons)
    for pk, person, year, due in own.values_list(
        "commitment_id", "commitment__person_id", "year", "commitment__due"
    ).order_by("commitment__due", "id"):
        yield crowd.persons[person].account.pk, _to_sign(pk, year, due)
    heaps: dict[int, list[date | None]] = {}
    rows = [row.commitment for row in _near(crowd)]
    heads = superiors.superiors(rows, crowd.day) if rows else {}
    for row in rows:
        head = heads[row.pk]
        for viewer in crowd.seats.get(head, ()) if head else ():
            if superiors.seat(viewer, row, head) is not None:
                heaps.setdefault(viewer.account.pk, []).append(row.due)
    for account, days in heaps.items():
        due = min((day for day in days if day), default=None)
        yield account, Entry(
            f"countersign-{account}", due, f"Ký {len(days)} cam kết của cấp dưới", "", reverse("commitments:waiting"),
            "commitment", "Ký",
        )  # fmt: skip


def _near(crowd: Crowd) -> list[CommitmentState]:
    """What may be the crowd's to countersign: the people of the units they lead, the chiefs of units below, and those
    they are named to evaluate. Whose it is, is judged one by one, without a query."""
    paths = crowd.tops
    if not paths:
        return []
    below = Posting.objects.filter(superiors.CHIEFS, current(crowd.day)).filter(subtree(paths, "post__unit__path"))
    near = Q(unit_path__in=paths) | Q(commitment__person__in=below.values("person_id"))
    near |= Q(commitment__evaluated_by__path__in=paths)
    rows = CommitmentState.objects.filter(near, stage="superior")
    return list(rows.select_related("commitment__unit", "commitment__evaluated_by"))


def _to_sign(pk: int, year: int, due: date | None) -> Entry:
    where = reverse("commitments:commitment", args=[pk])
    return Entry(f"sign-{pk}", due, f"Ký cam kết năm {year}", "", where, "commitment", "Ký")


def personal(viewer: Viewer, span: Span) -> list[Entry]:
    """The last days of the viewer's own commitments that are not signed."""
    return [
        _to_sign(one.commitment, one.year, one.day)
        for one in commitments.dues(viewer, span.first, span.last)
        if one.commitment is not None
    ]


def of_unit(viewer: Viewer, unit: Unit, span: Span) -> list[Entry]:
    """The last days to sign in a unit, with how many have not."""
    return [
        Entry(
            f"commitments-{one.year}-{one.day}", one.day, f"Hạn ký cam kết năm {one.year}: còn {one.people} người",
            unit.name, reverse("commitments:index"), "commitment", "Xem tiến độ",
        )
        for one in commitments.dues(viewer, span.first, span.last, paths=[unit.path])
        if one.commitment is None
    ]  # fmt: skip
