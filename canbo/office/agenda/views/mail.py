"""How an agency reminds, and what became of its letters: pages of its organisation officer."""

from __future__ import annotations

from dataclasses import asdict

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from canbo.office.agenda import actions, queries, sheets
from canbo.office.agenda.forms import HabitForm, LettersForm
from canbo.office.agenda.habits import habit_of, habits
from canbo.office.base.pages import export_url, page_of
from canbo.office.people.access import Viewer, need, one, viewer
from canbo.office.people.models import Unit
from canbo.office.people.views.common import act, spreadsheet


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The agencies the viewer is officer of, each with how it reminds."""
    who = viewer(request)
    need(who.has("officer"))
    units = queries.kept_units(who)
    chosen = habits(unit.agency_id for unit in units)
    context = {
        "rows": [(unit, chosen[unit.agency_id]) for unit in units], "prints": settings.MAIL is None,
        "crumbs": [{"label": "Lịch", "url": reverse("agenda:index")}],
    }  # fmt: skip
    return render(request, "agenda/habits.html", context)


def _held(request: HttpRequest, pk: int) -> tuple[Viewer, Unit]:
    """An agency's root unit, for its organisation officer; 404 for anybody else."""
    who = viewer(request)
    unit = one(Unit.objects.filter(is_agency=True), pk=pk)
    need(who.holds("officer", path=unit.path))
    return who, unit


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose how the agency reminds."""
    who, unit = _held(request, pk)
    form = HabitForm(request.POST or None, initial=asdict(habit_of(unit.agency_id)))

    def run() -> str:
        actions.set_habit(actor=who.account, unit=unit, habit=form.habit())
        messages.success(request, "Đã ghi cách nhắc việc mới.")
        return reverse("agenda:habits")

    return act(
        request, form, run, heading=f"Cách nhắc việc: {unit.name}", submit="Ghi", cancel=reverse("agenda:habits"),
        crumbs=_crumbs(),
    )  # fmt: skip


@require_safe
def letters(request: HttpRequest, pk: int) -> HttpResponse:
    """The letters of the agency: to whom, when, sent or not and why; never what they say."""
    _, unit = _held(request, pk)
    form = LettersForm(request.GET or None)
    rows = queries.letters(unit.agency_id)
    if form.is_valid() and form.cleaned_data["state"]:
        rows = rows.filter(state=form.cleaned_data["state"])
    if request.GET.get("xuat") == "xlsx":
        return spreadsheet(sheets.letters(rows, unit.name), "thu-nhac-viec.xlsx")
    context = {
        "unit": unit, "form": form, "page": page_of(request, rows), "history": queries.history(unit.agency_id)[:20],
        "exports": [{"label": "Excel", "url": export_url(request)}], "crumbs": _crumbs(),
    }  # fmt: skip
    return render(request, "agenda/letters.html", context)


def _crumbs() -> list[dict[str, str]]:
    return [
        {"label": "Lịch", "url": reverse("agenda:index")}, {"label": "Nhắc việc", "url": reverse("agenda:habits")},
    ]  # fmt: skip
