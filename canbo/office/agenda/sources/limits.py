"""Until when the steps of some cycles may be done: read once for all that waits in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from canbo.office.cycles import queries as cycles
from canbo.office.cycles.models import Cycle, CycleLock
from canbo.office.evaluations.models import Extension


@dataclass(frozen=True, slots=True)
class Limits:
    """The cycles by id, the locked ones left out; the deadline by cycle and step; the longest extension by sheet and
    step."""

    cycles: dict[int, Cycle]
    due: dict[int, dict[str, date]]
    later: dict[tuple[int, str], date]

    @classmethod
    def of(cls, ids: Iterable[int]) -> Limits:
        """Four queries; one where there are no cycles."""
        found = {row.pk: row for row in Cycle.objects.filter(pk__in=set(ids)).select_related("unit")}
        if not found:
            return cls({}, {}, {})
        locks = CycleLock.objects.filter(cycle__in=found).order_by("id").values_list("cycle_id", "locked")
        running = {pk: found[pk] for pk in found.keys() - {pk for pk, locked in dict(locks).items() if locked}}
        extended = Extension.objects.filter(sheet__cycle__in=running).order_by("due")  # few, where sheets are many
        rows = extended.values_list("sheet_id", "step", "due")
        later = {(sheet, step): day for sheet, step, day in rows}
        return cls(running, cycles.deadlines_of(running.values()), later)

    def day(self, cycle: int, step: str, sheet: int | None = None) -> date | None:
        """The last day of a step, of one sheet where named: the cycle's or the sheet's own, whichever is later."""
        own = self.later.get((sheet, step)) if sheet is not None else None
        return max((day for day in (self.due.get(cycle, {}).get(step), own) if day), default=None)

    @property
    def extended(self) -> set[int]:
        """The sheets with a deadline of their own."""
        return {sheet for sheet, _ in self.later}
