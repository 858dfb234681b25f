"""The summary rows: how many sheets of a cycle, unit and kind hold each level, kept in the transaction of each act."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from canbo.office.cycles.models import Cycle
from canbo.office.evaluations.counting import DECIDED, column, put_on, recount, retally, tally
from canbo.office.evaluations.models import Sheet
from canbo.office.regulations.kept import rules_many
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
FROM_SUMMARY = """
SELECT s.agency_id, s.cycle_id, s.unit_id, s.kind, place.column3 AS counted, s.sheets FROM summary s
JOIN cycle ON cycle.agency_id = s.agency_id AND cycle.id = s.cycle_id
JOIN (VALUES {values}) place ON place.column1 = cycle.rules_id AND place.column2 = s.level
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

    A row that comes to 0 stays, with 0 sheets. One statement, and one for the counts by body.
    """
    sheets: Counter[tuple[int, str, str]] = Counter()
    points: Counter[tuple[int, str, str]] = Counter()
    for change in changes:
        key = (change.sheet.unit_id, change.sheet.kind, change.level)
        sheets[key] += change.by
        points[key] += change.by * (change.total or 0)
    if not sheets:
        return
    put_on("summary", ("unit_id", "kind", "level"), ("sheets", "points"), cycle, [
        (*key, number, points[key]) for key, number in sheets.items()
    ])  # fmt: skip
    rules = rules_many([cycle.rules_id])[cycle.rules_id]
    tally(cycle, {(unit, kind, column(rules, level)): number for (unit, kind, level), number in sheets.items()})


def rebuild() -> int:
    """Count all standing decisions anew; how many rows that gives."""
    with transaction.atomic():
        number = recount(Summary, REBUILD)
        retally_decided()
    return number


def retally_decided() -> None:
    """Make the counts by body of what is decided anew from the summary rows."""
    known = rules_many(Cycle.objects.order_by().values_list("rules_id", flat=True).distinct())
    levels = [(digest, level) for digest, rules in known.items() for level in ("", *(one.key for one in rules.levels))]
    places = [part for digest, level in levels for part in (digest, level, column(known[digest], level))]
    if levels:
        retally(DECIDED, FROM_SUMMARY.format(values=", ".join(["(%s, %s, %s)"] * len(levels))), places)
