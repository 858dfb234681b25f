"""Pages of the cycles room: the list, and the acts on a cycle that need a second look."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from canbo.office.base.pages import export_url, page_of
from canbo.office.cycles import access, actions, queries, sheets
from canbo.office.cycles.forms import ExtendForm, ListForm, LockForm, ReasonForm
from canbo.office.cycles.models import Cycle
from canbo.office.people.access import Viewer, need, one, viewer
from canbo.office.people.views.common import act, spreadsheet
from canbo.paperwork.dates import short_date


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The cycles of the agencies the viewer reads, newest period first; `?xuat=xlsx` gives them as a spreadsheet."""
    who = viewer(request)
    need(bool(who.readable))
    rows = queries.cycles_of(who)
    agencies, years = queries.filters_of(rows)
    form = ListForm(agencies, years, request.GET or None)
    if form.is_valid():
        rows = queries.filtered(rows, who.day, **form.cleaned_data)
    if request.GET.get("xuat") == "xlsx":
        return spreadsheet(sheets.cycles(queries.listed(rows, who)), "ky-danh-gia.xlsx")
    page = page_of(request, rows)
    context = {
        "page": page, "rows": queries.listed(page.object_list, who), "form": form, "begins": bool(who.begins),
        "exports": [{"label": "Excel", "url": export_url(request)}],
    }  # fmt: skip
    return render(request, "cycles/index.html", context)


@require_safe
def cycle(request: HttpRequest, pk: int) -> HttpResponse:
    """A cycle's own page is its board of progress, a room to the right."""
    row = one(Cycle.objects.select_related("unit"), pk=pk)
    need(access.may_see(viewer(request), row))
    return redirect("evaluations:board", pk)


def _held(request: HttpRequest, pk: int) -> tuple[Viewer, Cycle]:
    """The cycle, for an officer over its unit; 404 for anybody else."""
    who = viewer(request)
    row = one(Cycle.objects.select_related("unit", "adoption"), pk=pk)
    need(access.may_manage(who, row.unit))
    return who, row


def _crumbs() -> list[dict[str, str]]:
    return [{"label": "Kỳ đánh giá", "url": reverse("cycles:index")}]


@require_http_methods(["GET", "HEAD", "POST"])
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a step more time."""
    who, row = _held(request, pk)
    due = queries.deadlines(row)
    steps = [
        (step.key, f"{step.label} (hạn {short_date(due[step.key]) if step.key in due else 'chưa đặt'})")
        for step in queries.rules(row).steps
    ]
    form = ExtendForm(steps, request.POST or None, initial={"step": request.GET.get("buoc", "")})

    def run() -> str:
        actions.extend(actor=who.account, cycle=row, **form.cleaned_data)
        return reverse("cycles:index")

    effects = [
        "Hạn cũ và lý do gia hạn được giữ trong hồ sơ của kỳ.",
        "Người còn việc ở bước này nộp được tới hết hạn mới.",
    ]
    return _ask(request, form, run, row, "Gia hạn", effects=effects)


@require_http_methods(["GET", "HEAD", "POST"])
def lock(request: HttpRequest, pk: int) -> HttpResponse:
    """Lock an open cycle, or reopen a locked one."""
    who, row = _held(request, pk)
    if queries.is_locked(row):
        return _reopen(request, who, row)
    form = LockForm(request.POST or None)

    def run() -> str:
        actions.lock(actor=who.account, cycle=row, **form.cleaned_data)
        return reverse("cycles:index")

    effects = ["Không ai nộp, trả lại hay quyết định được nữa trong kỳ này.", "Mở lại được, có lý do."]
    return _ask(request, form, run, row, "Khóa kỳ", effects=effects, danger=True)


def _reopen(request: HttpRequest, who: Viewer, row: Cycle) -> HttpResponse:
    form = ReasonForm(request.POST or None)

    def run() -> str:
        actions.reopen(actor=who.account, cycle=row, **form.cleaned_data)
        return reverse("cycles:index")

    effects = ["Các bước còn hạn lại nộp, trả lại và quyết định được.", "Lý do mở lại được giữ trong hồ sơ của kỳ."]
    return _ask(request, form, run, row, "Mở lại kỳ", effects=effects)


@require_http_methods(["GET", "HEAD", "POST"])
def repeat_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """The cycle no longer opens its successor."""
    who, row = _held(request, pk)
    form = ReasonForm(request.POST or None)

    def run() -> str:
        actions.stop_repeating(actor=who.account, cycle=row, **form.cleaned_data)
        return reverse("cycles:index")

    effects = ["Kỳ này giữ nguyên; kỳ sau không tự mở mà phải mở bằng tay."]
    return _ask(request, form, run, row, "Thôi tự mở kỳ sau", effects=effects)


def _ask(request: HttpRequest, form: Any, run: Any, row: Cycle, verb: str, **extra: Any) -> HttpResponse:
    heading = f"{verb}: {row.name}, {row.unit.name}"
    cancel = reverse("cycles:index")
    return act(request, form, run, heading=heading, submit=verb, cancel=cancel, crumbs=_crumbs(), **extra)
