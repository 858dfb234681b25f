"""The steps of a plan: held, counted by hand or by a vote of the room of opinions; their minutes."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from canbo.office.base.errors import ActionError
from canbo.office.base.pages import attempt
from canbo.office.base.views import download
from canbo.office.opinions import queries as opinions
from canbo.office.people.access import Viewer, need, one, viewer
from canbo.office.talent import access
from canbo.office.talent.actions import planning_steps as actions
from canbo.office.talent.forms.planning import StepForm
from canbo.office.talent.models import CadrePlan, PlanStep
from canbo.office.talent.planning_law import steps_on
from canbo.office.talent.queries.planning_lists import Line, standing
from canbo.office.talent.views.planning_common import plan_for, to_plans
from canbo.rulebook.amounts import natural

MOST = 5000  # ballots


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a step as it was held."""
    found = viewer(request)
    row = plan_for(found, pk, keeps=True)
    labels = {key: step.label for key, step in steps_on(found.day).items()}
    first = {"step": request.GET.get("buoc", ""), "held_on": found.day}
    form = StepForm(labels, _campaigns(found, row), request.POST or None, request.FILES or None, initial=first)
    lines = standing(row, found.day)
    if request.method == "POST" and form.is_valid():
        run = partial(_hold, request, found, row, lines, dict(form.cleaned_data))
        if attempt(request, run, "Đã ghi bước quy hoạch.", form):
            return redirect("talent:plan", pk)
    typed = [
        (line, request.POST.get(f"agree_{line.entry.pk}", ""), request.POST.get(f"disagree_{line.entry.pk}", ""))
        for line in lines
    ]
    context = {"plan": row, "form": form, "rows": typed, "crumbs": to_plans(row)}
    return render(request, "talent/plan_step.html", context, status=422 if form.errors else 200)


def _campaigns(found: Viewer, plan: CadrePlan) -> list[tuple[str, str]]:
    """The votes of the plan's agency whose exact counts were released."""
    rows = opinions.campaigns(found)
    return [
        (str(one.row.pk), one.row.title)
        for one in rows
        if one.row.agency_id == plan.agency_id and one.plan.vote and one.counted is not None
    ]


def _hold(request: HttpRequest, found: Viewer, plan: CadrePlan, lines: list[Line], told: dict[str, object]) -> PlanStep:
    file = told.pop("minutes", None)
    minutes = (file.name or "biên bản", file.read()) if file else None  # type: ignore[attr-defined]
    step, campaign = str(told.pop("step")), told.pop("campaign", None)
    return actions.hold_step(
        actor=found.account, plan=plan, step=step, held=actions.Held(**told), counts=_counts(request, lines),  # type: ignore[arg-type]
        campaign=campaign, minutes=minutes,  # type: ignore[arg-type]
    )  # fmt: skip


def _counts(request: HttpRequest, lines: list[Line]) -> list[actions.Count]:
    """What was typed for each line; a line left empty was not voted on."""
    found = []
    for line in lines:
        typed = [request.POST.get(f"{name}_{line.entry.pk}", "").strip() for name in ("agree", "disagree")]
        if not any(typed):
            continue
        numbers = [natural(text or "0", 4) for text in typed]
        if not all(number is not None and number <= MOST for number in numbers):
            raise ActionError(f"{line.person}: số phiếu phải là số nguyên từ 0.")
        found.append(actions.Count(line.entry.pk, *(number or 0 for number in numbers)))
    return found


@require_safe
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes of a step, as they were attached."""
    row = one(PlanStep.objects.select_related("plan__unit", "minutes"), pk=pk)
    need(access.may_read(viewer(request), row.plan.unit.path))
    if row.minutes is None:
        raise Http404("no minutes attached")
    try:
        return download(row.minutes)
    except ActionError as error:
        raise Http404("no such file any more") from error
