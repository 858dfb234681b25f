"""What waits for a head's review, person by person: every delivery not yet reviewed; constant queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from canbo.office.people.access import Viewer
from canbo.office.work import cases
from canbo.office.work.cases import Case
from canbo.office.work.models import Act, Proof
from canbo.office.work.queries.waiting import to_review
from canbo.rulebook.process import Period


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivery that waits: pieces not yet reviewed, and whether a delay of it would count."""

    case: Case
    act: Act
    pieces: int
    is_late: bool
    proofs: int

    @property
    def due(self) -> date:
        return self.case.derived.terms[-1]


def deliveries(viewer: Viewer, paths: Sequence[str], month: Period | None, most: int) -> tuple[list[Delivery], int]:
    """The deliveries that wait for the viewer in the units under the paths (all where empty), of the work of a month
    where one is named, by person; and how many assignments wait in all. At most `most` assignments; six queries."""
    rows = to_review(viewer)
    if paths:
        rows = rows.filter(unit_path__startswith=paths[0])
    if month is not None:
        rows = rows.filter(counts_on__range=(month.starts, month.ends))
    ids = list(rows.order_by("person__sort_key", "person", "assignment").values_list("assignment_id", flat=True))
    known = cases.load(cases.rows().filter(pk__in=ids[:most]))
    acts = [pk for case in known.values() for pk in case.derived.batches]
    proofs = dict(
        Proof.objects.filter(agency__in={case.row.agency_id for case in known.values()}, act__in=acts)
        .values_list("act")
        .annotate(n=Count("id"))
    )
    found = []
    for case in (known[pk] for pk in ids[:most]):
        by_id = {act.pk: act for act in case.acts}
        for pk, batch in case.derived.batches.items():
            if batch.pieces:
                is_late = batch.delays > batch.excused_delays
                found.append(Delivery(case, by_id[pk], batch.pieces, is_late, proofs.get(pk, 0)))
    return found, len(ids)
