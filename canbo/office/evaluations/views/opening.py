"""Opening a cycle: unit, regulation and period; then a preview of who is covered, the deadlines, and the button."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from canbo.office.base.errors import ActionError
from canbo.office.base.pages import crumb
from canbo.office.cycles import queries as cycles
from canbo.office.evaluations import access, actions, enrolment
from canbo.office.evaluations.forms.opening import DeadlinesForm, PeriodForm, UnitForm, running
from canbo.office.people.access import Viewer, current, need, subtree, viewer
from canbo.office.people.models import Unit
from canbo.office.regulations import queries as regulations

MOST = 500


@require_http_methods(["GET", "POST"])
def opening(request: HttpRequest) -> HttpResponse:
    """GET shows step by step what would open; POST opens it."""
    found = viewer(request)
    need(found.has("officer"))
    units = _units(found)
    given = request.POST if request.method == "POST" else request.GET
    unit = next((one for one in units if str(one.pk) == given.get("unit", "")), None)
    shown: dict[str, Any] = {
        "unit_form": UnitForm(units, {"unit": given["unit"]} if unit else None), "unit": unit, "found": len(units),
        "crumbs": [crumb("Kỳ đánh giá", "cycles:index")],
    }  # fmt: skip
    if unit is None:
        need(not given.get("unit"))
        return render(request, "evaluations/open.html", shown)
    need(access.may_open(found, unit))
    return _with_unit(request, unit, shown)


def _units(found: Viewer) -> list[Unit]:
    """The units the viewer may open a cycle for, the agencies first."""
    rows = Unit.objects.filter(current(found.day)).filter(subtree(found.paths("officer")))
    return list(rows.select_related("agency").order_by("-is_agency", "path")[:MOST])


def _with_unit(request: HttpRequest, unit: Unit, shown: dict[str, Any]) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    today = timezone.localdate()
    binding = regulations.adoption_for(unit, today)
    parsed = regulations.rules_of(binding)
    adoptions = [(row, parsed[row.pk]) for row in binding]
    kinds = [kind for _, rules in adoptions for kind in rules.periods]
    initial = {"unit": unit.pk, "adoption": binding[0].pk if binding else None, **running(today, kinds)}
    asked = "adoption" in given
    form = PeriodForm(adoptions, given if asked else None, initial)
    shown |= {"period_form": form, "adoptions": binding}
    if not asked or not form.is_valid():
        return render(request, "evaluations/open.html", shown, status=422 if form.errors else 200)
    adoption = next(row for row in binding if str(row.pk) == form.cleaned_data["adoption"])
    rules, period = parsed[adoption.pk], form.cleaned_data["period"]
    proposed = cycles.proposed_deadlines(rules, period)
    publishes = {"with_points": rules.publication.what == "level_and_points"}
    begins = period.starts if period.starts > today else None
    sent = request.POST if request.method == "POST" else None
    due = DeadlinesForm(rules.steps, proposed, sent, publishes, begins)
    if due.is_valid():
        try:
            cycle = actions.open_with_sheets(
                actor=viewer(request).account, unit=unit, adoption=adoption, period=period, deadlines=due.deadlines,
                repeats=due.cleaned_data["repeats"], with_points=due.cleaned_data["with_points"],
            )  # fmt: skip
        except ActionError as error:
            due.add_error(None, str(error))
        else:
            messages.success(request, f"Đã mở {cycle.name} cho {unit.name}.")
            return redirect("evaluations:board", cycle.pk)
    shown |= {"plan": enrolment.plan(unit, rules, adoption.pack, period, today), "due_form": due, "period": period}
    shown |= {"adoption": adoption, "chosen": [(key, form.cleaned_data.get(key)) for key in form.fields]}
    return render(request, "evaluations/open.html", shown, status=422 if due.errors else 200)
