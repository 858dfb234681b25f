"""A head marks many people at once: rows people, columns items, as in a spreadsheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.views.decorators.http import require_http_methods

from canbo.office.base.pages import crumb, picked
from canbo.office.base.templatetags.canbo import points
from canbo.office.cycles.models import Cycle
from canbo.office.evaluations import actions, queries
from canbo.office.evaluations.actions import Entry, Report
from canbo.office.evaluations.cases import Case
from canbo.office.evaluations.desks import Desk
from canbo.office.evaluations.forms.marks import Typed, read
from canbo.office.evaluations.views import entry
from canbo.office.evaluations.views.common import tell
from canbo.office.evaluations.views.sheet_page import last_own
from canbo.office.people.access import Viewer, need, one, person_of, viewer


@dataclass(frozen=True)
class GridRow:
    """One person's row: the entries, the draft's version, the total, what is wrong; whether marks of it are computed,
    and whether there was nothing to compute them from."""

    case: Case
    cells: SafeString
    version: int
    total: str
    error: str = ""
    computed: bool = False
    lacking: bool = False


@require_http_methods(["GET", "POST"])
def grid(request: HttpRequest, pk: int) -> HttpResponse:
    """The grid of the viewer's sheets of a cycle, a tab for each form.

    POST `do`: save, copy (fill empty entries from the own marks), submit (the rows ticked), ready (all complete rows).
    """
    found = viewer(request)
    cycle = one(Cycle.objects.select_related("unit", "adoption"), pk=pk)
    asked = request.GET.get("form", "")
    if request.method == "GET":
        return _page(request, cycle, asked, {}, Report())
    with transaction.atomic():
        waiting = queries.grid(cycle, found, hold=True)
        need(bool(waiting) or _once(cycle, found))
        chosen = _chosen(waiting, asked)
        typed = {desk.case.sheet.pk: _read(request, desk) for desk in waiting if _sent(request, desk.case)}
        report = _act(request, typed, found, {desk.case.sheet.pk: desk for desk in waiting})
    if not report.refused and not any(one.errors for one in typed.values()):
        return redirect(f"{request.path}?form={chosen}")
    left = {pk: one for pk, one in typed.items() if pk not in report.done or one.errors}
    return _page(request, cycle, chosen, left, report)


def _page(request: HttpRequest, cycle: Cycle, asked: str, typed: Mapping[int, Typed], report: Report) -> HttpResponse:
    """The page, with what was typed and refused where something was."""
    found = viewer(request)
    waiting = queries.grid(cycle, found)
    need(bool(waiting) or _once(cycle, found))
    chosen = _chosen(waiting, asked)
    errors = {sheet.pk: str(error) for sheet, error in report.refused}
    rows = [
        _row(desk, found, typed.get(desk.case.sheet.pk), errors.get(desk.case.sheet.pk, ""))
        for desk in waiting
        if desk.case.form.key == chosen
    ]
    shown = {
        "cycle": cycle, "rows": rows, "chosen": chosen, "moved": bool(asked) and chosen != asked,
        "crumbs": [crumb("Chấm điểm, nhận xét", "evaluations:reviews")],
        **_around(waiting, rows),
    }  # fmt: skip
    return render(request, "evaluations/grid.html", shown, status=422 if request.method == "POST" else 200)


def _chosen(waiting: Sequence[Desk], asked: str) -> str:
    """The key of the form to show: the one asked for while a sheet of it waits, else the first that has one."""
    keys = [desk.case.form.key for desk in waiting]
    return asked if asked in keys or not keys else keys[0]


def _around(waiting: Sequence[Desk], rows: Sequence[GridRow]) -> dict[str, Any]:
    """What stands around the rows: each form with the number of its sheets, the form and deadline of those shown."""
    labels = {desk.case.form.key: desk.case.form.label for desk in waiting}
    counts = Counter(desk.case.form.key for desk in waiting)
    first = rows[0].case if rows else None
    return {
        "tabs": [(key, label, counts[key]) for key, label in labels.items()],
        "form": first.form if first else None,
        "due": first.due.get("review") if first else None,
        "summed": first is not None and entry.summed(first),
        "computed": sum(bool(row.computed) for row in rows),
        "lacking": [row.case.subject for row in rows if row.lacking],
    }


def _once(cycle: Cycle, found: Viewer) -> bool:
    """Whether the viewer reviews anybody in this cycle, though nothing waits now."""
    rows = cycle.sheets.filter(assignees__step="review", assignees__person__in=found.principals)
    return rows.filter(assignees__ended_at=None).exists()


def _sent(request: HttpRequest, case: Case) -> bool:
    return f"r{case.sheet.pk}version" in request.POST


def _kept(desk: Desk, found: Viewer) -> entry.Begun:
    """Where the row goes on from: the draft, else one's own marking that was returned."""
    return entry.begun(desk, last_own(desk.case, found, "review"), {})


def _read(request: HttpRequest, desk: Desk) -> Typed:
    case, start = desk.case, _kept(desk, viewer(request))
    closed = desk.computed.marks
    found = read(case.rules, case.form, request.POST, start.marks, prefix=f"r{case.sheet.pk}", closed=closed)
    marks, own = found.marks, case.current().get("self")
    if request.POST.get("do") == "copy" and own is not None:
        given = desk.computed.without(own.marks)
        marks = tuple(mark if mark is not None else other for mark, other in zip(marks, given, strict=True))
    kept = {"words": start.words, "facts": start.facts, "comment": start.comment}
    return replace(found, marks=marks, fact_texts={}, fact_errors={}, **kept)  # type: ignore[arg-type]  # as begun


def _act(request: HttpRequest, typed: Mapping[int, Typed], found: Viewer, held: Mapping[int, Desk]) -> Report:
    """Save every row, then submit the ticked ones that could be saved whole; what could not is told row by row."""
    given: dict[str, Any] = {"actor": found.account, "person": person_of(found), "step": "review", "held": held}
    saved = actions.save_drafts(entries=[one.entry(pk) for pk, one in typed.items()], **given)
    do = request.POST.get("do")
    if do not in ("submit", "ready"):
        if not saved.refused:
            messages.success(request, "Đã lưu cả bảng. Phiếu chưa gửi.")
        return saved
    complete = [pk for pk, one in typed.items() if _is_whole(held[pk], one)]
    chosen = complete if do == "ready" else picked(request, "sheet")
    ready: list[Entry] = [
        typed[pk].entry(pk, allow_missing="allow_missing" in request.POST)
        for pk in chosen
        if pk in typed and pk in saved.done and not typed[pk].errors
    ]
    sent = actions.submit_many(entries=ready, **given)
    whole = Report(sent.done, [*saved.refused, *sent.refused])
    tell(request, whole, "Đã gửi")
    return whole


def _is_whole(desk: Desk, typed: Typed) -> bool:
    """Whether every mark that is entered is there."""
    return all(mark is not None or index in desk.computed.marks for index, mark in enumerate(typed.marks))


def _row(desk: Desk, found: Viewer, typed: Typed | None, error: str) -> GridRow:
    case, start = desk.case, _kept(desk, found)
    own = case.current().get("self")
    marks = own.marks if own else (None,) * len(case.form.items)
    cells = entry.cells(desk, start, typed, offers=desk.computed.offers)
    hints = [entry.shown_mark(item, mark) for item, mark in zip(case.form.items, marks, strict=True)]
    current = typed.marks if typed else entry.preset(start.marks, desk.computed.offers)
    total = entry.total(desk, current)
    wrong = "; ".join(typed.errors.values()) if typed else ""
    known = desk.computed
    told = [known.told.get(index, "") for index in range(len(cells))]
    drawn = ((_cell(case.sheet.pk, *one),) for one in zip(cells, hints, told, strict=True))
    written = format_html_join("", "{}", drawn)
    computed, lacking = known.figures is not None, known.lacks(known.over(start.marks))
    return GridRow(case, written, start.version, total, error or wrong, computed, lacking)


def _cell(sheet: int, cell: entry.Cell, own: str, told: str) -> SafeString:
    """One entry; `own` is what the person gave themselves, `told` where a computed mark comes from.

    Written here since a grid has hundreds of them, for each of which a template takes a quarter of a millisecond.
    """
    if cell.fixed:
        return _fixed(cell.item.label, cell.fixed, own, told)
    opening = _opening(cell.index, cell.item.label, cell.least, cell.most, cell.step)
    wrong = mark_safe(' aria-invalid="true"') if cell.error else ""
    return format_html(
        '{0} name="r{1}m{2}" value="{3}" placeholder="{4}" title="Tự chấm: {4}" aria-labelledby="c{2} n{1}"{5}></td>',
        opening, sheet, cell.index, cell.text, own, wrong,
    )  # fmt: skip


@lru_cache(maxsize=1000)
def _fixed(label: str, text: str, own: str, told: str) -> SafeString:
    """A computed mark: read, not entered; the keys pass over it."""
    told = f"{told}. Khi tự chấm: {own}"
    shown = (
        text if text[:1].isdigit() else mark_safe('<span class="muted">thiếu</span>')
    )  # the note says what is lacking
    return format_html(
        '<td class="num fixed" data-label="{}" title="{}">{}</td>', Truncator(label).chars(26), told, shown
    )


@lru_cache(maxsize=1000)
def _opening(index: int, label: str, least: int, most: int, step: int) -> SafeString:
    """What every entry of a column begins with."""
    return format_html(
        '<td class="cell" data-label="{}"><input class="mark" inputmode="decimal" data-index="{}" data-min="{}" '
        'data-max="{}" data-step="{}"',
        Truncator(label).chars(26), index, points(least), points(most), points(step),
    )  # fmt: skip
