"""Programmes of a term: the list, one with its progress, targets with their values, the final review."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from canbo.office.base.pages import attempt, crumb, export_url, given, page_of, saved_as
from canbo.office.people.access import Viewer, need, one, subtree, viewer
from canbo.office.results.papers import frame as frames
from canbo.office.talent import access, programmes_papers
from canbo.office.talent.actions import programmes as actions
from canbo.office.talent.forms.planning import ListFrameForm
from canbo.office.talent.forms.programmes import ProgrammeForm, ReviewForm, TargetForm, ValueForm
from canbo.office.talent.models import Programme, ProgrammeReview, ProgrammeTarget
from canbo.office.talent.programmes_figures import progress, progresses
from canbo.office.talent.views.planning_common import Crumbs
from canbo.paperwork.documents import render as made
from canbo.paperwork.numbers import format_hundredths

KINDS = ("pdf", "docx")
WANTED = "tai"


def programme_for(found: Viewer, pk: int, *, keeps: bool = False) -> Programme:
    """A programme the viewer reads (or keeps); 404 otherwise."""
    row = one(Programme.objects.select_related("unit__parent", "agency"), pk=pk)
    need(access.may_keep(found, row.unit.path) if keeps else access.may_read(found, row.unit.path))
    return row


def back(row: Programme | None = None) -> Crumbs:
    first = [crumb("Chương trình nhiệm kỳ", "talent:programmes")]
    return [*first, crumb(row.name, "talent:programme", row.pk)] if row else first


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The programmes of the units the viewer reads, the newest first."""
    found = viewer(request)
    need(bool(found.readable))
    rows = Programme.objects.filter(subtree(found.readable, "unit__path")).select_related("unit")
    page = page_of(request, rows.order_by("-first_year", "unit__path", "-id"))
    found_of = progresses(page)
    listed = [(row, found_of[row.pk]) for row in page]
    context = {
        "page": page, "keeps": bool(found.begins),
        "rows": [(row, targets, sum(target.met is True for target in targets)) for row, targets in listed],
    }  # fmt: skip
    return render(request, "talent/programmes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Set up a programme."""
    found = viewer(request)
    need(bool(found.begins))
    form = ProgrammeForm(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = given(request, partial(actions.begin_programme, actor=found.account, **form.cleaned_data), form)
        if row is not None:
            return redirect("talent:programme", row.pk)
    context = {
        "heading": "Thêm chương trình", "form": form, "submit": "Thêm chương trình", "crumbs": back(),
        "cancel": reverse("talent:programmes"),
    }  # fmt: skip
    return render(request, "talent/planning_act.html", context, status=422 if form.errors else 200)


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """A programme: its targets, what they come to, the text of the review."""
    found = viewer(request)
    row = programme_for(found, pk)
    rows = progress(row)
    if request.GET.get("xuat") == "xlsx":
        return saved_as(programmes_papers.sheet(row, rows), row.name, "xlsx")
    newest = ProgrammeReview.objects.filter(agency=row.agency_id, programme=row).order_by("-id").first()
    context = {
        "programme": row, "rows": rows, "met": sum(one.met is True for one in rows),
        "review": newest, "parts": [(label, newest.parts.get(key, "")) for key, label in actions.PARTS.items()]
        if newest else [], "keeps": access.may_keep(found, row.unit.path),
        "exports": [{"label": "Excel", "url": export_url(request)}], "crumbs": back(),
    }  # fmt: skip
    return render(request, "talent/programme.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def target_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Set a target."""
    row = programme_for(viewer(request), pk, keeps=True)
    return _target(request, row, None)


@require_http_methods(["GET", "HEAD", "POST"])
def target_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a target, with a reason."""
    old = one(ProgrammeTarget.objects.select_related("programme__unit"), pk=pk)
    return _target(request, programme_for(viewer(request), old.programme_id, keeps=True), old)


def _target(request: HttpRequest, row: Programme, old: ProgrammeTarget | None) -> HttpResponse:
    found = viewer(request)
    first = (
        {
            "label": old.label, "direction": old.direction, "aim": format_hundredths(old.aim), "measure": old.measure,
            "answers": old.answers_id,
        }
        if old else {"measure": "%", "answers": row.unit_id}
    )  # fmt: skip
    form = TargetForm(row, found, old is not None, request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        act = partial(actions.set_target, actor=found.account, programme=row, replaces=old, **form.cleaned_data)
        if attempt(request, act, "Đã ghi chỉ tiêu.", form):
            return redirect("talent:programme", row.pk)
    heading = "Điều chỉnh chỉ tiêu" if old else "Thêm chỉ tiêu"
    context = {
        "heading": heading, "form": form, "submit": heading, "crumbs": back(row), "lead": row.name,
        "cancel": reverse("talent:programme", args=[row.pk]),
    }  # fmt: skip
    return render(request, "talent/planning_act.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def target(request: HttpRequest, pk: int) -> HttpResponse:
    """A target over time; who answers for it adds what was measured."""
    found = viewer(request)
    row = one(ProgrammeTarget.objects.select_related("programme__unit", "answers"), pk=pk)
    measures = access.may_measure(found, row)
    reads = access.may_read(found, row.programme.unit.path)
    need(reads or measures)
    told = next((each for each in progress(row.programme) if each.target.pk == row.pk), None)
    if told is None:  # corrected since: the one that stands has its values
        return redirect("talent:programme", row.programme_id)
    form = ValueForm(request.POST or None, initial={"day": found.day})
    if request.method == "POST" and form.is_valid():
        act = partial(actions.measure, actor=found.account, target=row, **form.cleaned_data)
        if attempt(request, act, "Đã ghi số liệu.", form):
            return redirect("talent:programme_target", pk)
    context = {
        "row": told, "programme": row.programme, "form": form if measures else None,
        "keeps": access.may_keep(found, row.programme.unit.path), "crumbs": back(row.programme) if reads else [],
    }  # fmt: skip
    return render(request, "talent/programme_target.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the final review."""
    found = viewer(request)
    row = programme_for(found, pk, keeps=True)
    newest = ProgrammeReview.objects.filter(agency=row.agency_id, programme=row).order_by("-id").first()
    form = ReviewForm(newest.parts if newest else {}, request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = partial(actions.review, actor=found.account, programme=row, parts=form.cleaned_data)
        if attempt(request, act, "Đã ghi phần tổng kết.", form):
            return redirect("talent:programme", pk)
    context = {
        "heading": "Viết tổng kết", "form": form, "submit": "Ghi tổng kết", "crumbs": back(row), "lead": row.name,
        "cancel": reverse("talent:programme", args=[pk]),
    }  # fmt: skip
    return render(request, "talent/planning_act.html", context, status=422 if form.errors else 200)


@require_safe
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    """The final review as a paper."""
    found = viewer(request)
    row = programme_for(found, pk)
    form = ListFrameForm(request.GET if WANTED in request.GET else None, initial=frames.defaults(row.unit, found.day))
    form.suit(row.unit.heading)
    if form.is_bound and form.is_valid():
        ending = request.GET[WANTED]
        need(ending in KINDS)
        newest = ProgrammeReview.objects.filter(agency=row.agency_id, programme=row).order_by("-id").first()
        frame = frames.frame(row.unit, form.cleaned_data)
        paper = programmes_papers.final(frame, row, progress(row), newest.parts if newest else {})
        return saved_as(made(paper, ending), f"Tổng kết - {row.name}", ending)  # type: ignore[arg-type]  # checked above
    context = {"programme": row, "form": form, "crumbs": back(row)}
    return render(request, "talent/programme_papers.html", context, status=422 if form.errors else 200)
