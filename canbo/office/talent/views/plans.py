"""Plans: the list, one plan with its people and steps, its check, its nine boxes."""

from __future__ import annotations

from functools import partial
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from canbo.office.base.pages import attempt, export_url, given, page_of, saved_as
from canbo.office.people.access import need, viewer
from canbo.office.people.models import Succession
from canbo.office.people.views.common import matches_part
from canbo.office.profiles.access import sees_sensitive
from canbo.office.results.papers.frame import trace_node
from canbo.office.talent import access, planning_sheets
from canbo.office.talent.actions import planning_lists as actions
from canbo.office.talent.forms.planning import DayFilter, EntryForm, PlanForm, PostForm
from canbo.office.talent.models import CadrePlan
from canbo.office.talent.planning_law import source_on, steps_on
from canbo.office.talent.queries import planning_candidates as candidates
from canbo.office.talent.queries import planning_plans as queries
from canbo.office.talent.queries import planning_steps as steps
from canbo.office.talent.queries.planning_checks import check, law_day
from canbo.office.talent.queries.planning_lists import standing
from canbo.office.talent.views.planning_common import plan_for, tabs, to_plans


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The plans of the units the viewer reads, each with the instrument it was begun under."""
    found = viewer(request)
    need(bool(found.readable))
    page = page_of(request, queries.plans(found))
    rows = [(row, source_on(row.began)) for row in page]
    context = {"page": page, "rows": rows, "keeps": bool(found.begins)}
    return render(request, "talent/plans.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a plan."""
    found = viewer(request)
    need(bool(found.begins))
    form = PlanForm(found, request.POST or None, initial={"first_year": 2025, "last_year": 2030, "began": found.day})
    if request.method == "POST" and form.is_valid():
        row = given(request, partial(actions.begin_plan, actor=found.account, **form.cleaned_data), form)
        if row is not None:
            return redirect("talent:plan", row.pk)
    context = {
        "heading": "Lập quy hoạch", "form": form, "submit": "Lập quy hoạch", "cancel": reverse("talent:plans"),
        "lead": "Quy hoạch của một đơn vị cho một nhiệm kỳ. Danh sách được xét theo quy định có hiệu lực của ngày xét.",
        "crumbs": to_plans(),
    }  # fmt: skip
    return render(request, "talent/planning_act.html", context, status=422 if form.errors else 200)


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One plan: who stands on its lists, what the steps counted, who was taken out."""
    found = viewer(request)
    row = plan_for(found, pk)
    day = law_day(row, found.day)
    held = steps.held(row)
    votes = steps.counted(row, held, steps.labels(row, held))
    lines = [(line, votes.of(line.post.pk, line.person.pk)) for line in standing(row, found.day)]
    if request.GET.get("xuat") == "xlsx":
        return saved_as(planning_sheets.listed(row, lines), row.name, "xlsx")
    listed = {pk: list(group) for pk, group in groupby(lines, key=lambda pair: pair[0].post.pk)}
    posts = row.posts.select_related("unit").order_by("order", "id")
    context = {
        "plan": row, "tabs": tabs(row, "talent:plan"), "posts": [(post, listed.get(post.pk, [])) for post in posts],
        "lines": lines, "check": check(row, day), "out": queries.taken_out(row),
        "approvals": queries.approvals(row), "places": steps.places(held, min(found.day, day)),
        "keeps": access.may_keep(found, row.unit.path), "ended": _ended(row), "unanswered": queries.unanswered(row),
        "exports": [{"label": "Excel", "url": export_url(request)}], "crumbs": to_plans(),
    }  # fmt: skip
    return render(request, "talent/plan.html", context)


def _ended(row: CadrePlan) -> list[Succession]:
    """What the plan's unit gave way to, where it ended in the term."""
    if row.unit.valid_to is None:
        return []
    return list(Succession.objects.filter(predecessor=row.unit).select_related("successor").order_by("id"))


@require_safe
def checked(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan held against the rules: limits, targets, ages; each number drills to its people."""
    found = viewer(request)
    row = plan_for(found, pk)
    form = DayFilter(request.GET if "day" in request.GET else None)
    typed = form.cleaned_data["day"] if form.is_bound and form.is_valid() else None
    sees = sees_sensitive(found, row.unit.path)
    result = check(row, typed or law_day(row, found.day), sees=sees)
    if request.GET.get("xuat") == "xlsx":
        return saved_as(planning_sheets.checked(result), f"Kiểm tra - {row.name}", "xlsx")
    asked = request.GET.get("xem", "")
    who = result.who(asked) if asked else None
    context = {
        "plan": row, "tabs": tabs(row, "talent:plan_check"), "check": result, "form": form, "asked": asked, "who": who,
        "asked_label": result.numbers.get(asked, ""),
        "node": trace_node(result.trace) if result.trace else None, "keeps": access.may_keep(found, row.unit.path),
        "proposed": sum(line.entry.act == "proposed" for line in result.lines),
        "exports": [{"label": "Excel", "url": export_url(request)}], "crumbs": to_plans(row),
    }  # fmt: skip
    return render(request, "talent/plan_check.html", context)


@require_safe
def boxes(request: HttpRequest, pk: int) -> HttpResponse:
    """The nine-box view of the plan's people."""
    found = viewer(request)
    row = plan_for(found, pk)
    seen = candidates.boxed(row, standing(row, found.day), found.day)
    context = {
        "plan": row, "tabs": tabs(row, "talent:plan_boxes"), "seen": seen,
        "keeps": access.may_keep(found, row.unit.path), "crumbs": to_plans(row),
    }  # fmt: skip
    return render(request, "talent/plan_boxes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def post_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Name a post of the plan."""
    found = viewer(request)
    row = plan_for(found, pk, keeps=True)
    form = PostForm(row, found, request.POST or None, initial={"unit": row.unit_id, "level": "commune"})
    if request.method == "POST" and form.is_valid():
        act = partial(actions.name_post, actor=found.account, plan=row, **form.cleaned_data)
        if attempt(request, act, "Đã thêm chức danh.", form):
            return redirect("talent:plan", pk)
    context = {
        "heading": "Thêm chức danh quy hoạch", "form": form, "submit": "Thêm chức danh", "lead": f"{row.name}.",
        "cancel": reverse("talent:plan", args=[pk]), "crumbs": to_plans(row),
    }  # fmt: skip
    return render(request, "talent/planning_act.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def entry_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose somebody for a post, or put them in."""
    found = viewer(request)
    row = plan_for(found, pk, keeps=True)
    posts = list(row.posts.select_related("unit").order_by("order", "id"))
    labels = {key: step.label for key, step in steps_on(found.day).items()}
    first = {"day": found.day, "post": request.GET.get("post", ""), "step": next(iter(labels), "")}
    form = EntryForm(posts, labels, found, request.POST or None, initial=first)
    if part := matches_part(request, form):
        return part
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        rows = [actions.Row(form.posts[told.pop("post")], told.pop("person"))]
        act = partial(actions.enter, actor=found.account, plan=row, rows=rows, **told)
        if attempt(request, act, f"Đã ghi {rows[0].person}.", form):
            return redirect("talent:plan", pk)
    context = {
        "heading": "Đề xuất, đưa vào quy hoạch", "form": form, "submit": "Ghi vào danh sách",
        "lead": f"{row.name}. Điểm chưa đúng quy định hiện ở phần Kiểm tra; phần mềm không chặn và không tự bỏ ai.",
        "cancel": reverse("talent:plan", args=[pk]), "crumbs": to_plans(row),
    }  # fmt: skip
    return render(request, "talent/planning_act.html", context, status=422 if form.errors else 200)
