"""A desk: a sheet as somebody has it before them to mark: its case, the draft they have begun, what is computed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from canbo.office.evaluations import cases, computed
from canbo.office.evaluations.cases import Case
from canbo.office.evaluations.computed import Computed
from canbo.office.evaluations.models import Draft


@dataclass(frozen=True)
class Desk:
    """`draft` is that of one person in one step; None where nothing is begun."""

    case: Case
    draft: Draft | None
    computed: Computed


def load(ids: Iterable[int], *, person: int, step: str, hold: bool = False) -> dict[int, Desk]:
    """The desks of a person by sheet id, in the order given. One query more than their cases, and
    those of what is computed; `hold` as for cases."""
    found = cases.load(ids, hold=hold)
    rows = Draft.objects.filter(sheet__in=found, step=step, author=person)
    begun = {row.sheet_id: row for row in rows}
    known = computed.of(found.values())
    return {pk: Desk(case, begun.get(pk), known[pk]) for pk, case in found.items()}


def at(case: Case, person: int, step: str) -> Desk:
    """The desk of a person about a case already loaded. One query, and those of what is computed."""
    draft = Draft.objects.filter(sheet=case.sheet, step=step, author=person).first()
    return Desk(case, draft, computed.of([case])[case.sheet.pk])
