"""Reports filled with figures, and the table of ratings: on the page, as Word, PDF and Excel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from canbo.office.base import pages
from canbo.office.base.files import CONTENT_TYPES
from canbo.office.insight.queries import listing
from canbo.office.insight.queries.ratings import Ratings, ratings
from canbo.office.insight.queries.rounds import chosen
from canbo.office.insight.reports import writing
from canbo.office.insight.reports.words import templates
from canbo.office.insight.views.common import Place, number, place, typed
from canbo.office.insight.views.workforce import day_of
from canbo.office.people.access import need
from canbo.office.results.forms import PaperForm
from canbo.office.results.papers import frame as frames
from canbo.office.results.queries.rosters import UNRATED
from canbo.paperwork.documents import render as made
from canbo.paperwork.workbook import Table, TableColumn, write_table

ENDINGS = ("docx", "pdf")


@require_safe
def reports(request: HttpRequest, pk: int) -> HttpResponse:
    """A report of a unit with its figures; `?mau=` which one, `?tai=` as a paper with what was filled in."""
    where = place(request, pk)
    template = templates().get(request.GET.get("mau", "")) or next(iter(templates().values()))
    day = day_of(request, where.viewer.day)
    report = writing.write(template, where.unit, day, request.GET.get("ky", ""), _since(request, day), where.reader)
    form = _form(request, where)
    ending = request.GET.get("tai", "")
    if ending and form.is_valid():
        need(ending in ENDINGS)
        data = made(writing.paper(report, frames.frame(where.unit, form.cleaned_data)), ending)  # type: ignore[arg-type]
        name = f"{template.label} - {where.unit.name}.{ending}"
        return pages.saved(data, name, CONTENT_TYPES[ending])
    shown = where.context("insight:reports") | {
        "report": report, "template": template, "templates": templates().values(), "day": day,
        "since": report.source.since, "today": where.viewer.day, "form": form,
        "asked": [(name, request.GET[name]) for name in ("mau", "ky", "tu", "ngay") if name in request.GET],
        "offered": writing.offered(template, report.source.every) if template.period else (),
    }  # fmt: skip
    return render(request, "insight/reports.html", shown, status=422 if form.errors else 200)


def _since(request: HttpRequest, day: date) -> date | None:
    since = typed(request.GET.get("tu", ""))
    return None if since is None else min(since, day)


def _form(request: HttpRequest, where: Place) -> PaperForm:
    first = frames.defaults(where.unit, where.viewer.day)
    form = PaperForm(request.GET if "tai" in request.GET else None, initial=first)
    form.suit(where.unit.heading)
    return form


@require_safe
def table(request: HttpRequest, pk: int) -> HttpResponse:
    """The table of ratings of a unit in a period, by default the newest year; `?xuat=xlsx` as a spreadsheet."""
    where = place(request, pk)
    every = where.rounds()
    years = [one for one in every if one.period.kind == "year"]
    now = chosen(every if "ky" in request.GET or not years else years, request.GET.get("ky", ""), where.viewer.day)
    shown = where.context("insight:ratings") | {"rounds": every, "now": now, "export": pages.export_url(request)}
    if now is None:
        return render(request, "insight/ratings.html", shown)
    found = ratings(where.unit, now)
    if request.GET.get("xuat") == "xlsx":
        data = write_table(sheet(found, where.unit.name))
        return pages.saved(data, f"Bảng xếp loại {now.key} - {where.unit.name}.xlsx", CONTENT_TYPES["xlsx"])
    return render(request, "insight/ratings.html", shown | {
        "found": found, "rows": list(_rows(found, where)),
        "totals": [found.counts[kind].decided for kind, _ in found.columns],
        "below": [
            (one, [one.counts.ranks[rank] for rank, _, _ in now.levels], one.counts.ranks[0],
             reverse("insight:ratings", args=[one.unit.pk]) + f"?ky={now.key}")
            for one in found.below
        ],
    })  # fmt: skip


def _rows(found: Ratings, where: Place) -> Iterable[tuple[str, Sequence[tuple[int, int | None, str]]]]:
    """(label, for each column: number, share in tenths of a percent of those decided, list) of each row."""
    for rank, label, _ in (*found.now.levels, (0, UNRATED, "")):
        cells = []
        for kind, _ in found.columns:
            counts = found.counts[kind]
            held, whole = counts.ranks[rank], counts.decided
            url = f"{number(where.unit, found.now.key, kind)}&muc={rank or listing.UNRATED}"
            cells.append((held, (2000 * held + whole) // (2 * whole) if whole else None, url))
        yield label, cells


def sheet(found: Ratings, name: str) -> Table:
    """The table as a spreadsheet, unit by unit, so that the reports of many bodies add up."""
    levels = found.now.levels
    columns = [
        TableColumn("TT", "integer", 6), TableColumn("Đơn vị", width=44),
        TableColumn("Đã quyết định", "integer", 12, "sum"),
        *(TableColumn(label, "integer", 16, "sum") for _, label, _ in levels),
        TableColumn(UNRATED, "integer", 12, "sum"), TableColumn("Chưa có báo cáo của", width=40),
    ]  # fmt: skip
    rows: Iterable[Sequence[str | int]] = (
        (
            at, f"{one.unit.name} (trực thuộc)" if one.own else one.unit.name, one.counts.decided,
            *(one.counts.ranks[rank] for rank, _, _ in levels), one.counts.ranks[0],
            ", ".join(unit.name for unit in one.missing),
        )
        for at, one in enumerate(found.below, start=1)
    )  # fmt: skip
    return Table("Bảng xếp loại", columns, rows, (f"Kết quả xếp loại chất lượng {found.now.words}", name))
