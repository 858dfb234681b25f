"""Longer periods made of shorter ones: which results a year's (or quarter's) sheet rests on, and why some do not count.

The first aggregation of the rules into this kind of period under which the subject has any result is the one used.
"""

from __future__ import annotations

from collections.abc import Iterator

from canbo.office.evaluations.cases import Case
from canbo.office.results import grounds
from canbo.office.results.known import Known, Result
from canbo.rulebook import Aggregation, FactValue, PeriodKind, aggregate
from canbo.rulebook.aggregate import PeriodResult
from canbo.rulebook.process import Period

BEFORE_JOINING = "before_joining"


def parts(period: Period, kind: PeriodKind) -> Iterator[Period]:
    """The periods of a shorter kind within a longer one, in order."""
    one = Period(kind, period.year)
    while one.starts <= period.ends:
        if one.starts >= period.starts:
            yield one
        one = one.next()


def behind(known: Known, case: Case) -> tuple[PeriodResult, ...]:
    """Every shorter period of a sheet's period, with its result or the reason it does not count; () where the rules
    make this kind of period of no shorter one, or there is no result at all yet."""
    for rule in case.rules.aggregations:
        if rule.into == case.sheet.cycle.period_kind:
            results = _results(known, case, rule.of)
            every = parts(known.period(case), rule.of)
            if results:
                return tuple(_part(known, case, rule, one, results.get(one)) for one in every)
    return ()


def failures(known: Known, case: Case) -> dict[str, FactValue]:
    """What the rules count over shorter periods (failed ones, how many in a row); for a sheet whose period is not made
    of shorter ones, over the periods of the same kind so far in the year."""
    rows = behind(known, case)
    if rows:
        return aggregate.combine(case.rules, rows, known.period(case).kind).facts
    mine = known.period(case)
    longer = next((rule.into for rule in case.rules.aggregations if rule.of == mine.kind), None)
    if longer is None:
        return {}
    earlier = [row for row in _results(known, case, mine.kind).values() if row.period.starts < mine.starts]
    counted = [PeriodResult(row.period, row.total, row.level or None, unit=row.unit) for row in earlier]
    return aggregate.combine(case.rules, counted, longer).facts if counted else {}


def _results(known: Known, case: Case, kind: PeriodKind) -> dict[Period, Result]:
    """The subject's results of one kind within the sheet's own year, under the same instrument or one it replaced;
    where a period has several, the last decided."""
    packs = {known.packs[case.sheet.cycle_id], *case.rules.instrument.replaces}
    rows = known.results.get((case.sheet.person_id or 0, case.sheet.collective_id or 0), ())
    year = known.period(case).year
    mine = [row for row in rows if row.period.kind == kind and row.period.year == year]
    return {row.period: row for row in mine if row.pack in packs}


def _part(known: Known, case: Case, rule: Aggregation, period: Period, result: Result | None) -> PeriodResult:
    reason = grounds.left_out(known.recorded(case), rule.exclude, period, result is not None)
    if not reason and result is None and BEFORE_JOINING in rule.exclude and _not_yet(known, case, period):
        reason = BEFORE_JOINING
    if result is None:
        return PeriodResult(period, None, None, False, reason)
    return PeriodResult(period, result.total, result.level or None, not reason, reason, result.unit)


def _not_yet(known: Known, case: Case, period: Period) -> bool:
    """Whether a person held no post yet when the period ended."""
    spans = known.spans.get(case.sheet.person_id or 0, ())
    return bool(spans) and min(start for start, _ in spans) > period.ends
