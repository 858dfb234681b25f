"""Assignments with all their acts, many at once in two queries, and their summary rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from canbo.office.work import standing
from canbo.office.work.models import Act, Assignment, Standing
from canbo.office.work.standing import Deed, Derived

STANDING_FIELDS = [
    "person", "unit_path", "coefficient", "counts_on", "last_due", "terms", "due", "quantity", "passed", "pending",
    "redo", "rest", "fates", "waits", "stage",
]  # fmt: skip


@dataclass(slots=True)
class Case:
    """One assignment with its acts, oldest first, and where they leave it."""

    row: Assignment
    acts: list[Act]
    derived: Derived

    def act(self, pk: int | None) -> Act | None:
        """One of its acts that was not voided."""
        return next((act for act in self.alive if act.pk == pk), None)

    @property
    def alive(self) -> list[Act]:
        """The acts that stand: neither voided nor voiding."""
        void = {act.of_id for act in self.acts if act.kind == "void"}
        return [act for act in self.acts if act.kind != "void" and act.pk not in void]

    def add(self, act: Act) -> None:
        """Take another act in. ActionError where it cannot follow the others; then nothing is changed."""
        deeds = [deed_of(one) for one in self.acts]
        newest = deed_of(act, pk=act.pk or -1 - len(deeds))
        self.derived = derive(self.row, [*deeds, newest])
        self.acts.append(act)

    def again(self) -> None:
        """Derive once more, now that new acts have their ids."""
        self.derived = derive(self.row, [deed_of(one) for one in self.acts])

    def summary(self) -> Standing:
        """The summary row that says what the records say."""
        found = self.derived
        return Standing(
            agency_id=self.row.agency_id,
            assignment=self.row,
            person_id=self.row.person_id,
            unit_path=self.row.unit_path,
            coefficient=self.row.product.coefficient,
            counts_on=found.terms[0],
            last_due=max(found.terms),
            terms=standing.terms_text(found.terms),
            due=found.due,
            quantity=found.quantity,
            passed=found.passed,
            pending=found.pending,
            redo=found.redo,
            rest=found.rest,
            fates=standing.fates_text(found.fates),
            waits=standing.waits_text(found.batches),
            stage=found.stage,
        )


def deed_of(act: Act, pk: int | None = None) -> Deed:
    """What the derivation reads of an act. Only of a new due day does it matter on which day it was given."""
    on = timezone.localdate(act.at or timezone.now()) if act.kind == "due" else None
    return Deed(pk or act.pk, act.kind, act.of_id, act.pieces or 0, act.day, act.objective, on)


def derive(row: Assignment, deeds: Sequence[Deed]) -> Derived:
    """The standing of an assignment after these acts."""
    return standing.derive(row.quantity, row.due, deeds, row.missed)


def load(rows: Iterable[Assignment]) -> dict[int, Case]:
    """Cases by assignment id, in the order given; one query. The rows come with their product."""
    given = list(rows)
    acts: dict[int, list[Act]] = defaultdict(list)
    agencies = {row.agency_id for row in given}
    found = Act.objects.filter(agency__in=agencies, assignment__in=[row.pk for row in given]).order_by("id")
    for act in found:
        acts[act.assignment_id].append(act)
    return {row.pk: Case(row, acts[row.pk], derive(row, [deed_of(act) for act in acts[row.pk]])) for row in given}


def rows() -> QuerySet[Assignment]:
    """Assignments with what every page shows of them."""
    return Assignment.objects.select_related("product", "person", "unit")


def save(cases: Sequence[Case]) -> None:
    """Keep the summary rows of these cases equal to their records."""
    Standing.objects.bulk_create(
        [case.summary() for case in cases],
        update_conflicts=True,
        unique_fields=["agency", "assignment"],
        update_fields=STANDING_FIELDS,
        batch_size=1000,
    )
