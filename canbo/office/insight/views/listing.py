"""The list behind a number of a dashboard, on the page and as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from canbo.office.base import pages
from canbo.office.base.files import CONTENT_TYPES
from canbo.office.evaluations import stage
from canbo.office.evaluations.models import State
from canbo.office.insight.queries import listing
from canbo.office.insight.queries.rounds import Round, chosen
from canbo.office.insight.views.common import STAFF, kind_of, place
from canbo.office.people.access import need
from canbo.office.results.queries.rosters import UNRATED
from canbo.paperwork.workbook import Table, TableColumn, write_table


@require_safe
def behind(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheets of a unit in a period, of a level or kind. Their own result, before it is published, is left out."""
    where = place(request, pk)
    kind, level = kind_of(request), request.GET.get("muc", "")
    now = chosen(where.rounds(), request.GET.get("ky", ""), where.viewer.day)
    need(now is not None)
    assert now is not None
    own = where.reader
    shows = dict(_levels(now))
    level = level if level in shows else ""
    rows = listing.behind(where.unit.path, now, level=level, kind=kind, own=own)
    if request.GET.get("xuat") == "xlsx":
        data = write_table(table(where.unit.name, now, rows))
        return pages.saved(data, f"Danh sách {now.label.replace('/', '-')}.xlsx", CONTENT_TYPES["xlsx"])
    page = pages.page_of(request, rows, 100)
    crumbs = [*where.context("insight:unit")["crumbs"], {
        "label": where.unit.short_name or where.unit.name,
        "url": reverse("insight:unit", args=[where.unit.pk]) + f"?ky={now.key}",
    }]  # fmt: skip
    shown = where.context("insight:behind") | {
        "now": now, "page": page, "rows": [_row(row, now, own) for row in page], "shows": _levels(now), "level": level,
        "kind": kind, "staff": STAFF, "crumbs": crumbs,
        "exports": [{"label": "Excel", "url": pages.export_url(request)}],
    }  # fmt: skip
    return render(request, "insight/behind.html", shown)


def _levels(now: Round) -> Sequence[tuple[str, str]]:
    every = [(str(rank), label) for rank, label, _ in now.levels]
    return [("", "Tất cả"), *every, (listing.UNRATED, UNRATED), (listing.UNDECIDED, "Chưa quyết định")]


def _row(row: State, now: Round, own: int | None) -> tuple[State, int, str, str]:
    """A sheet with the rank and the word of its level, and where it leads: the result once decided, else the sheet."""
    rules = now.cycles[row.cycle_id]
    settled = row.stage in stage.SETTLED
    if not settled:
        return row, 0, stage.SHORT.get(row.stage, row.stage), reverse("evaluations:sheet", args=[row.sheet_id])
    level = rules.level(row.level) if row.level else None
    word = level.label if level else UNRATED
    return row, level.rank if level else 0, word, reverse("results:result", args=[row.sheet_id])


def table(name: str, now: Round, rows: Iterable[State]) -> Table:
    """The list as a spreadsheet."""
    columns = [
        TableColumn("TT", "integer", 6), TableColumn("Họ và tên", width=28, total="count"),
        TableColumn("Chức vụ, chức danh", width=30), TableColumn("Đơn vị", width=34),
        TableColumn("Tự chấm", "points", 10), TableColumn("Cấp trên", "points", 10), TableColumn("Điểm", "points", 10),
        TableColumn("Xếp loại", width=30),
    ]  # fmt: skip
    values = (
        (
            at, row.sheet.subject, row.sheet.post_title, row.sheet.unit.name, row.self_total, row.review_total,
            row.total, _row(row, now, None)[2],
        )
        for at, row in enumerate(rows, start=1)
    )  # fmt: skip
    return Table("Danh sách", columns, values, (f"Danh sách {now.words}", name))
