"""The dashboard of a unit: its levels in a period against the ceiling, over time, by unit, beside its peers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from canbo.office.base import pages
from canbo.office.base.files import CONTENT_TYPES
from canbo.office.evaluations import stage
from canbo.office.insight import charts
from canbo.office.insight.models import SavedView
from canbo.office.insight.queries import listing
from canbo.office.insight.queries.levels import Counts
from canbo.office.insight.queries.picture import Line, Picture, picture
from canbo.office.insight.queries.rounds import KINDS, Round, chosen
from canbo.office.insight.templatetags.insight import tenths
from canbo.office.insight.views.common import STAFF, kind_of, number, place
from canbo.office.people.models import Unit
from canbo.office.results.queries.rosters import UNRATED
from canbo.paperwork.workbook import Table, TableColumn, write_table

UNDECIDED = "Chưa quyết định"


@require_safe
def dashboard(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """The dashboard of a unit, or of the first the viewer sees. `?ky=` the period, `?doi-tuong=` the kind of staff;
    `?xuat=xlsx` gives its table."""
    where = place(request, pk)
    kind = kind_of(request)
    every = where.rounds()
    now = chosen(every, request.GET.get("ky", ""), where.viewer.day)
    shown = where.context("insight:unit") | {
        "rounds": every, "now": now, "kind": kind, "staff": STAFF, "export": pages.export_url(request),
        "views": SavedView.objects.filter(account=where.viewer.account).order_by("name"),
        "query": request.GET.urlencode(),
        "running": next((one for one in every if now and one.period.starts > now.period.starts), None),
    }  # fmt: skip
    if now is None:
        return render(request, "insight/dashboard.html", shown)
    found = picture(where.unit, every, now, where.viewer.day, kind)
    if request.GET.get("xuat") == "xlsx":
        name = f"Kết quả xếp loại {now.label.replace('/', '-')} - {where.unit.name}.xlsx"
        return pages.saved(write_table(table(found)), name, CONTENT_TYPES["xlsx"])
    return render(request, "insight/dashboard.html", shown | context(found, kind))


def context(found: Picture, kind: str) -> dict[str, Any]:
    """What the page shows of a picture."""
    levels = found.now.levels
    return {
        "found": found, "levels": levels, "asked": _address(found.unit, found.now, kind),
        "total": cells(found.total, found.now, levels, kind), "chart": trend(found, kind),
        "lines": [cells(line, found.now, levels, kind) for line in found.lines],
        "over_time": [_period(one, counts, found.unit, kind) for one, counts in reversed(found.trend)],
        "stages": [
            (label, found.stages[key]) for key, label in stage.SHORT.items() if found.stages.get(key)
        ],
        "peers": [
            (label, found.total.counts.tenths(rank), found.peers[1].tenths(rank)) for rank, label, _ in levels
        ] if found.peers and found.peers[1].rated else (),
        "kinds": _kinds(found),
    }  # fmt: skip


@dataclass(frozen=True)
class Cells:
    """A line as its row is drawn: each level's number with its share and its list; the bar; the rest."""

    line: Line
    levels: tuple[tuple[str, SafeString], ...]
    bar: SafeString
    unrated: SafeString
    undecided: SafeString


def cells(line: Line, now: Round, levels: Sequence[tuple[int, str, str]], kind: str) -> Cells:
    """A unit's numbers with the lists behind them, drawn at once for a page of many rows. What is the unit's own has no
    list of its own: that would be all of it."""
    counts, url = line.counts, "" if line.own else number(line.unit, now.key, kind)
    return Cells(
        line,
        tuple(
            (short, _figure(counts.ranks[rank], f"{url}&muc={rank}" if url else "", counts.tenths(rank)))
            for rank, _, short in levels
        ),
        charts.bar([(rank, counts.ranks[rank], label) for rank, label, _ in levels]),
        _figure(counts.ranks[0], f"{url}&muc={listing.UNRATED}" if url else ""),
        _figure(counts.undecided, f"{url}&muc={listing.UNDECIDED}" if url else ""),
    )


def _figure(count: int, url: str, part: int | None = None) -> SafeString:
    """A number that leads to its list, its share behind it; nothing for none."""
    if not count:
        return SafeString("")
    shown = format_html('<a href="{}">{}</a>', url, count) if url else format_html("{}", count)
    return shown if part is None else format_html('{} <span class="part">{}</span>', shown, tenths(part))


def trend(found: Picture, kind: str) -> SafeString | str:
    """The levels over the periods, with what the ceilings would permit drawn across."""
    if not any(counts.rated for _, counts in found.trend):
        return ""
    drawn = [
        charts.Column(
            one.brief, [(rank, counts.ranks[rank]) for rank, _, _ in one.levels],
            _address(found.unit, one, kind), _mark(counts),
        )
        for one, counts in found.trend
    ]  # fmt: skip
    return charts.shares(drawn, f"Tỷ lệ các mức xếp loại của {found.unit.name} qua các kỳ")


def _mark(counts: Counts) -> int | None:
    return 1000 * counts.allowed // counts.rated if counts.allowed is not None and counts.rated else None


def _address(unit: Unit, one: Round, kind: str) -> str:
    return f"?ky={one.key}" + (f"&doi-tuong={kind}" if kind else "")


def _period(one: Round, counts: Counts, unit: Unit, kind: str) -> dict[str, Any]:
    """A row of the table behind the chart."""
    ranks = [(counts.ranks[rank], counts.tenths(rank)) for rank, _, _ in one.levels]
    return {"round": one, "counts": counts, "ranks": ranks, "url": _address(unit, one, kind)}


def _kinds(found: Picture) -> str:
    return KINDS[found.now.period.kind].lower()


def table(found: Picture) -> Table:
    """The table of units as a spreadsheet: numbers, not shares, so that it adds up."""
    levels = found.now.levels
    columns = [
        TableColumn("TT", "integer", 6), TableColumn("Đơn vị", width=44),
        TableColumn("Số phiếu", "integer", 11, "sum"), TableColumn("Đã quyết định", "integer", 11, "sum"),
        *(TableColumn(label, "integer", 16, "sum") for _, label, _ in levels),
        TableColumn(UNRATED, "integer", 12, "sum"), TableColumn("Mức tối đa theo tỷ lệ", "integer", 14),
    ]  # fmt: skip
    return Table(
        "Kết quả xếp loại", columns, _values(found.lines, levels),
        (f"Kết quả xếp loại {found.now.words}", found.unit.name),
    )  # fmt: skip


def _values(lines: Iterable[Line], levels: Sequence[tuple[int, str, str]]) -> Iterable[Sequence[str | int | None]]:
    for at, line in enumerate(lines, start=1):
        counts = line.counts
        name = f"{line.unit.name} (trực thuộc)" if line.own else line.unit.name
        yield (
            at, name, counts.opened, counts.decided, *(counts.ranks[rank] for rank, _, _ in levels), counts.ranks[0],
            counts.allowed,
        )  # fmt: skip
