"""What waits for a head's review, person by person: every delivery not yet reviewed; constant queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef
from django.utils import timezone

from canbo.office.people.access import Viewer
from canbo.office.work.models import Act, Proof
from canbo.office.work.queries.waiting import to_review
from canbo.office.work.standing import is_told_late, terms_of, waits_of
from canbo.rulebook.process import Period

_FIELDS = (
    "assignment_id", "person_id", "person__full_name", "assignment__product__name", "assignment__what", "terms",
    "waits",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivery (its act) that waits: of whom, what, its due day, the day it was finished (as its person says, or as
    the reviewer found) and the one it was handed in, pieces not yet reviewed, whether a delay of it would count,
    whether it was said to be in time and came after, how many evidence files came with it."""

    act: int
    assignment: int
    person: int
    person_name: str
    product: str
    words: str
    due: date
    day: date
    handed: date
    pieces: int
    is_late: bool
    is_told_late: bool
    proofs: int


def deliveries(viewer: Viewer, paths: Sequence[str], month: Period | None, most: int) -> tuple[list[Delivery], int]:
    """The deliveries that wait for the viewer in the units under the paths (all where empty), of the work of a month
    where one is named, by person; and how many assignments wait in all. At most `most` assignments; eight queries.

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
    handed_in = Act.objects.filter(pk__in=ids).values_list("id", "day", "text", "at", "of_id", "of__day")
    acts = {pk: (day, words, at, redone, rework_by) for pk, day, words, at, redone, rework_by in handed_in}
    dated = _dated(ids)
    proofs = dict(Proof.objects.filter(act__in=ids).values_list("act").annotate(n=Count("id")))
    found = []
    for (assignment, person, name, product, what, terms, _), wait in waits:
        day, text, at, redone, rework_by = acts[wait.act]
        words = " – ".join(part for part in (what, text) if part)
        assert day is not None  # of every delivery, by constraint
        handed, days = timezone.localdate(at), terms_of(terms)
        # What is done again answers to the day set for that, if one was.
        asked = days if redone is None else [rework_by] if rework_by else []
        told = wait.act not in dated and is_told_late(day, handed, asked)
        found.append(
            Delivery(
                wait.act,
                assignment,
                person,
                name,
                product,
                words,
                days[-1],
                dated.get(wait.act) or day,
                handed,
                wait.pieces,
                bool(wait.is_late),
                told,
                proofs.get(wait.act, 0),
            )
        )
    return found, total


def _dated(deliveries: Sequence[int]) -> dict[int | None, date | None]:
    """The days reviewers found for deliveries, by the delivery's act."""
    void = Act.objects.filter(agency=OuterRef("agency"), of=OuterRef("pk"), kind="void")
    rows = Act.objects.filter(~Exists(void), of__in=deliveries, kind="day")
    return dict(rows.values_list("of_id", "day"))
