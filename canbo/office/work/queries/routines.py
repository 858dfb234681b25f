"""Recurring work, read: whose it is, and for which months it has been given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from canbo.office.work.models import Assignment, Routine
from canbo.rulebook.process import Period


@dataclass(frozen=True, slots=True)
class Standing:
    """Recurring work that was not ended, and the months ("2026-11") it was given for."""

    routine: Routine
    months: frozenset[str]

    def is_given(self, month: Period) -> bool:
        return month.key in self.months


def standing(people: Sequence[int]) -> list[Standing]:
    """The recurring work of these people, in the order of their names; two queries."""
    rows = Routine.objects.filter(person__in=people, ends=None).select_related("person", "unit")
    found = list(rows.order_by("person__sort_key", "id"))
    given = defaultdict(set)
    agencies = {row.agency_id for row in found}
    known = Assignment.objects.filter(agency__in=agencies, routine__in=[row.pk for row in found])
    for routine, month in known.values_list("routine_id", "month"):
        given[routine].add(month)
    return [Standing(row, frozenset(given[row.pk])) for row in found]
