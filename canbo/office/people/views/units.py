"""Pages about units: the tree of a day, one unit, adding one."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from canbo.office.base.pages import export_url
from canbo.office.people.access import need, one, viewer
from canbo.office.people.actions.units import create_unit
from canbo.office.people.export import units_table
from canbo.office.people.forms.units import DayForm, TreeForm, UnitForm
from canbo.office.people.models import Unit
from canbo.office.people.queries.units import tree, unit_page
from canbo.office.people.views.common import act, day_shown, spreadsheet


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The tree of a day; `?xuat=xlsx` gives it as a spreadsheet."""
    who = viewer(request)
    need(bool(who.readable))
    day = day_shown(request, who.day)
    rows = tree(who.readable, day, request.GET.get("q", ""))
    if request.GET.get("xuat") == "xlsx":
        return spreadsheet(units_table(rows, day), "don-vi.xlsx")
    form = TreeForm({"ngay": day, "q": request.GET.get("q", "")}, initial={"ngay": who.day})
    context = {
        "rows": rows, "day": day, "filters": form, "begins": bool(who.begins), "past": day != who.day,
        "exports": [{"label": "Excel", "url": export_url(request)}],
    }  # fmt: skip
    return render(request, "people/units.html", context)


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit: today, on its last day when it is over, or as of `?ngay=`."""
    who = viewer(request)
    unit = one(Unit.objects.select_related("agency"), pk=pk)
    need(who.reads(unit.path))
    until = unit.valid_to
    last = who.day if until is None or until > who.day else until - timedelta(days=1)
    day = day_shown(request, last)
    shown = unit_page(unit, day)
    crumbs = [
        {"label": above.name, "url": reverse("people:unit", args=[above.pk])}
        for above in shown.above
        if who.reads(above.path)
    ]
    context = {
        "shown": shown, "unit": unit, "day": day, "today": who.day, "officer": who.holds("officer", path=unit.path),
        "crumbs": [{"label": "Đơn vị", "url": reverse("people:units")}, *crumbs], "open": unit.valid_to is None,
        "filters": DayForm({"ngay": day}, initial={"ngay": last}),
    }  # fmt: skip
    return render(request, "people/unit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Add a unit below one the officer manages."""
    who = viewer(request)
    need(who.has("officer"))
    form = UnitForm(request.POST or None, viewer=who, initial={"parent": request.GET.get("thuoc", "")})

    def run() -> str:
        unit = create_unit(actor=who.account, **form.cleaned_data)
        return reverse("people:unit", args=[unit.pk])

    crumbs = [{"label": "Đơn vị", "url": reverse("people:units")}]
    return act(
        request, form, run, heading="Thêm đơn vị", submit="Thêm đơn vị", cancel=reverse("people:units"), crumbs=crumbs
    )
