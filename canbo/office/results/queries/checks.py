"""Proof that the summary rows say what the decisions say, and what the decisions say of each sheet's state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Count, Max, Min, Sum
from django.db.models.functions import Coalesce

from canbo.office.cycles.models import Cycle
from canbo.office.evaluations.counting import DECIDED, column
from canbo.office.evaluations.outcome import Outcome
from canbo.office.evaluations.queries.checks import check_tally
from canbo.office.regulations.kept import rules_many
from canbo.office.results.models import Decision, Publication, Summary

Key = tuple[int, int, str, str]
KEY = ("sheet__cycle_id", "sheet__unit_id", "sheet__kind", "level")


def check_summaries() -> list[str]:
    """Every difference between the summary rows and the standing decisions, in words; empty when all is equal. Six
    queries, and the rules'."""
    rows = Decision.objects.filter(corrections=None).values_list(*KEY).order_by()
    counted = rows.annotate(n=Count("id"), points=Coalesce(Sum("total"), 0))
    true: dict[Key, tuple[int, int]] = {tuple(row[:4]): tuple(row[4:]) for row in counted}
    names = ("cycle_id", "unit_id", "kind", "level", "sheets", "points")
    said: dict[Key, tuple[int, int]] = {row[:4]: row[4:] for row in Summary.objects.values_list(*names)}
    faults = [
        f"kỳ {key[0]}, đơn vị {key[1]}, {key[2]}, mức “{key[3]}”: tổng hợp ghi {said.get(key, (0, 0))}, "
        f"các quyết định là {true.get(key, (0, 0))} (số phiếu, điểm)"
        for key in sorted({*true, *said})
        if said.get(key, (0, 0)) != true.get(key, (0, 0))
    ]
    return faults + check_tally(_by_column({key: number for key, (number, _) in true.items()}), DECIDED)


def _by_column(counted: Mapping[Key, int]) -> Mapping[Key, int]:
    """What was counted by level, by the column where bodies count it. One query, and the rules'."""
    rules_of = dict(Cycle.objects.values_list("pk", "rules_id"))
    known = rules_many(set(rules_of.values()))
    return {
        (cycle, unit, kind, column(known[rules_of[cycle]], level)): number
        for (cycle, unit, kind, level), number in counted.items()
    }


def outcomes(sheets: Iterable[int] | None = None) -> dict[int, Outcome]:
    """What the decisions and publications say of each decided sheet (of these, or all): for `check_states`."""
    rows = Decision.objects.all() if sheets is None else Decision.objects.filter(sheet__in=list(sheets))
    published = dict(Publication.objects.order_by().values_list("cycle_id").annotate(last=Max("at")))
    first = {
        row["sheet_id"]: row for row in rows.order_by().values("sheet_id", "sheet__cycle_id").annotate(at=Min("at"))
    }
    found = {}
    for sheet, total, level in rows.filter(corrections=None).values_list("sheet_id", "total", "level"):
        last = published.get(first[sheet]["sheet__cycle_id"])
        told = last is not None and first[sheet]["at"] < last
        found[sheet] = Outcome("published" if told else "decided", total, level)
    return found
