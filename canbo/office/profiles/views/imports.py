"""Pages of the import of records: upload, preview, carrying out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from canbo.office.base.pages import crumb, given, page_of
from canbo.office.people.access import Viewer, need, one, subtree, viewer
from canbo.office.people.views.common import spreadsheet
from canbo.office.profiles.actions import importing
from canbo.office.profiles.forms.record import UploadForm
from canbo.office.profiles.models import ProfileImport
from canbo.office.profiles.sheets.records import template_table
from canbo.office.profiles.views.common import crumbs
from canbo.rulebook import personal

LISTED = 200  # problems told at once


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Upload a file of records; those uploaded so far in the officer's units."""
    who = viewer(request)
    need(who.has("officer"))
    form = UploadForm(who, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        unit, file = form.cleaned_data["unit"], form.cleaned_data["file"]
        entry = given(
            request,
            lambda: importing.upload(actor=who.account, unit=unit, name=file.name, data=file.read()),
            form,
        )
        if entry is not None:
            return redirect("profiles:import", entry.pk)
    rows = ProfileImport.objects.filter(subtree(who.paths("officer"), "unit__path")).order_by("-id")
    context = {
        "form": form, "page": page_of(request, rows.select_related("unit", "file", "by__person")),
        "begins": bool(who.begins), "crumbs": crumbs(who),
    }  # fmt: skip
    return render(request, "profiles/imports.html", context, status=422 if form.errors else 200)


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """An empty file in the columns that are read."""
    need(viewer(request).has("officer"))
    return spreadsheet(template_table(), "mau-ho-so.xlsx")


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """What a file says and what would be put on record; once carried out, what was."""
    who, entry = _entry(request, pk)
    context: dict[str, object] = {
        "entry": entry, "crumbs": [*crumbs(who), crumb("Nhập hồ sơ", "profiles:imports")],
    }  # fmt: skip
    if entry.done_at:
        return render(request, "profiles/import_done.html", context | {"summary": importing.summary(entry)})
    plan = given(request, lambda: importing.plan_of(entry))
    if plan is None:
        return redirect("profiles:imports")
    status = request.GET.get("xem", "")
    lines = [line for line in plan.lines if not status or line.status == status]
    context |= {
        "plan": plan, "page": page_of(request, lines), "status": status, "problems": plan.problems[:LISTED],
        "tabs": [("changed", "Có thay đổi", plan.counts["changed"]), ("same", "Đã đủ", plan.counts["same"])],
        "sensitive": [one.label for one in personal.fields().values() if one.sensitive],
    }  # fmt: skip
    return render(request, "profiles/import.html", context)


@require_POST
def carry_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Queue the import as previewed and show its progress."""
    who, entry = _entry(request, pk)
    back = reverse("profiles:import", args=[entry.pk])
    digest = request.POST.get("digest", "")
    job = given(request, lambda: importing.start(actor=who.account, entry=entry, digest=digest, back=back))
    return redirect(back) if job is None else redirect("base:job", job.pk)


def _entry(request: HttpRequest, pk: int) -> tuple[Viewer, ProfileImport]:
    who = viewer(request)
    entry = one(ProfileImport.objects.select_related("unit", "file", "by__person"), pk=pk)
    need(who.holds("officer", path=entry.unit.path))
    return who, entry
