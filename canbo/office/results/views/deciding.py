"""The page on which the head of a cycle works: every sheet, what the rules make of it, the ceilings; deciding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from canbo.office.base.pages import crumb, page_of, picked
from canbo.office.cycles import queries as cycles
from canbo.office.cycles.models import Cycle
from canbo.office.evaluations.errors import NotAssigned
from canbo.office.evaluations.models import State
from canbo.office.evaluations.stage import SETTLED
from canbo.office.people.access import need, person_of, subtree, viewer
from canbo.office.results import actions, bases, queries
from canbo.office.results.access import Reach, untold
from canbo.office.results.actions import closing
from canbo.office.results.ceilings import Ceilings
from canbo.office.results.forms import FilterForm
from canbo.office.results.queries.deciding import Line, lines
from canbo.office.results.views.common import badges, bar, cycle_for, own_of
from canbo.rulebook import Rules

PAGE = 40
# Above this many undecided sheets the ceiling is projected only when asked for, and closing runs in the background.
MANY = 300
WAITING, DECIDED, ALL = "cho", "xong", "tat-ca"
SHOWS = [(WAITING, "Chờ quyết định"), (DECIDED, "Đã quyết định"), (ALL, "Tất cả")]
EXCEPTIONAL, PROJECTED = "dac_biet", "du_kien"


@dataclass
class Standing:
    """How a cycle stands: sheets by stage, and the levels held by those decided, as far as the reader is told."""

    stages: Counter[str] = field(default_factory=Counter)
    levels: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, row: Cycle, paths: Sequence[str] | None, own: int | None) -> Standing:
        """Within these subtrees (None: all of it), for a person who reads (`own`). One query."""
        found = cls()
        states = State.objects.filter(agency=row.agency_id, cycle=row)
        if paths is not None:
            states = states.filter(subtree(paths, "unit_path"))
        counts = {"n": Count("id"), "told": Count("id", filter=~untold(own))}
        for stage, level, number, told in states.values_list("stage", "level").annotate(**counts).order_by():
            found.stages[stage] += number
            if stage in SETTLED:
                found.levels[level] += told
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
    reach = cycle_for(viewer(request), pk)
    return _decide(request, reach) if request.method == "POST" else _page(request, reach, {}, ())


def _decide(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Decide on what was ticked; what is refused stays on the page as it was typed."""
    need(reach.decides)
    found, row = reach.viewer, reach.cycle
    chosen = [_choice(request, sheet) for sheet in picked(request, "sheet")]
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
    return _page(request, reach, request.POST.dict(), [sheet.pk for sheet, _ in report.refused])


def _choice(request: HttpRequest, sheet: int) -> actions.Choice:
    post = request.POST
    return actions.Choice(
        sheet, post.get(f"level_{sheet}"), post.get(f"reason_{sheet}", ""), seen=post.get(f"seen_{sheet}")
    )


def _page(request: HttpRequest, reach: Reach, typed: dict[str, str], kept: Collection[int]) -> HttpResponse:
    """The page; after a refusal with what was `typed`, and the refused sheets (`kept`) still ticked."""
    found, row, rules = reach.viewer, reach.cycle, cycles.rules(reach.cycle)
    own = own_of(found)
    standing = Standing.of(row, reach.scope, own)
    first = WAITING if standing.waiting else DECIDED
    form = FilterForm({"show": first} | request.GET.dict(), queries.units_in(row, reach.scope), SHOWS, first)
    rows = queries.roster(
        row, reach.scope, stages=standing.shown(form.chosen("show")), unit=form.chosen("unit"), q=form.chosen("q"),
        sort=request.GET.get("sort", ""), own=own,
    )  # fmt: skip
    page = page_of(request, rows.values_list("sheet_id", "stage"), PAGE)
    shown = lines(found, rules, page.object_list, typed)
    closed, shares = closing.newest(row), queries.shares(rules, standing.levels)
    projected = standing.waiting <= MANY or PROJECTED in request.GET
    # The ceiling names people of every unit: for whoever sees the whole cycle.
    ceilings = _ceilings(request, row, shown, standing.waiting, projected, own) if reach.whole else None
    ready = {line.sheet for line in shown if line.ready}
    held = ready & ceilings.named if ceilings else set()
    moved = {line.sheet for line in shown if line.ready and line.moved}
    unmeasured = {line.sheet for line in shown if line.wants_reason}
    asked = ready - held - moved - unmeasured
    context = {
        "cycle": row, "page": page, "rows": _drawn(shown, rules, kept if typed else asked), "filters": form,
        "hidden": own is not None and queries.kept_back(row, own, list(standing.stages)),
        "standing": standing, "ready": len(ready), "held": 0 if typed else len(held),
        "moved": len(moved), "unmeasured": len(unmeasured),
        "due": cycles.deadlines(row).get("decide") if standing.waiting else None,
        "closes": reach.decides, "publishes": reach.publishes,
        "closed": closed, "stale": closed is not None and closing.decided_since(closed), "ceilings": ceilings,
        "projected": projected, "exceptional": EXCEPTIONAL in request.GET, "shares": shares, "bar": bar(shares),
        "crumbs": [crumb("Kết quả xếp loại", "results:index")],
    }  # fmt: skip
    return render(request, "results/cycle.html", context, status=422 if typed else 200)


Drawn = tuple[Line, bool, SafeString, SafeString]


def _drawn(shown: Iterable[Line], rules: Rules, ticked: Collection[int]) -> list[Drawn]:
    """Each line with whether it is ticked, the badge of its level (before the decision: by the rules), and what may be
    chosen; badges and choices are drawn once a level."""
    drawn = badges(rules)
    chosen = {line.level for line in shown if line.ready}
    choices = {
        key: render_to_string("results/parts/choices.html", {"levels": rules.levels, "chosen": key}) for key in chosen
    }
    found = []
    for line in shown:
        level = line.level if line.basis is None else line.basis.level
        found.append((line, line.sheet in ticked, drawn[level], choices.get(line.level, SafeString())))
    return found


def _ceilings(
    request: HttpRequest, row: Cycle, shown: Sequence[Line], waiting: int, projected: bool, own: int | None
) -> Ceilings:  # fmt: skip
    """The ceilings with what is expected of undecided sheets: those on the page, and the rest where they are few."""
    expected = {line.sheet: line.basis for line in shown if line.basis is not None}
    if projected and waiting > len(expected):
        left = State.objects.filter(agency=row.agency_id, cycle=row).exclude(stage__in=SETTLED).exclude(untold(own))
        expected |= bases.load(left.exclude(sheet__in=expected).values_list("sheet_id", flat=True))
    return queries.ceiling(row, expected, exceptional=EXCEPTIONAL in request.GET, own=own)
