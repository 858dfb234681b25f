"""The page on which the head of a cycle works: every sheet, what the rules make of it, the ceilings; deciding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from canbo.office.cycles import queries as cycles
from canbo.office.cycles.models import Cycle
from canbo.office.evaluations.errors import NotAssigned
from canbo.office.evaluations.models import State
from canbo.office.evaluations.stage import SETTLED
from canbo.office.evaluations.views.common import crumb, page_of, person_of, picked
from canbo.office.people.access import Viewer, need, subtree, viewer
from canbo.office.results import access, actions, bases, queries
from canbo.office.results.actions import closing
from canbo.office.results.ceilings import Ceilings
from canbo.office.results.forms import FilterForm
from canbo.office.results.queries.deciding import Line, lines
from canbo.office.results.views.common import bar, cycle_for, scope

PAGE = 50
# Above this many undecided sheets the ceiling is projected only when asked for, and closing runs in the background.
MANY = 300
WAITING, DECIDED, ALL = "cho", "xong", "tat-ca"
SHOWS = [(WAITING, "Chờ quyết định"), (DECIDED, "Đã quyết định"), (ALL, "Tất cả")]
EXCEPTIONAL, PROJECTED = "dac_biet", "du_kien"


@dataclass
class Standing:
    """How a cycle stands: sheets by stage, and the levels held by those decided."""

    stages: Counter[str] = field(default_factory=Counter)
    levels: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, row: Cycle, paths: Sequence[str] | None) -> Standing:
        """Within these subtrees (None: all of it). One query."""
        found = cls()
        states = State.objects.filter(agency=row.agency_id, cycle=row)
        if paths is not None:
            states = states.filter(subtree(paths, "unit_path"))
        for stage, level, number in states.values_list("stage", "level").annotate(n=Count("id")).order_by():
            found.stages[stage] += number
            if stage in SETTLED:
                found.levels[level] += number
        return found

    @property
    def waiting(self) -> int:
        return sum(number for stage, number in self.stages.items() if stage not in SETTLED)

    @property
    def decided(self) -> int:
        return self.stages["decided"]

    @property
    def published(self) -> int:
        return self.stages["published"]

    def shown(self, show: str) -> list[str]:
        """The stages a choice of the filter shows."""
        if show == DECIDED:
            return list(SETTLED)
        return sorted(set(self.stages) - (set(SETTLED) if show == WAITING else set()))


@require_http_methods(["GET", "HEAD", "POST"])
def cycle(request: HttpRequest, pk: int) -> HttpResponse:
    """The results of a cycle as its head works on them. POST: decide on the sheets ticked."""
    found = viewer(request)
    row = cycle_for(found, pk)
    return _decide(request, found, row) if request.method == "POST" else _page(request, found, row)


def _decide(request: HttpRequest, found: Viewer, row: Cycle) -> HttpResponse:
    """Decide on what was ticked; what is refused stays on the page as it was typed."""
    need(access.decides_in(found, row))
    chosen = [_choice(request, sheet) for sheet in picked(request)]
    report = actions.decide_many(actor=found.account, person=person_of(found), cycle=row, choices=chosen)
    if report.done:
        messages.success(request, f"Đã quyết định {len(report.done)} phiếu.")
    refused = [error for _, error in report.refused]
    need(not refused or not all(isinstance(error, NotAssigned) for error in refused))
    for error in refused[:8]:
        messages.error(request, str(error))
    if len(refused) > 8:
        messages.error(request, f"… và {len(refused) - 8} phiếu khác chưa quyết định được.")
    if not chosen:
        messages.error(request, "Chưa chọn phiếu nào. Hãy đánh dấu ở đầu dòng.")
    if not refused:
        return redirect(request.get_full_path())
    return _page(request, found, row, request.POST.dict(), [sheet.pk for sheet, _ in report.refused])


def _choice(request: HttpRequest, sheet: int) -> actions.Choice:
    post = request.POST
    return actions.Choice(
        sheet, post.get(f"level_{sheet}"), post.get(f"reason_{sheet}", ""), seen=post.get(f"seen_{sheet}")
    )


def _page(
    request: HttpRequest, found: Viewer, row: Cycle, typed: Mapping[str, str] | None = None, kept: Sequence[int] = ()
) -> HttpResponse:
    paths, rules = scope(found, row), cycles.rules(row)
    standing = Standing.of(row, paths)
    first = WAITING if standing.waiting else DECIDED
    form = FilterForm({"show": first} | request.GET.dict(), queries.units_in(row, paths), SHOWS, first)
    rows = queries.roster(
        row, paths, stages=standing.shown(form.chosen("show")), unit=form.chosen("unit"), q=form.chosen("q"),
        sort=request.GET.get("sort", ""), own=found.person.pk if found.person else None,
    )  # fmt: skip
    page = page_of(request, rows, PAGE)
    shown = lines(found, list(page.object_list), typed, kept)
    closed, shares = closing.newest(row), queries.shares(rules, standing.levels)
    # The ceiling names people of every unit: for whoever sees the whole cycle.
    whole = paths is None or row.unit.path in paths
    projected = standing.waiting <= MANY or PROJECTED in request.GET
    context = {
        "cycle": row, "page": page, "lines": shown, "filters": form, "standing": standing, "levels": rules.levels,
        "ready": sum(line.ready for line in shown), "due": cycles.deadlines(row).get("decide"),
        "closes": access.decides_in(found, row), "publishes": access.may_publish(found, row),
        "closed": closed, "stale": closed is not None and closing.decided_since(closed),
        "ceilings": _ceilings(request, row, shown, standing.waiting, projected) if whole else None,
        "projected": projected, "exceptional": EXCEPTIONAL in request.GET, "shares": shares, "bar": bar(shares),
        "crumbs": [crumb("Kết quả xếp loại", "results:index")],
    }  # fmt: skip
    return render(request, "results/cycle.html", context, status=422 if typed else 200)


def _ceilings(request: HttpRequest, row: Cycle, shown: Sequence[Line], waiting: int, projected: bool) -> Ceilings:
    """The ceilings with what is expected of undecided sheets: those on the page, and the rest where they are few."""
    expected = {line.state.sheet_id: line.basis for line in shown if not line.settled}
    if projected and waiting > len(expected):
        left = State.objects.filter(agency=row.agency_id, cycle=row).exclude(stage__in=SETTLED)
        expected |= bases.load(left.exclude(sheet__in=expected).values_list("sheet_id", flat=True))
    return queries.ceiling(row, expected, exceptional=EXCEPTIONAL in request.GET)
