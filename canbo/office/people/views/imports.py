"""Pages of the roster import: past imports and the upload, the preview, carrying out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from canbo.office.base.errors import ActionError
from canbo.office.base.pages import page_of
from canbo.office.base.views import download
from canbo.office.people.access import Viewer, need, one, subtree, viewer
from canbo.office.people.actions import imports
from canbo.office.people.export import template_table
from canbo.office.people.forms.imports import ChoicesForm, UploadForm
from canbo.office.people.models import RosterImport
from canbo.office.people.queries.units import units_under
from canbo.office.people.views.common import spreadsheet
from canbo.paperwork.roster import Column
from canbo.paperwork.roster.vocabulary import vocabulary

STATUSES = {"new": "Mới", "changed": "Thay đổi", "same": "Giữ nguyên"}
LISTED = 200  # problems and conversions told at once


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Upload a roster; the imports made so far in the officer's units."""
    who = viewer(request)
    need(who.has("officer"))
    form = UploadForm(request.POST or None, request.FILES or None, viewer=who)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        file = data["file"]
        try:
            entry = imports.upload(
                actor=who.account, unit=data["unit"], name=file.name, data=file.read(), day=data["day"],
                kind=data["kind"],
            )  # fmt: skip
            return redirect("people:import", entry.pk)
        except ActionError as error:
            form.add_error("file", str(error))
    rows = RosterImport.objects.filter(subtree(who.paths("officer"), "unit__path")).order_by("-id")
    page = page_of(request, rows.select_related("unit", "file", "by__person"))
    context = {"form": form, "page": page, "begins": bool(who.begins)}
    return render(request, "people/imports.html", context, status=422 if form.errors else 200)


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """An empty roster in the columns that are read."""
    who = viewer(request)
    need(who.has("officer"))
    units = units_under(who.paths("officer"), who.day)
    example = units.filter(is_agency=False).first() or units.first()
    return spreadsheet(template_table(example), "mau-danh-sach.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """What was understood and what would be done; a POST keeps other choices and shows the plan again."""
    who, entry = _entry(request, pk)
    context: dict[str, Any] = {
        "entry": entry, "crumbs": [{"label": "Nhập danh sách", "url": reverse("people:imports")}],
    }  # fmt: skip
    if entry.done_at:
        return render(request, "people/import_done.html", context | {"summary": imports.summary(entry)})
    reading = imports.reading_of(entry, entry.sheet)
    initial = {**entry.result, "sheet": entry.sheet, "day": entry.effective}
    form = ChoicesForm(request.POST or None, sheets=reading.sheets, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            imports.choose(actor=who.account, entry=entry, **form.cleaned_data)
            return redirect("people:import", entry.pk)
        except ActionError as error:
            form.add_error(None, str(error))
    plan = imports.plan_of(entry, who.account)
    status = request.GET.get("xem", "")
    lines = [line for line in plan.lines if not status or line.status == status]
    context |= {
        "form": form, "plan": plan, "reading": reading, "page": page_of(request, lines), "status": status,
        "columns": [{"letter": c.letter, "header": c.header, "meaning": meaning(c)} for c in reading.columns],
        "tabs": [(key, label, plan.counts[key]) for key, label in STATUSES.items()], "words": STATUSES,
        "errors": plan.errors[:LISTED], "warnings": [p for p in plan.problems if p.severity == "warning"][:LISTED],
        "legacy": [c for c in reading.conversions if c.reason in {"tcvn3", "vni"}][:LISTED],
        "other": [c for c in reading.conversions if c.reason not in {"tcvn3", "vni"}][:LISTED],
    }  # fmt: skip
    return render(request, "people/import.html", context, status=422 if form.errors else 200)


@require_POST
def carry_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Queue the import as previewed and show its progress."""
    who, entry = _entry(request, pk)
    back = reverse("people:import", args=[entry.pk])
    try:
        job = imports.start(actor=who.account, entry=entry, digest=request.POST.get("digest", ""), back=back)
    except ActionError as error:
        messages.error(request, str(error))
        return redirect(back)
    return redirect("base:job", job.pk)


@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as it was uploaded."""
    return download(_entry(request, pk)[1].file)


def meaning(column: Column) -> str:
    """What a column was taken for, in words."""
    if column.field:
        return vocabulary().title_of(column.field)
    return f"Bỏ qua: {column.note}" if column.note else "Bỏ qua"


def _entry(request: HttpRequest, pk: int) -> tuple[Viewer, RosterImport]:
    who = viewer(request)
    entry = one(RosterImport.objects.select_related("unit", "file", "by__person"), pk=pk)
    need(who.holds("officer", path=entry.unit.path))
    return who, entry
