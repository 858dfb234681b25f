"""Plans with their places and money, on the page, as a spreadsheet and as a paper; new plans and courses."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from canbo.office.base.pages import attempt, crumb, export_url, given, page_of, saved_as
from canbo.office.people.access import need, viewer
from canbo.office.results.forms import PaperForm
from canbo.office.results.papers import frame as frames
from canbo.office.training import access, actions, papers, queries, sheets
from canbo.office.training.forms import CourseForm, PlanForm, ReasonForm
from canbo.office.training.models import TrainingPlan
from canbo.office.training.views.common import act, course_for, plan_for, to_course
from canbo.paperwork.documents import render as made

WANTED = "tai"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The plans, and the courses outside of any."""
    found = viewer(request)
    need(bool(found.readable))
    loose = queries.courses_for(found).filter(plan=None)
    page = page_of(request, loose)
    context = {
        "plans": queries.plans_for(found), "page": page, "lines": queries.lines(page), "keeps": bool(found.begins),
    }  # fmt: skip
    return render(request, "training/plans.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new plan."""
    found = viewer(request)
    need(bool(found.begins))
    year = found.day.year + 1
    first = {"year": year, "name": f"Kế hoạch đào tạo, bồi dưỡng năm {year}"}
    form = PlanForm(found, request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        row = given(request, partial(actions.make_plan, actor=found.account, **form.cleaned_data), form)
        if row is not None:
            return redirect("training:plan", row.pk)
    return act(
        request, 422 if form.errors else 200, heading="Lập kế hoạch", form=form, submit="Lập kế hoạch",
        cancel=reverse("training:plans"), crumbs=[crumb("Kế hoạch đào tạo", "training:plans")],
    )  # fmt: skip


@require_safe
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """One plan: its courses, places taken and over, money."""
    found = viewer(request)
    row = plan_for(found, pk)
    budget = queries.budget(row)
    if request.GET.get("xuat") == "xlsx":
        return saved_as(sheets.plan(budget), row.name, "xlsx")
    context = {
        "plan": row, "budget": budget, "keeps": access.may_keep(found, row.unit.path),
        "exports": [{"label": "Excel", "url": export_url(request)}],
        "crumbs": [crumb("Kế hoạch đào tạo", "training:plans")],
    }  # fmt: skip
    return render(request, "training/plan.html", context)


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan as a paper, after who signs it."""
    found = viewer(request)
    row = plan_for(found, pk)
    form = PaperForm(request.GET if WANTED in request.GET else None, initial=frames.defaults(row.unit, found.day))
    form.suit(row.unit.heading)
    if form.is_bound and form.is_valid():
        ending = request.GET[WANTED]
        need(ending in ("pdf", "docx"))
        needed = queries.summed(queries.needs([row.unit.path], found.day))
        document = papers.plan(frames.frame(row.unit, form.cleaned_data), queries.budget(row), needed)
        return saved_as(made(document, ending), row.name, ending)  # type: ignore[arg-type]  # checked above
    crumbs = [crumb("Kế hoạch đào tạo", "training:plans"), crumb(row.name, "training:plan", pk)]
    context = {"heading": f"Văn bản: {row.name}", "form": form, "crumbs": crumbs}
    return render(request, "training/paper.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def course_new(request: HttpRequest) -> HttpResponse:
    """A new course outside of any plan."""
    return _course(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def course_of_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """A new course of a plan."""
    return _course(request, plan_for(viewer(request), pk, keeps=True))


def _course(request: HttpRequest, within: TrainingPlan | None) -> HttpResponse:
    found = viewer(request)
    need(bool(found.begins))
    form = CourseForm(found, within, request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = given(request, partial(actions.make_course, actor=found.account, plan=within, **form.cleaned_data), form)
        if row is not None:
            return redirect("training:course", row.pk)
    back = reverse("training:plan", args=[within.pk]) if within else reverse("training:plans")
    crumbs = [crumb("Kế hoạch đào tạo", "training:plans")]
    crumbs += [crumb(within.name, "training:plan", within.pk)] if within else []
    return act(
        request, 422 if form.errors else 200, heading="Thêm lớp, khóa", form=form, submit="Thêm lớp", cancel=back,
        crumbs=crumbs,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def call_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Call a course off."""
    found = viewer(request)
    row = course_for(found, pk, keeps=True)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = partial(actions.call_off, actor=found.account, course=row, **form.cleaned_data)
        if attempt(request, done, "Đã ghi hủy lớp.", form):
            return redirect("training:course", pk)
    return act(
        request, 422 if form.errors else 200, heading="Hủy lớp", lead=row.name, form=form, submit="Hủy lớp",
        danger=True, effects=["các lượt cử đi lớp này không còn được tính"],
        cancel=reverse("training:course", args=[pk]), crumbs=to_course(row),
    )  # fmt: skip
