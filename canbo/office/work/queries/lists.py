"""Lists of assignments as pages show them, with the summary of each; constant queries."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from canbo.office.work import cases
from canbo.office.work.cases import Case
from canbo.office.work.models import Act, Assignment, Proof, Standing
from canbo.rulebook.process import Period


def of_month(person: int, month: Period) -> QuerySet[Standing]:
    """A person's work of a month, and what is still open of earlier ones; by due day."""
    inside = Q(counts_on__range=(month.starts, month.ends))
    left = Q(counts_on__lt=month.starts) & ~Q(stage__in=["done", "closed"])
    rows = Standing.objects.filter(inside | left, person=person)
    return rows.select_related("assignment__product", "assignment__unit").order_by("counts_on", "assignment")


def last_given(person: int, month: Period) -> list[Assignment]:
    """What a person was given with a due day in a month, without recurring work: to be given again."""
    rows = Assignment.objects.filter(person=person, due__range=(month.starts, month.ends), routine=None, continues=None)
    return list(rows.select_related("product").order_by("id"))


def detail(pk: int) -> Case | None:
    """One assignment with its acts."""
    return cases.load(cases.rows().select_related("by_person", "on_behalf_of", "continues").filter(pk=pk)).get(pk)


def history(case: Case) -> list[Act]:
    """All acts of an assignment, the voided ones too, with who did them."""
    rows = Act.objects.filter(agency=case.row.agency_id, assignment=case.row)
    return list(rows.select_related("person", "on_behalf_of", "of").order_by("id"))


def proofs(acts: list[Act]) -> dict[int, list[Proof]]:
    """The evidence files by the act they came with; one query."""
    found: dict[int, list[Proof]] = {}
    agencies = {act.agency_id for act in acts}
    for row in Proof.objects.filter(agency__in=agencies, act__in=acts).select_related("file").order_by("id"):
        found.setdefault(row.act_id, []).append(row)
    return found
