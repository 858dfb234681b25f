"""The summary rows: how many sheets of a cycle, unit and kind hold each level, kept in the transaction of each act."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from canbo.office.cycles.models import Cycle
from canbo.office.evaluations.counting import recount
from canbo.office.evaluations.models import Sheet
from canbo.office.results.models import Summary

REBUILD = """
INSERT INTO summary (agency_id, cycle_id, unit_id, kind, level, sheets, points)
SELECT d.agency_id, s.cycle_id, s.unit_id, s.kind, d.level, COUNT(*), COALESCE(SUM(d.total), 0)
FROM decision d
JOIN sheet s ON s.agency_id = d.agency_id AND s.id = d.sheet_id
LEFT JOIN decision newer ON newer.agency_id = d.agency_id AND newer.corrects_id = d.id
WHERE newer.id IS NULL
GROUP BY d.agency_id, s.cycle_id, s.unit_id, s.kind, d.level
"""


@dataclass(frozen=True, slots=True)
class Change:
    """One decided sheet counted (`by` 1), or the decision it replaces taken out again (`by` -1)."""

    sheet: Sheet
    level: str
    total: int | None
    by: int


def apply(cycle: Cycle, changes: Iterable[Change]) -> None:
    """Bring the summary rows of a cycle up to date. Call it in the act's transaction, holding the cycle.

    A row that comes to 0 stays, with 0 sheets. Two queries and one statement each for new and changed rows.
    """
    sheets: Counter[tuple[int, str, str]] = Counter()
    points: Counter[tuple[int, str, str]] = Counter()
    for change in changes:
        key = (change.sheet.unit_id, change.sheet.kind, change.level)
        sheets[key] += change.by
        points[key] += change.by * (change.total or 0)
    rows = Summary.objects.filter(agency=cycle.agency_id, cycle=cycle, unit__in={key[0] for key in sheets})
    found = {(row.unit_id, row.kind, row.level): row for row in rows}
    made = []
    for key in sheets:
        row = found.get(key)
        if row is None:
            unit, kind, level = key
            row = Summary(agency_id=cycle.agency_id, cycle=cycle, unit_id=unit, kind=kind, level=level)
            made.append(row)
        row.sheets += sheets[key]
        row.points += points[key]
    Summary.objects.bulk_create(made)
    changed = [found[key] for key in sheets if key in found]
    Summary.objects.bulk_update(changed, ["sheets", "points"], batch_size=200)


def rebuild() -> int:
    """Count all standing decisions anew; how many rows that gives."""
    return recount(Summary, REBUILD)
