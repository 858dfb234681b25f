"""Competency frameworks: the list, one framework, importing from Excel with a preview, ending."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.base.pages import attempt, crumb, page_of, saved_as
from canbo.office.commitments import access, actions, queries, spreadsheets
from canbo.office.commitments.actions.frameworks import reading_of
from canbo.office.commitments.forms import EndForm, FrameworkFilter, UploadForm
from canbo.office.commitments.models import Framework, FrameworkImport
from canbo.office.people.access import above, need, one, viewer
from canbo.paperwork.names import search_key


def _rows(request: HttpRequest, form: FrameworkFilter) -> QuerySet[Framework]:
    """The frameworks of the list as it is filtered."""
    found = viewer(request)
    rows = queries.frameworks(found, found.day)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    return rows.filter(title_key__contains=search_key(text)) if text.strip() else rows


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The frameworks that hold today for the units the viewer reads or works in."""
    found, form = viewer(request), FrameworkFilter(request.GET)
    rows = _rows(request, form)
    if request.GET.get("xuat") == "xlsx":
        return saved_as(spreadsheets.framework_table(rows), "Khung năng lực", "xlsx")
    shown = {
        "form": form, "page": page_of(request, rows), "imports": found.has("officer"),
        "exports": [{"label": "Excel", "url": f"?xuat=xlsx&{request.GET.urlencode()}"}],
    }  # fmt: skip
    return render(request, "commitments/frameworks.html", shown)


@require_safe
def framework(request: HttpRequest, pk: int) -> HttpResponse:
    """One framework: what the position asks."""
    found = viewer(request)
    row = one(Framework.objects.select_related("unit", "by__person"), pk=pk)
    near = [row.unit.path in above(path) for path in (*found.readable, *(p.post.unit.path for p in found.postings))]
    need(any(near) or found.reads(row.unit.path))
    end = row.ends.first()
    shown = {
        "row": row, "end": end, "ends": end is None and access.may_prepare(found, row.unit),
        "crumbs": [crumb("Khung năng lực", "commitments:frameworks")],
    }  # fmt: skip
    return render(request, "commitments/framework.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a framework with a day and a reason."""
    found = viewer(request)
    row = one(Framework.objects.select_related("unit"), pk=pk)
    need(access.may_prepare(found, row.unit) and not row.ends.exists())
    form = EndForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            request,
            lambda: actions.end_framework(actor=found.account, framework=row, **form.cleaned_data),
            "Đã ghi thôi áp dụng khung năng lực.",
            form,
        )
    ):
        return redirect("commitments:framework", pk)
    shown = {
        "form": form, "heading": "Thôi áp dụng khung năng lực", "submit": "Thôi áp dụng", "danger": True,
        "lead": f"{row.title}, {row.unit.name}.", "cancel": reverse("commitments:framework", args=[pk]),
        "effects": ["khung này không còn hiện bên cạnh phiếu và bản cam kết từ ngày đó"],
        "crumbs": [crumb("Khung năng lực", "commitments:frameworks"), crumb(row.title, "commitments:framework", pk)],
    }  # fmt: skip
    return render(request, "commitments/act.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Upload a file of frameworks."""
    found = viewer(request)
    need(found.has("officer"))
    form = UploadForm(found, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        file = given["file"]
        try:
            entry = actions.upload_frameworks(
                actor=found.account,
                unit=given["unit"],
                valid_from=given["valid_from"],
                name=file.name,
                data=file.read(),
            )
            return redirect("commitments:framework_import", entry.pk)
        except NotTheirs as error:
            raise Http404("not theirs") from error
        except ActionError as error:
            form.add_error("file", str(error))
    shown = {"form": form, "crumbs": [crumb("Khung năng lực", "commitments:frameworks")]}
    return render(request, "commitments/framework_upload.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What a file says, before it holds; POST lets it hold, all or nothing."""
    found = viewer(request)
    entry = one(FrameworkImport.objects.select_related("unit", "file", "by__person"), pk=pk)
    need(access.may_prepare(found, entry.unit))
    if request.method == "POST" and attempt(
        request, lambda: actions.carry_out(actor=found.account, entry=entry), "Đã nhập khung năng lực."
    ):
        return redirect("commitments:frameworks")
    reading = reading_of(entry)
    shown = {
        "entry": entry, "reading": reading, "items": sum(len(one.items) for one in reading.positions),
        "crumbs": [
            crumb("Khung năng lực", "commitments:frameworks"), crumb("Nhập từ Excel", "commitments:framework_upload"),
        ],
    }  # fmt: skip
    return render(request, "commitments/framework_import.html", shown)


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """An empty file in the columns that are read."""
    need(viewer(request).has("officer"))
    return saved_as(spreadsheets.framework_template(), "Mẫu khung năng lực", "xlsx")
