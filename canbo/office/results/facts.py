"""Facts of many sheets at once: what was recorded, what was entered, what the office can compute.

Only facts the rules of a sheet declare for its form are given. A fact nothing is known of is left out: its default,
or a question to the head, is the rulebook's business. The number of queries does not grow with the sheets.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from canbo.office.evaluations.cases import Case
from canbo.office.results import grounds, longer
from canbo.office.results.known import Known, Span
from canbo.rulebook import Fact, FactValue, conditions

GOOD = "good"


def declared(known: Known, case: Case) -> dict[str, Fact]:
    """The facts the rules of a sheet declare for its form."""
    key = (case.sheet.cycle_id, case.sheet.form)
    found = known.declared.get(key)
    if found is None:
        found = {fact.key: fact for fact in case.rules.facts if conditions.applies(fact, case.form)}
        known.declared[key] = found
    return found


def of(known: Known, case: Case) -> dict[str, FactValue]:
    """The facts of one sheet, those the rules declare and something is known of."""
    wanted, rows, now = declared(known, case), known.recorded(case), case.current()
    found = grounds.values(rows, wanted, known.period(case)) if rows else {}
    entered = {**now["review"].facts} if "review" in now else {}
    if "decide" in now:
        entered |= now["decide"].facts
    for key, fact in wanted.items():
        value: FactValue | None = None
        if fact.source == "entered":
            value = entered.get(key)
        elif fact.source == "computed" and key in COMPUTED:
            value = COMPUTED[key](known, case)
        if value is not None:
            found[key] = value
    return found


def _months_worked(known: Known, case: Case) -> int | None:
    """Whole months in post within the period, less the months of recorded absence.

    Spans that touch are one; days beyond whole months add up by thirty (our reading; NĐ 90/2020 Điều 2 says "thời gian
    công tác" without a way of counting).
    """
    period = known.period(case)
    ends = period.ends + timedelta(days=1)
    months = days = 0
    for start, end in _merged(known.spans.get(case.sheet.person_id or 0, ()), period.starts, ends):
        whole = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
        months += whole
        days += (end - _plus_months(start, whole)).days
    absent = grounds.values(known.recorded(case), declared(known, case), period).get("absent_months", 0)
    return max(0, months + days // 30 - int(absent)) if case.sheet.person_id else None


def _merged(spans: Iterable[Span], starts: date, ends: date) -> list[tuple[date, date]]:
    """The spans cut to the period, those that overlap or touch joined. `spans` oldest first."""
    joined: list[tuple[date, date]] = []
    for first, last in spans:
        start, end = max(first, starts), min(last or ends, ends)
        if start >= end:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _plus_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _unit_level(known: Known, case: Case) -> str | None:
    level = known.level_of(case.sheet.unit_id, case)
    return level if level in {one.key for one in case.rules.levels} else None


def _subunits_good_share(known: Known, case: Case) -> int | None:
    """Of the units right below with a result, the share at good or better, in hundredths of a percent."""
    levels = [known.level_of(unit, case) for unit in known.below.get(case.sheet.unit_id, ())]
    rated = [level for level in levels if level]
    order = [level.key for level in case.rules.levels]
    good = [level for level in rated if level in order and order.index(level) <= order.index(GOOD)]
    return len(good) * 10_000 // len(rated) if rated else None


def _subordinates(known: Known, case: Case) -> bool | None:
    """Whether everybody else decided so far under the leader's unit is above the lowest level."""
    top, own, lowest = case.sheet.unit_path, case.sheet.pk, case.rules.levels[-1].key
    rows = known.outcomes.get(case.sheet.cycle_id, ())
    levels = {level for path, level, sheet in rows if sheet != own and path.startswith(top)}
    return lowest not in levels if levels else None


def _outstanding(known: Known, case: Case) -> bool | None:
    """Whether the unit, or the body the cycle covers, holds the best level."""
    if not known.unit_levels:
        return None
    units = {case.sheet.unit_id, case.sheet.cycle.unit_id}
    levels = {known.level_of(unit, case) for unit in units} - {None}
    return case.rules.levels[0].key in levels if levels else None


def _counted(key: str) -> Callable[[Known, Case], FactValue | None]:
    """What the year counts of its shorter periods (or so far, of the preceding ones)."""

    def count(known: Known, case: Case) -> FactValue | None:
        found = known.failures.get(case.sheet.pk)
        if found is None:
            found = known.failures[case.sheet.pk] = longer.failures(known, case)
        return found.get(key)

    return count


COMPUTED: dict[str, Callable[[Known, Case], FactValue | None]] = {
    "months_worked": _months_worked,
    "unit_level": _unit_level,
    "subunits_good_share": _subunits_good_share,
    "subordinates_all_completed": _subordinates,
    "collective_outstanding": _outstanding,
    "failed_periods": _counted("failed_periods"),
    "consecutive_failed": _counted("consecutive_failed"),
    "is_head": lambda known, case: case.sheet.rank == "head",
    "is_deputy": lambda known, case: case.sheet.rank == "deputy",
}
