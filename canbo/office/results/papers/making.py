"""Papers gathered from the records: which can be made of a sheet or a cycle, and their content, for many at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from canbo.office.cycles import queries as cycles
from canbo.office.cycles.models import Cycle
from canbo.office.evaluations import cases
from canbo.office.evaluations.cases import Case
from canbo.office.evaluations.queries import words_of
from canbo.office.results import ceilings, queries
from canbo.office.results.models import Closing, Decision, Notice
from canbo.office.results.papers import cycles as of_cycle
from canbo.office.results.papers import sheets as of_sheet
from canbo.office.results.papers.frame import Frame
from canbo.paperwork.documents import model
from canbo.rulebook import replay

SHEET, NOTICE, WHY = "phieu", "thong-bao", "giai-trinh"
SUMMARY, DECISION = "tong-hop", "quyet-dinh"
OF_SHEET = {SHEET: "Phiếu đánh giá", NOTICE: "Thông báo kết quả", WHY: "Giải trình kết quả"}
OF_CYCLE = {SUMMARY: "Bảng tổng hợp", DECISION: "Quyết định xếp loại"}
CHUNK = 200


@dataclass(frozen=True)
class Made:
    """A paper about one sheet, ready to be rendered."""

    case: Case
    paper: model.Document


def of_sheets(frame: Frame, sheets: Iterable[int], kind: str, *, grounds: bool) -> Iterator[Made]:
    """The papers of one kind about decided sheets, in their order; undecided ones are left out. Queries per 200."""
    ids = list(sheets)
    for start in range(0, len(ids), CHUNK):
        found = cases.load(ids[start : start + CHUNK])
        rows = Decision.objects.filter(sheet__in=found, corrections=None).select_related("decider")
        decisions = {row.sheet_id: row for row in rows}
        words = words_of(row for case in found.values() for row in case.current().values()) if kind == SHEET else {}
        told = Notice.objects.filter(decision__in=decisions.values()) if kind == NOTICE else ()
        notices = {row.decision_id: row for row in told}
        for pk, case in found.items():
            if pk in decisions:
                row = decisions[pk]
                yield Made(case, _paper(frame, case, row, kind, words, notices.get(row.pk), grounds))


def _paper(
    frame: Frame, case: Case, row: Decision, kind: str, words: of_sheet.Words, told: Notice | None, grounds: bool
) -> model.Document:
    if kind == SHEET:
        return of_sheet.score_sheet(frame, case, row, words, grounds=grounds)
    if kind == NOTICE:
        return of_sheet.notice(frame, case, row, told)
    found: replay.Replay = queries.recompute(case.sheet, row)
    if found.trace is None:
        raise ValueError(f"decision {row.pk} cannot be recomputed: {found.problems}")
    return of_sheet.explanation(frame, case, row, found.trace)


def of_whole(frame: Frame, cycle: Cycle, kind: str, *, points: bool) -> model.SummaryRoster | model.Decision:
    """The summary roster or the decision of a cycle. Five queries."""
    rules = cycles.rules(cycle)
    rows = list(queries.roster(cycle))
    shares = queries.counts_of([cycle], [""])[cycle.pk]
    closed = Closing.objects.filter(agency=cycle.agency_id, cycle=cycle).order_by("-id").first()
    if kind == DECISION:
        return of_cycle.decision(frame, cycle, rules, rows, shares, closed, points=points)
    found = ceilings.of(cycle, exceptional=closed is not None and closed.exceptional)
    return of_cycle.summary(frame, cycle, rules, rows, shares, found)
