"""Pages about signed papers: the list, the file, checking any PDF, the agency's seal on a batch."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from canbo.office.base.errors import ActionError
from canbo.office.base.pages import export_url, page_of
from canbo.office.base.views import download
from canbo.office.people.access import need, one, viewer
from canbo.office.people.views.common import spreadsheet
from canbo.office.signatures import access, actions, queries, sheets
from canbo.office.signatures.forms import BatchForm, CheckForm, ListForm
from canbo.office.signatures.models import Signature
from canbo.office.signatures.views.choosing import choice, chosen


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Signed papers: one's own; an agency's, for who puts or audits its seal. `?xuat=xlsx` gives a spreadsheet."""
    who = viewer(request)
    form = ListForm(request.GET or None)
    rows = queries.signatures_seen(who, access.agencies_read(who))
    if form.is_valid():
        rows = queries.filtered(rows, **form.cleaned_data)
    if request.GET.get("xuat") == "xlsx":
        return spreadsheet(sheets.signatures(rows), "chu-ky.xlsx")
    context = {
        "page": page_of(request, rows), "form": form, "seals": access.sealed(who).exists(),
        "checks": who.home is not None,
        "exports": [{"label": "Excel", "url": export_url(request)}],
    }  # fmt: skip
    return render(request, "signatures/index.html", context)


@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """A signed paper, to save."""
    row = one(Signature.objects.select_related("file"), pk=pk)
    need(access.may_read(viewer(request), row))
    return download(row.file)


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Check the signatures of any PDF by the trust list of the viewer's agency."""
    who = viewer(request)
    need(who.home is not None)
    assert who.home is not None
    form = CheckForm(request.POST or None, request.FILES or None)
    report = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        try:
            report = actions.verify(given.read(), who.home.agency_id)
        except ActionError as error:
            form.add_error("file", str(error))
    context = {"form": form, "report": report, "agency": who.home.agency, "crumbs": _crumbs()}
    if report is not None:
        context["checked"] = form.cleaned_data["file"].name
    return render(request, "signatures/check.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: HttpRequest) -> HttpResponse:
    """Put the agency's seal on papers brought, in the background."""
    who = viewer(request)
    units = access.sealed(who)
    unit = chosen(request, units)
    form = BatchForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        brought = given.pop("file")
        try:
            job = actions.start_batch(
                actor=who.account, agency_id=unit.agency_id, name=brought.name, data=brought.read(), seal=unit.name,
                back=reverse("signatures:index"), **given,
            )  # fmt: skip
            return redirect("base:job", job.pk)
        except ActionError as error:
            form.add_error(None, str(error))
    context = choice(request, units) | {"form": form, "unit": unit, "crumbs": _crumbs()}
    return render(request, "signatures/batch.html", context, status=422 if form.errors else 200)


def _crumbs() -> list[dict[str, str]]:
    return [{"label": "Văn bản đã ký", "url": reverse("signatures:index")}]
