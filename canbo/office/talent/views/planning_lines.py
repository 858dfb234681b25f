"""One person of a plan: everything of the candidate on a page, and what an officer records of a line."""

from __future__ import annotations

from functools import partial

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from canbo.office.base.pages import attempt, crumb
from canbo.office.people.access import viewer
from canbo.office.profiles import access as profiles
from canbo.office.talent import access
from canbo.office.talent.actions import planning_lists as actions
from canbo.office.talent.forms.planning import ConfirmForm, MoveForm, PotentialForm
from canbo.office.talent.models import PlanEntry
from canbo.office.talent.planning_law import law_on
from canbo.office.talent.queries import planning_candidates as queries
from canbo.office.talent.queries import planning_steps as steps
from canbo.office.talent.queries.planning_checks import law_day
from canbo.office.talent.views.planning_common import Crumbs, line_for, to_plans

SENSITIVE = "discipline_case"


@require_safe
def candidate(request: HttpRequest, pk: int) -> HttpResponse:
    """A candidate over the years: grades, votes, standards, conditions, what was entered and why."""
    found = viewer(request)
    entry = line_for(found, pk)
    plan, person = entry.post.plan, entry.person
    day = law_day(plan, found.day)
    told = queries.candidate(plan, person, day)
    held = steps.held(plan)
    votes = steps.counted(plan, held, steps.labels(plan, held))
    places = profiles.places([person.pk]).get(person.pk, ())
    sensitive = profiles.may_read_sensitive(found, person, places)
    labels = dict(law_on(plan.unit.path, day).told)
    context = {
        "told": told, "plan": plan, "person": person, "entry": entry,
        "posts": [(one, votes.of(one.line.post.pk, person.pk)) for one in told.posts],
        "history": told.history,
        "facts": [(row, labels.get(row.fact, row.fact)) for row in told.facts if sensitive or row.fact != SENSITIVE],
        "keeps": access.may_keep(found, plan.unit.path), "sensitive": sensitive and not profiles.is_own(found, person),
        "crumbs": to_plans(plan),
    }  # fmt: skip
    return render(request, "talent/candidate.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def put_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Put somebody in who was proposed."""
    return _move(request, pk, "put_in", "Đưa vào quy hoạch", "Đưa vào quy hoạch", "Đã đưa vào quy hoạch.")


@require_http_methods(["GET", "HEAD", "POST"])
def take_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Take somebody out, with reason and paper."""
    return _move(request, pk, "taken_out", "Đưa ra khỏi quy hoạch", "Đưa ra", "Đã đưa ra khỏi quy hoạch.")


def _move(request: HttpRequest, pk: int, act: str, heading: str, submit: str, done: str) -> HttpResponse:
    found = viewer(request)
    entry = line_for(found, pk, keeps=True)
    form = MoveForm(act == "taken_out", request.POST or None, initial={"day": found.day})
    if request.method == "POST" and form.is_valid():
        rows = [actions.Row(entry.post, entry.person)]
        run = partial(actions.enter, actor=found.account, plan=entry.post.plan, act=act, rows=rows, **form.cleaned_data)
        if attempt(request, run, done, form):
            return redirect("talent:plan", entry.post.plan_id)
    lead = f"{entry.person}, {entry.post.title}. Người này được báo; dòng cũ vẫn giữ nguyên."
    return _form(request, entry, form, heading, submit, lead)


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """What the advisory body confirms of a line."""
    found = viewer(request)
    entry = line_for(found, pk, keeps=True)
    plan = entry.post.plan
    form = ConfirmForm(law_on(plan.unit.path, law_day(plan, found.day)).told, request.POST or None)
    if request.method == "POST" and form.is_valid():
        run = partial(actions.confirm, actor=found.account, entry=entry, **form.cleaned_data)
        if attempt(request, run, "Đã ghi xác nhận.", form):
            return redirect("talent:candidate", pk)
    lead = f"{entry.person}, {entry.post.title}. Điều hồ sơ và kết quả không cho biết; ghi theo văn bản xác nhận."
    return _form(request, entry, form, "Ghi xác nhận", "Ghi xác nhận", lead)


@require_http_methods(["GET", "HEAD", "POST"])
def potential(request: HttpRequest, pk: int) -> HttpResponse:
    """How the council saw somebody's potential."""
    found = viewer(request)
    entry = line_for(found, pk, keeps=True)
    form = PotentialForm(request.POST or None, initial={"day": found.day})
    if request.method == "POST" and form.is_valid():
        run = partial(actions.see_potential, actor=found.account, entry=entry, **form.cleaned_data)
        if attempt(request, run, "Đã ghi nhận định.", form):
            return redirect("talent:candidate", pk)
    lead = f"{entry.person}. Ghi đúng như biên bản của hội đồng, tập thể lãnh đạo."
    return _form(request, entry, form, "Nhận định triển vọng", "Ghi nhận định", lead)


def _form(request: HttpRequest, entry: PlanEntry, form: Form, heading: str, submit: str, lead: str) -> HttpResponse:
    crumbs: Crumbs = [*to_plans(entry.post.plan), crumb(str(entry.person), "talent:candidate", entry.pk)]
    context = {
        "heading": heading, "form": form, "submit": submit, "lead": lead, "crumbs": crumbs,
        "cancel": reverse("talent:candidate", args=[entry.pk]),
    }  # fmt: skip
    return render(request, "talent/planning_act.html", context, status=422 if form.errors else 200)
