"""Results, read. Every list here takes a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable

from canbo.office.cycles.models import Cycle
from canbo.office.evaluations import cases
from canbo.office.evaluations.models import Sheet
from canbo.office.results import ceilings, longer
from canbo.office.results import facts as facts_of
from canbo.office.results.bases import Basis
from canbo.office.results.ceilings import Ceilings
from canbo.office.results.known import Known
from canbo.office.results.queries.checks import check_summaries, outcomes
from canbo.office.results.queries.dossiers import decisions_of, dossier, recompute, standing, work_since
from canbo.office.results.queries.own import Own, described, earlier, newest_notice, notices, published_for
from canbo.office.results.queries.petitions import petitions_for
from canbo.office.results.queries.publishing import Outlook, outlook, with_points
from canbo.office.results.queries.rosters import Share, counts_of, kept_back, listed, roster, shares, units_in
from canbo.rulebook import Facts, aggregate
from canbo.rulebook.aggregate import Aggregate, PeriodResult

__all__ = [
    "Outlook",
    "Own",
    "Share",
    "aggregates",
    "ceiling",
    "check_summaries",
    "counts_of",
    "decisions_of",
    "described",
    "dossier",
    "earlier",
    "facts",
    "kept_back",
    "listed",
    "newest_notice",
    "notices",
    "outcomes",
    "outlook",
    "periods_behind",
    "petitions_for",
    "published_for",
    "recompute",
    "roster",
    "shares",
    "standing",
    "units_in",
    "with_points",
    "work_since",
]


def facts(sheets: Iterable[Sheet]) -> dict[int, Facts]:
    """What is known beside the marks of these sheets, by sheet id: only facts their rules declare."""
    found = cases.load(sheet.pk for sheet in sheets)
    known = Known(found)
    return {pk: facts_of.of(known, case) for pk, case in found.items()}


def ceiling(
    cycle: Cycle, expected: dict[int, Basis] | None = None, *, exceptional: bool = False, own: int | None = None
) -> Ceilings:
    """The ceilings of a cycle as decided, with undecided sheets counted as `expected` where given. `own`: a person who
    reads and does not act: without what they are not told yet of themselves."""
    return ceilings.of(cycle, expected, exceptional=exceptional, own=own)


def aggregates(sheets: Iterable[Sheet]) -> dict[int, Aggregate]:
    """What the shorter periods of each sheet give together (a year from its months or quarters), by sheet id; a sheet
    without any is left out. For filling in a yearly sheet before anybody marks it."""
    found = cases.load(sheet.pk for sheet in sheets)
    known = Known(found)
    given = {pk: longer.behind(known, case) for pk, case in found.items()}
    return {
        pk: aggregate.combine(found[pk].rules, rows, known.period(found[pk]).kind) for pk, rows in given.items() if rows
    }


def periods_behind(sheet: Sheet) -> tuple[PeriodResult, ...]:
    """The shorter periods a sheet's own period is made of, each with its result or why it does not count."""
    found = cases.load([sheet.pk])
    known = Known(found)
    return longer.behind(known, found[sheet.pk])
