"""What waits for a head's review, person by person: every delivery not yet reviewed; constant queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from canbo.office.people.access import Viewer
from canbo.office.work.models import Act, Proof
from canbo.office.work.queries.waiting import to_review
from canbo.office.work.standing import terms_of, waits_of
from canbo.rulebook.process import Period

_FIELDS = (
    "assignment_id", "person_id", "person__full_name", "assignment__product__name", "assignment__what", "terms",
    "waits",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivery (its act) that waits: of whom, what, its due day and the day it was finished, pieces not yet reviewed,
    whether a delay of it would count, how many evidence files came with it."""

    act: int
    assignment: int
    person: int
    person_name: str
    product: str
    words: str
    due: date
    day: date | None
    pieces: int
    is_late: bool
    proofs: int


def deliveries(viewer: Viewer, paths: Sequence[str], month: Period | None, most: int) -> tuple[list[Delivery], int]:
    """The deliveries that wait for the viewer in the units under the paths (all where empty), of the work of a month
    where one is named, by person; and how many assignments wait in all. At most `most` assignments; six queries.

    Read as plain values: a head with 40 people looks at hundreds of them.
    """
    rows = to_review(viewer)
    if paths:
        rows = rows.filter(unit_path__startswith=paths[0])
    if month is not None:
        rows = rows.filter(counts_on__range=(month.starts, month.ends))
    total = rows.count()
    listed = list(rows.order_by("person__sort_key", "person", "assignment").values_list(*_FIELDS)[:most])
    waits = [(row, wait) for row in listed for wait in waits_of(row[-1])]
    ids = [wait.act for _, wait in waits]
    acts = {pk: (day, text) for pk, day, text in Act.objects.filter(pk__in=ids).values_list("id", "day", "text")}
    proofs = dict(Proof.objects.filter(act__in=ids).values_list("act").annotate(n=Count("id")))
    found = []
    for (assignment, person, name, product, what, terms, _), wait in waits:
        day, text = acts[wait.act]
        words = " – ".join(part for part in (what, text) if part)
        due, late = terms_of(terms)[-1], bool(wait.is_late)
        found.append(
            Delivery(
                wait.act,
                assignment,
                person,
                name,
                product,
                words,
                due,
                day,
                wait.pieces,
                late,
                proofs.get(wait.act, 0),
            )
        )
    return found, total
