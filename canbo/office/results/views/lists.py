"""The published list of a cycle, on the page and as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from canbo.office.base.pages import crumb, page_of
from canbo.office.cycles import queries as cycles
from canbo.office.cycles.models import Cycle
from canbo.office.evaluations.models import State
from canbo.office.evaluations.stage import SETTLED
from canbo.office.people.access import viewer
from canbo.office.results import queries
from canbo.office.results.forms import FilterForm
from canbo.office.results.models import Publication
from canbo.office.results.queries.rosters import UNRATED
from canbo.office.results.views.common import badges, bar, cycle_for, own_of, saved, with_query
from canbo.paperwork.workbook import Table, TableColumn, write_table
from canbo.rulebook import Rules

PAGE = 100
EXPORT = "xuat"


@require_safe
def roster(request: HttpRequest, pk: int) -> HttpResponse:
    """The results of a cycle. Who reads there sees all that is decided with its points; members of the unit what was
    published, with points only where it was published so. `?xuat=xlsx` gives the same as a spreadsheet."""
    found = viewer(request)
    reach = cycle_for(found, pk, published=True)
    row, reads = reach.cycle, reach.opens
    publication = Publication.objects.filter(agency=row.agency_id, cycle=row).order_by("-id").first()
    points = reads or (publication is not None and publication.with_points)
    paths = reach.scope if reads else None
    rules, own = cycles.rules(row), own_of(found)
    form = _filters(request, row, paths, rules)
    level = form.chosen("show")
    rows = queries.roster(
        row, paths, stages=SETTLED if reads else ("published",), unit=form.chosen("unit"),
        own=own, q=form.chosen("q"), level=None if level == "" else level.removeprefix("-"),
        sort=_sort(request, points),
    )  # fmt: skip
    if request.GET.get(EXPORT) == "xlsx":
        return saved(write_table(table(row, rows, rules, points, reads)), f"{row.name}.xlsx", "xlsx")
    shares = queries.counts_of([row], paths or [row.unit.path], own)[row.pk] if reads else ()
    page = page_of(request, rows, PAGE)
    page.object_list = queries.listed(page.object_list)  # type: ignore[arg-type]  # a slice of `rows`
    drawn = badges(rules)
    context = {
        "cycle": row, "page": page, "points": points, "reads": reads,
        "rows": [(one, drawn[one.level], reads or one.person == own) for one in page],
        "hidden": reads and own is not None and queries.kept_back(row, own, SETTLED),
        "publication": publication, "shares": shares, "bar": bar(shares), "filters": form,
        "exports": [{"label": "Excel", "url": with_query(request, **{EXPORT: "xlsx"})}],
        "crumbs": _crumbs(row) if reads else [crumb("Kết quả của tôi", "results:mine")],
    }  # fmt: skip
    return render(request, "results/roster.html", context)


def _crumbs(row: Cycle) -> list[dict[str, str]]:
    return [crumb("Kết quả xếp loại", "results:index"), crumb(row.name, "results:cycle", row.pk)]


def _filters(request: HttpRequest, row: Cycle, paths: tuple[str, ...] | None, rules: Rules) -> FilterForm:
    """Filters by level: "-" is those not rated."""
    levels = [("", "Tất cả các mức"), *((one.key, one.label) for one in rules.levels), ("-", UNRATED)]
    return FilterForm(request.GET, queries.units_in(row, paths), levels)


def _sort(request: HttpRequest, points: bool) -> str:
    """The order asked for; never by points that are not shown, since the order would tell them."""
    sort = request.GET.get("sort", "")
    return sort if points or sort.lstrip("-") == "name" else ""


def table(row: Cycle, rows: Iterable[State], rules: Rules, points: bool, reads: bool) -> Table:
    """The list as a spreadsheet; points only where they may be seen, those of the steps only by who reads marks."""
    labels = {one.key: one.label for one in rules.levels}
    marks = [("Tự chấm", "self_total"), ("Cấp trên", "review_total")] if reads else []
    marks += [("Điểm", "total")] if points else []
    columns = [
        TableColumn("TT", "integer", 6), TableColumn("Họ và tên", width=28, total="count"),
        TableColumn("Chức vụ, chức danh", width=30), TableColumn("Đơn vị", width=30),
        *(TableColumn(title, "points", 11) for title, _ in marks), TableColumn("Xếp loại", width=30),
    ]  # fmt: skip
    values = (
        (
            number, str(one.sheet.person or one.sheet.collective), one.sheet.post_title, one.sheet.unit.name,
            *(getattr(one, name) for _, name in marks), labels.get(one.level, UNRATED),
        )
        for number, one in enumerate(rows, start=1)
    )  # fmt: skip
    return Table(name="Kết quả", columns=columns, rows=values, titles=(f"Kết quả – {row.name}", row.unit.name))
