"""What a body chose where the instruments on planning leave it open, and for the axes of nine boxes."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from canbo.office.base.holes import HolesForm, shown
from canbo.office.base.pages import attempt, crumb
from canbo.office.people.access import above, need, subtree, viewer
from canbo.office.talent import planning_law
from canbo.office.talent.actions import planning_lists as actions
from canbo.office.talent.forms.planning import ChooseForm
from canbo.office.talent.models import PlanningRules
from canbo.office.talent.views.planning_common import to_plans


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every instrument with what the viewer's bodies chose, the newest first."""
    found = viewer(request)
    need(bool(found.readable))
    upwards = {step for path in found.readable for step in above(path)}
    rows = PlanningRules.objects.filter(subtree(found.readable, "unit__path"))
    rows |= PlanningRules.objects.filter(unit__path__in=upwards)
    every = list(rows.select_related("unit", "by__person").order_by("-valid_from", "-id"))
    blocks = []
    for one in planning_law.instruments():
        mine = [row for row in every if row.instrument == one.key]
        chosen = [(row, [(hole.label, shown(hole, row.values.get(hole.key))) for hole in one.settings]) for row in mine]
        blocks.append((one, chosen))
    context = {"blocks": blocks, "keeps": bool(found.begins), "crumbs": to_plans()}
    return render(request, "talent/plan_settings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, instrument: str) -> HttpResponse:
    """Choose anew for one instrument."""
    found = viewer(request)
    source = planning_law.instrument(instrument)
    need(bool(found.begins) and source is not None)
    assert source is not None
    rows = PlanningRules.objects.filter(subtree(found.begins, "unit__path"), instrument=instrument)
    last = rows.order_by("-valid_from", "-id").first()
    first = {"unit": last.unit_id if last else None, "valid_from": found.day}
    form = ChooseForm(found, request.POST or None, initial=first)
    holes = HolesForm(source.settings, last.values if last else {}, request.POST or None)
    if request.method == "POST" and form.is_valid() and holes.is_valid():
        run = partial(
            actions.choose_planning, actor=found.account, instrument=instrument, values=holes.values(),
            **form.cleaned_data,
        )  # fmt: skip
        if attempt(request, run, f"Đã ghi thiết lập: {source.instrument.number}.", form):
            return redirect("talent:plan_settings")
    crumbs = [*to_plans(), crumb("Thiết lập", "talent:plan_settings")]
    context = {"source": source, "form": form, "holes": holes, "crumbs": crumbs}
    return render(request, "talent/plan_setting.html", context, status=422 if form.errors or holes.errors else 200)
