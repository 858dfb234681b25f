"""A desk: a sheet as somebody has it before them to mark: its case, the draft they have begun, what is computed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from canbo.office.evaluations import cases, computed
from canbo.office.evaluations.cases import Case
from canbo.office.evaluations.computed import Computed
from canbo.office.evaluations.models import Draft


@dataclass(frozen=True)
class Desk:
    """`principals`: as whom the person may act today, oneself first; `draft` is theirs in one step, None where nothing
    is begun."""

    case: Case
    principals: tuple[int, ...]
    draft: Draft | None
    computed: Computed


def load(ids: Iterable[int], *, principals: Sequence[int], step: str, hold: bool = False) -> dict[int, Desk]:
    """The desks of a person (the first of the principals) by sheet id, in the order given. No query more than their
    cases and what is computed; `hold` as for cases."""
    found = cases.load(ids, hold=hold)
    known = computed.of(found.values())
    return {pk: _desk(case, principals, step, known[pk]) for pk, case in found.items()}


def at(case: Case, principals: Sequence[int], step: str) -> Desk:
    """The desk of a person about a case already loaded. No query but those of what is computed."""
    return _desk(case, principals, step, computed.of([case])[case.sheet.pk])


def _desk(case: Case, principals: Sequence[int], step: str, known: Computed) -> Desk:
    return Desk(case, tuple(principals), case.draft(step, principals[0]), known)
