"""A desk: a sheet as somebody has it before them to mark, its case with the draft they have begun."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from canbo.office.evaluations import cases
from canbo.office.evaluations.cases import Case
from canbo.office.evaluations.models import Draft


@dataclass(frozen=True)
class Desk:
    """`draft` is that of one person in one step; None where nothing is begun."""

    case: Case
    draft: Draft | None


def load(ids: Iterable[int], *, person: int, step: str, hold: bool = False) -> dict[int, Desk]:
    """The desks of a person by sheet id, in the order given. One query more than their cases; `hold` as for these."""
    found = cases.load(ids, hold=hold)
    rows = Draft.objects.filter(sheet__in=found, step=step, author=person)
    begun = {row.sheet_id: row for row in rows}
    return {pk: Desk(case, begun.get(pk)) for pk, case in found.items()}


def at(case: Case, person: int, step: str) -> Desk:
    """The desk of a person about a case already loaded. One query."""
    return Desk(case, Draft.objects.filter(sheet=case.sheet, step=step, author=person).first())
