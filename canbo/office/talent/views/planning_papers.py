"""The list of a plan as Word or PDF, and lists taken in from Excel."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from canbo.office.base import files
from canbo.office.base.pages import attempt, saved_as
from canbo.office.people.access import Viewer, need, viewer
from canbo.office.people.queries.persons import seen
from canbo.office.results.papers import frame as frames
from canbo.office.talent import access, planning_papers, planning_sheets
from canbo.office.talent.actions import planning_lists as actions
from canbo.office.talent.forms.planning import ImportForm, ListFrameForm
from canbo.office.talent.models import CadrePlan, PlanEntry
from canbo.office.talent.planning_law import law_on
from canbo.office.talent.queries import planning_steps as steps
from canbo.office.talent.queries.planning_checks import law_day
from canbo.office.talent.queries.planning_lists import standing
from canbo.office.talent.views.planning_common import plan_for, tabs, to_plans
from canbo.paperwork.documents import render as made

KINDS = ("pdf", "docx")
WANTED = "tai"


@require_safe
def index(request: HttpRequest, pk: int) -> HttpResponse:
    """What stands at the head of the list and who signs, then the file."""
    found = viewer(request)
    row = plan_for(found, pk)
    first = frames.defaults(row.unit, found.day)
    form = ListFrameForm(request.GET if WANTED in request.GET else None, initial=first)
    form.suit(row.unit.heading)
    if not first["position"]:
        form.fields["position"].help_text = frames.NOBODY
    if form.is_bound and form.is_valid():
        return _file(request, found, row, form)
    context = {
        "plan": row, "tabs": tabs(row, "talent:plan_papers"), "form": form,
        "keeps": access.may_keep(found, row.unit.path), "crumbs": to_plans(row),
    }  # fmt: skip
    return render(request, "talent/plan_papers.html", context, status=422 if form.errors else 200)


def _file(request: HttpRequest, found: Viewer, row: CadrePlan, form: ListFrameForm) -> HttpResponse:
    ending = request.GET[WANTED]
    need(ending in KINDS)
    held = steps.held(row)
    votes = steps.counted(row, held, steps.labels(row, held))
    lines = [(line, votes.of(line.post.pk, line.person.pk)) for line in standing(row, found.day)]
    law = law_on(row.unit.path, law_day(row, found.day))
    paper = planning_papers.listing(frames.frame(row.unit, form.cleaned_data), row, law, lines)
    return saved_as(made(paper, ending), f"Danh sách - {row.name}", ending)  # type: ignore[arg-type]  # checked above


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a list in from Excel, whole or not at all."""
    found = viewer(request)
    row = plan_for(found, pk, keeps=True)
    form = ImportForm(request.POST or None, request.FILES or None, initial={"day": found.day})
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        if attempt(request, partial(_take, found, row, told), "Đã nhập danh sách.", form):
            return redirect("talent:plan", pk)
    context = {
        "heading": "Nhập danh sách từ Excel", "form": form, "submit": "Nhập danh sách", "crumbs": to_plans(row),
        "lead": f"{row.name}. Mỗi hàng một người cho một chức danh. Sai một hàng thì không nhập gì.",
        "template": reverse("talent:plan_template", args=[pk]), "cancel": reverse("talent:plan", args=[pk]),
    }  # fmt: skip
    return render(request, "talent/planning_act.html", context, status=422 if form.errors else 200)


def _take(found: Viewer, row: CadrePlan, told: dict[str, object]) -> list[PlanEntry]:
    file = told.pop("file")
    name, data = file.name or "", file.read()  # type: ignore[attr-defined]
    files.check_upload(name, data)
    rows = planning_sheets.read(data, name, list(row.posts.select_related("unit", "plan")), seen(found))
    return actions.enter(actor=found.account, plan=row, rows=rows, **told)  # type: ignore[arg-type]


@require_safe
def template(request: HttpRequest, pk: int) -> HttpResponse:
    """An empty file to fill in."""
    row = plan_for(viewer(request), pk, keeps=True)
    posts = list(row.posts.select_related("unit").order_by("order", "id"))
    return saved_as(planning_sheets.template(posts), "Mẫu danh sách quy hoạch", "xlsx")
