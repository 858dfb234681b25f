"""Shorter periods into a longer one: the mean of the periods actually counted.

Guarantees: the order in which periods are given does not matter; excluded periods change neither the sum nor the
divisor and are named with their reason; periods from another unit count (a transfer brings them along) and are named.
The mean is rounded once, by the rules' named rounding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from canbo.rulebook import amounts
from canbo.rulebook.errors import RuleError
from canbo.rulebook.model import Aggregation, FactValue, PeriodKind, Rules, Trace
from canbo.rulebook.process import Period
from canbo.rulebook.trace import step

REASONS = {
    "maternity": "nghỉ thai sản",
    "sick": "nghỉ ốm",
    "absent": "vắng mặt có lý do",
    "before_joining": "chưa về đơn vị",
}


@dataclass(frozen=True, slots=True)
class PeriodResult:
    """A shorter period's result: total in hundredths and level (None where there is none), whether it counts, why not
    (a ground's key or words), and the unit it was earned in."""

    period: Period
    total: int | None
    level: str | None
    counted: bool = True
    reason: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Aggregate:
    """The longer period's total (None when nothing counts), how many periods it is the mean of, and the facts it gives:
    `failed_periods` (counted periods at the lowest level) and `consecutive_failed` (the longest run of them without a
    gap in the calendar)."""

    total: int | None
    counted: int
    facts: dict[str, FactValue]
    trace: Trace


def combine(rules: Rules, periods: Sequence[PeriodResult], into: PeriodKind) -> Aggregate:
    """The result of a longer period. RuleError where the rules have no such aggregation, or a period comes twice."""
    ordered = sorted(periods, key=lambda one: (one.period.starts, one.period.key))
    kinds = {one.period.kind for one in ordered}
    if len({one.period for one in ordered}) < len(ordered):
        raise RuleError("một kỳ có hai kết quả")
    rule = _rule(rules, kinds, into)
    counted = [one for one in ordered if _counts(one, rule)]
    totals = [one.total for one in counted if one.total is not None]
    total = amounts.divide(sum(totals), len(totals), rules.rounding) if totals else None
    failed = [one.period for one in counted if one.level == rules.levels[-1].key]
    facts: dict[str, FactValue] = {"failed_periods": len(failed), "consecutive_failed": _longest_run(failed)}
    return Aggregate(total, len(counted), facts, _trace(rules, ordered, rule, total, len(counted)))


def _rule(rules: Rules, kinds: set[PeriodKind], into: PeriodKind) -> Aggregation:
    for rule in rules.aggregations:
        if rule.into == into and kinds <= {rule.of}:
            return rule
    raise RuleError(f"quy định không có cách tổng hợp {', '.join(sorted(kinds)) or 'kỳ nào'} thành {into}")


def _counts(one: PeriodResult, rule: Aggregation) -> bool:
    return one.counted and one.total is not None and one.reason not in rule.exclude


def _longest_run(periods: Sequence[Period]) -> int:
    longest = run = 0
    before: Period | None = None
    for period in periods:
        run = run + 1 if before is not None and before.next() == period else 1
        longest, before = max(longest, run), period
    return longest


def _trace(rules: Rules, ordered: Sequence[PeriodResult], rule: Aggregation, total: int | None, counted: int) -> Trace:
    last_unit = next((one.unit for one in reversed(ordered) if one.unit), "")
    labels = {level.key: level.label for level in rules.levels}
    lines = []
    for one in ordered:
        counts = _counts(one, rule)
        if counts:
            level = f", {labels.get(one.level, one.level)}" if one.level else ""
            value = f"{amounts.shown(one.total or 0)} điểm{level}"
        else:
            value = "không tính: " + (REASONS.get(one.reason, one.reason) or "chưa có kết quả")
        if one.unit and one.unit != last_unit:
            value += f" (kết quả ở {one.unit}, trước khi chuyển)"
        what = ("period", one.period.key, counts, one.total, one.level, one.reason, one.unit)
        lines.append(step(what, one.period.label, value))
    label = "Tổng hợp các kỳ" if total is None else f"Bình quân {counted} kỳ được tính"
    value = "không có kỳ nào được tính" if total is None else f"{amounts.shown(total)} điểm"
    return step(("mean", rule.of, rule.into, counted, total), label, value, rule.cite, lines)
