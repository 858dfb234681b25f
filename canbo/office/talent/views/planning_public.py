"""The public part of a plan: published lists, comments by name with their answers, the approval; what one is told."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from canbo.office.base.pages import attempt
from canbo.office.people.access import need, one, viewer
from canbo.office.talent import access
from canbo.office.talent.actions import planning_public as actions
from canbo.office.talent.forms.planning import ApproveForm, PublishForm, SayForm
from canbo.office.talent.models import PlanComment, PlanNotice, PlanPublication
from canbo.office.talent.queries import planning_plans as queries
from canbo.office.talent.queries.planning_checks import check
from canbo.office.talent.queries.planning_lists import STATES
from canbo.office.talent.views.planning_common import plan_for, tabs, to_plans

HANGS = timedelta(days=15)  # what the form offers; the officer says


@require_safe
def index(request: HttpRequest, pk: int) -> HttpResponse:
    """What was published of a plan, what was said about it, what was approved."""
    found = viewer(request)
    row = plan_for(found, pk)
    context = {
        "plan": row, "tabs": tabs(row, "talent:plan_public"), "publications": queries.publications(row),
        "comments": queries.comments(plan=row), "approvals": queries.approvals(row),
        "keeps": access.may_keep(found, row.unit.path), "crumbs": to_plans(row),
    }  # fmt: skip
    return render(request, "talent/plan_public.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish the list in the unit."""
    found = viewer(request)
    row = plan_for(found, pk, keeps=True)
    form = PublishForm(request.POST or None, initial={"day": found.day, "until": found.day + HANGS})
    if request.method == "POST" and form.is_valid():
        run = partial(actions.publish_plan, actor=found.account, plan=row, **form.cleaned_data)
        if attempt(request, run, "Đã công khai danh sách và báo cho người có tên.", form):
            return redirect("talent:plan_public", pk)
    context = {
        "heading": "Công khai danh sách", "form": form, "submit": "Công khai", "crumbs": to_plans(row),
        "cancel": reverse("talent:plan_public", args=[pk]),
        "lead": f"{row.name}. Người của đơn vị chỉ xem được họ tên, chức vụ và chức danh quy hoạch.",
    }  # fmt: skip
    return render(request, "talent/planning_act.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def published(request: HttpRequest, pk: int) -> HttpResponse:
    """A published list as the people of the unit see it, with the way to comment."""
    found = viewer(request)
    row = one(PlanPublication.objects.select_related("plan__unit"), pk=pk)
    reads = access.may_read(found, row.plan.unit.path)
    own = found.person is not None and any(line["person"] == found.person.pk for line in row.lines)
    hangs = row.day <= found.day <= row.until
    belongs = access.belongs(found, row.plan.unit.path)
    need(reads or own or (belongs and hangs))
    form = SayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        run = partial(actions.comment, actor=found.account, publication=row, **form.cleaned_data)
        if attempt(request, run, "Đã gửi ý kiến tới cán bộ tổ chức.", form):
            return redirect("talent:plan_published", pk)
    said = queries.comments(publication=row)
    context = {
        "row": row, "plan": row.plan, "form": form if hangs and belongs else None, "reads": reads,
        "lines": [(line, STATES[line["act"]]) for line in row.lines],
        "comments": said if reads else said.filter(person=found.person) if found.person else [],
        "keeps": access.may_keep(found, row.plan.unit.path),
        "crumbs": to_plans(row.plan) if reads else [],
    }  # fmt: skip
    return render(request, "talent/plan_published.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a comment."""
    found = viewer(request)
    row = one(PlanComment.objects.select_related("publication__plan__unit", "person"), pk=pk)
    plan = row.publication.plan
    need(access.may_keep(found, plan.unit.path))
    form = SayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        run = partial(actions.answer, actor=found.account, comment=row, **form.cleaned_data)
        if attempt(request, run, "Đã trả lời.", form):
            return redirect("talent:plan_public", plan.pk)
    context = {
        "heading": "Trả lời ý kiến", "form": form, "submit": "Trả lời", "lead": f"{row.person}: “{row.text}”",
        "cancel": reverse("talent:plan_public", args=[plan.pk]), "crumbs": to_plans(plan),
    }  # fmt: skip
    return render(request, "talent/planning_act.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the signed decision."""
    found = viewer(request)
    row = plan_for(found, pk, keeps=True)
    form = ApproveForm(request.POST or None, initial={"day": found.day})
    if request.method == "POST" and form.is_valid():
        run = partial(actions.approve, actor=found.account, plan=row, **form.cleaned_data)
        if attempt(request, run, "Đã ghi quyết định phê duyệt.", form):
            return redirect("talent:plan_public", pk)
    now = check(row, found.day, only_in=True)
    context = {
        "heading": "Ghi quyết định phê duyệt", "form": form, "submit": "Ghi quyết định", "crumbs": to_plans(row),
        "cancel": reverse("talent:plan_public", args=[pk]),
        "lead": f"{row.name}. {len(now.lines)} dòng trong quy hoạch, {now.breaches} điểm chưa đúng quy định.",
    }  # fmt: skip
    return render(request, "talent/planning_act.html", context, status=422 if form.errors else 200)


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What one was told of plans, and the lists that hang where one works."""
    found = viewer(request)
    need(found.person is not None)
    context = {"notices": queries.notices(found), "published": queries.published(found)}
    return render(request, "talent/plan_mine.html", context)


@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """The person has seen a notice."""
    row = one(PlanNotice.objects.all(), pk=pk)
    attempt(request, partial(actions.read_notice, actor=viewer(request).account, notice=row), "Đã ghi là đã xem.")
    return redirect("talent:plan_mine")
