"""Whose countersignature a commitment waits for today: the direct superior by posts, or who stands in for them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from canbo.office.commitments.models import Commitment, CommitmentState
from canbo.office.people.access import Viewer, current, subtree
from canbo.office.people.models import Posting
from canbo.office.people.queries.chiefs import Chiefs

CHIEFS = Q(post__rank="head") | Q(post__rank="deputy", acting=True)


def superiors(rows: Iterable[Commitment], day: date) -> dict[int, int | None]:
    """The direct superior's person id by commitment id; None where the post above is vacant. Two queries."""
    every = list(rows)
    units = {row.unit_id: row.unit for row in every}
    named = {row.evaluated_by_id: row.evaluated_by for row in every if row.evaluated_by is not None}
    chiefs = Chiefs.of(units.values(), named.values(), day)
    return {row.pk: chiefs.reviewer(row.person_id, row.unit, row.evaluated_by) for row in every}


def seat(viewer: Viewer, row: Commitment, superior: int | None) -> int | None:
    """As whom the viewer may countersign: themselves or who delegated to them; None where not at all.

    Nobody countersigns their own commitment, not even for another.
    """
    if viewer.person is None or viewer.person.pk == row.person_id or superior == row.person_id:
        return None
    return superior if superior in viewer.principals else None


def waiting(viewer: Viewer) -> dict[int, int]:
    """The commitments that wait for the viewer's countersignature, in the order of unit and name: commitment id to the
    person as whom the viewer signs. Five queries."""
    rows = _near(viewer)
    found = superiors(rows, viewer.day)
    seats = {row.pk: seat(viewer, row, found[row.pk]) for row in rows}
    return {pk: person for pk, person in seats.items() if person is not None}


def _near(viewer: Viewer) -> list[Commitment]:
    """What may be the viewer's to countersign: the people of units they are chief of, the chiefs of units below, and
    those they are named to evaluate. What remains is judged one by one, without a query."""
    if viewer.person is None:
        return []
    held = Posting.objects.filter(CHIEFS, current(viewer.day), person__in=viewer.principals)
    paths = list(dict.fromkeys(held.values_list("post__unit__path", flat=True)))
    if not paths:
        return []
    below = Posting.objects.filter(CHIEFS, current(viewer.day)).filter(subtree(paths, "post__unit__path"))
    near = Q(unit_path__in=paths) | Q(commitment__person__in=below.values("person_id"))
    near |= Q(commitment__evaluated_by__path__in=paths)
    rows: QuerySet[CommitmentState] = CommitmentState.objects.filter(near, stage="superior")
    rows = rows.select_related("commitment__unit", "commitment__evaluated_by", "commitment__person")
    return [row.commitment for row in rows.order_by("unit_path", "commitment__person__sort_key", "commitment_id")]
