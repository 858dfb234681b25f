"""Catalogues: the list, one with its products, its end; the import; the initiatives of units."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from canbo.office.base.pages import attempt, crumb, page_of
from canbo.office.people.access import Viewer, need, one, subtree, viewer
from canbo.office.people.views.common import spreadsheet
from canbo.office.work import access, export
from canbo.office.work.actions import catalogues as acts
from canbo.office.work.actions import importing
from canbo.office.work.actions import initiatives as initiative_acts
from canbo.office.work.forms.catalogues import EndForm, InitiativeForm, UploadForm
from canbo.office.work.models import Catalogue, CatalogueImport, Initiative
from canbo.office.work.queries import catalogues as queries
from canbo.office.work.views.common import export_url
from canbo.rulebook import CoefficientMethod

LISTED = 200  # problems told at once


class ProductFilter(forms.Form):
    q = forms.CharField(label="Tìm", required=False, max_length=100)
    position = forms.ChoiceField(label="Vị trí", required=False)

    def __init__(self, positions: list[str], data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        choices = [("", "Tất cả"), *((text, text) for text in positions)]
        self.fields["position"].choices = choices  # type: ignore[attr-defined]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The catalogues the viewer may look at."""
    found = viewer(request)
    page = page_of(request, queries.seen(found))
    return render(
        request, "work/catalogues.html", {"page": page, "keeps": bool(access.kept(found)), "today": found.day}
    )


@require_safe
def catalogue(request: HttpRequest, pk: int) -> HttpResponse:
    """One catalogue with its products."""
    found = viewer(request)
    row = one(queries.seen(found), pk=pk)
    form = ProductFilter(queries.positions(row), request.GET)
    said = form.cleaned_data if form.is_valid() else {"q": "", "position": ""}
    products = queries.products(row, said["q"], said["position"])
    if request.GET.get("xuat") == "xlsx":
        return spreadsheet(export.catalogue_table(row, products), f"danh-muc-{row.pk}.xlsx")
    shown = {
        "row": row, "form": form, "page": page_of(request, products, 200), "keeps": access.may_keep(found, row.unit),
        "exports": export_url(request), "crumbs": [crumb("Danh mục sản phẩm", "work:catalogues")],
    }  # fmt: skip
    return render(request, "work/catalogue.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a catalogue from a day on."""
    found = viewer(request)
    row = one(Catalogue.objects.select_related("unit"), pk=pk)
    need(access.may_keep(found, row.unit))
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if attempt(request, lambda: acts.end(actor=found.account, catalogue=row, **said), "Đã ghi ngày thôi.", form):
            return redirect("work:catalogue", pk)
    shown = {"row": row, "form": form, "crumbs": [crumb(row.title, "work:catalogue", pk)]}
    return render(request, "work/catalogue_end.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """Upload a catalogue; those uploaded so far."""
    found = viewer(request)
    paths = access.kept(found)
    need(bool(paths))
    form = UploadForm(request.POST or None, request.FILES or None, paths=paths, day=found.day, methods=_methods(found))
    if request.method == "POST" and form.is_valid():
        file, made = form.cleaned_data["file"], []

        def act() -> None:
            made.append(
                importing.upload(
                    actor=found.account,
                    unit=form.cleaned_data["unit"],
                    said=form.said(),
                    name=file.name,
                    data=file.read(),
                )
            )

        if attempt(request, act, "Đã đọc tệp. Xem lại rồi ban hành.", form):
            return redirect("work:import", made[0].pk)
    rows = CatalogueImport.objects.filter(subtree(paths, "unit__path")).select_related("unit", "file", "by__person")
    shown = {
        "form": form, "page": page_of(request, rows.order_by("-id")),
        "crumbs": [crumb("Danh mục sản phẩm", "work:catalogues")],
    }  # fmt: skip
    return render(request, "work/imports.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What an uploaded catalogue says, and what is wrong with it. POST: put it in force."""
    found = viewer(request)
    entry = one(CatalogueImport.objects.select_related("unit", "file", "catalogue"), pk=pk)
    need(access.may_keep(found, entry.unit))
    if entry.catalogue_id is not None:
        return redirect("work:catalogue", entry.catalogue_id)
    if request.method == "POST" and attempt(
        request, lambda: importing.carry_out(actor=found.account, entry=entry), "Đã ban hành danh mục."
    ):
        return redirect("work:import", pk)
    reading = importing.reading_of(entry)
    shown = {
        "entry": entry, "said": importing.said_of(entry), "reading": reading,
        "problems": reading.problems[:LISTED], "page": page_of(request, reading.entries, 200),
        "crumbs": [crumb("Nhập danh mục", "work:imports")],
    }  # fmt: skip
    return render(request, "work/import.html", shown, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def initiatives(request: HttpRequest) -> HttpResponse:
    """The initiatives of the units the viewer reads, and recording one."""
    found = viewer(request)
    need(bool(found.readable))
    paths = access.kept(found)
    form = InitiativeForm(request.POST or None, paths=paths, day=found.day) if paths else None
    if form is not None and request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if attempt(request, lambda: initiative_acts.record(actor=found.account, **said), "Đã ghi.", form):
            return redirect("work:initiatives")
    need(form is not None or request.method != "POST")
    rows = Initiative.objects.filter(subtree(found.readable, "unit__path"), withdraws=None, withdrawals=None)
    shown = {
        "form": form, "page": page_of(request, rows.select_related("unit", "by__person").order_by("-day", "-id")),
        "crumbs": [crumb("Việc của đơn vị", "work:unit")],
    }  # fmt: skip
    return render(request, "work/initiatives.html", shown, status=422 if form is not None and form.errors else 200)


@require_POST
def initiative_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw one recorded by mistake."""
    found = viewer(request)
    row = one(Initiative.objects.select_related("unit"), pk=pk)
    attempt(request, lambda: initiative_acts.withdraw(actor=found.account, initiative=row), "Đã rút sáng kiến.")
    return redirect("work:initiatives")


def _methods(found: Viewer) -> list[CoefficientMethod]:
    """The methods of the rules in force at home."""
    workload = queries.workload_for(found.home, found.day) if found.home else None
    return list(workload.methods) if workload else []
