"""Pages of headcount: assigned against actual as of a day, one unit with its history, assigning by hand and by file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from canbo.office.base import files
from canbo.office.base.pages import attempt, crumb, export_url
from canbo.office.people.access import need, one, viewer
from canbo.office.people.models import Unit
from canbo.office.people.queries.units import units_under
from canbo.office.people.views.common import act, day_shown, spreadsheet
from canbo.office.talent import structure_sheets as sheets
from canbo.office.talent.actions.structure import assign
from canbo.office.talent.forms.structure import AssignFileForm, AssignForm, StructureFilter
from canbo.office.talent.queries import structure as queries
from canbo.office.talent.structure_sheets import Given

HOME = "Biên chế"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The table of what the viewer reads, or of one unit and below."""
    who = viewer(request)
    need(bool(who.readable))
    day = day_shown(request, who.day)
    form = StructureFilter(who, {**request.GET.dict(), "ngay": day}, initial={"ngay": who.day})
    form.is_valid()
    unit = form.cleaned_data.get("unit")
    found = queries.structure([unit.path] if unit else who.readable, day)
    if request.GET.get("xuat") == "xlsx":
        title = f"{unit.name + ', ' if unit else ''}ngày {day:%d/%m/%Y}"
        return spreadsheet(sheets.structure_table(found, title), "bien-che.xlsx")
    context = {
        "filters": form, "day": day, "found": found, "unit": unit, "officer": bool(who.begins),
        "exports": [{"label": "Excel", "url": export_url(request)}],
    }  # fmt: skip
    return render(request, "talent/structure.html", context)


@require_safe
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """What one unit was assigned over the years, beside who is there."""
    who = viewer(request)
    row = one(Unit.objects.all(), pk=pk)
    need(who.reads(row.path))
    day = day_shown(request, who.day)
    lines = [line for line in queries.structure([row.path], day).lines if line.unit.pk == row.pk]
    context = {
        "unit": row, "cells": lines[0].cells if lines else (), "total": lines[0].total if lines else None, "day": day,
        "history": queries.history(row), "officer": who.holds("officer", path=row.path),
        "crumbs": [crumb(HOME, "structure:index")],
    }  # fmt: skip
    return render(request, "talent/structure_unit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def set_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Assign one unit its numbers."""
    who = viewer(request)
    row = one(Unit.objects.all(), pk=pk)
    need(who.holds("officer", path=row.path))
    form, back = AssignForm(request.POST or None), reverse("structure:unit", args=[pk])

    def run() -> str:
        given = [Given(row, kind, number) for kind, number in form.numbers().items()]
        data = form.cleaned_data
        assign(actor=who.account, given=given, day=data["day"], document=data["document"])
        return back

    return act(
        request, form, run, heading=f"Giao số lượng: {row.name}", submit="Ghi số lượng được giao", cancel=back,
        lead="Của riêng đơn vị này, không gồm đơn vị trực thuộc. Ô trống giữ nguyên; số cũ vẫn nằm trong lịch sử.",
        crumbs=[crumb(HOME, "structure:index"), crumb(row.name, "structure:unit", pk)],
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Assign many units their numbers from a file, whole or not at all."""
    who = viewer(request)
    need(who.has("officer"))
    form = AssignFileForm(who, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def run() -> int:
            content = data["file"].read()
            files.check_upload(data["file"].name, content)
            units = list(units_under([data["unit"].path], data["day"]))
            given = sheets.read(content, data["file"].name, units)
            return assign(actor=who.account, given=given, day=data["day"], document=data["document"])

        if attempt(request, run, "Đã ghi số lượng được giao trong tệp.", form):
            return redirect(f"{reverse('structure:index')}?unit={data['unit'].pk}")
    context = {"form": form, "crumbs": [crumb(HOME, "structure:index")]}
    return render(request, "talent/structure_upload.html", context, status=422 if form.errors else 200)


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """A file with the officer's units and empty numbers."""
    who = viewer(request)
    need(who.has("officer"))
    return spreadsheet(sheets.template(units_under(who.paths("officer"), who.day)), "mau-bien-che.xlsx")
