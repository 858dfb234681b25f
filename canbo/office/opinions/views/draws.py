"""Draws in the office: lists, plans, one draw with its papers."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from canbo.office.base import files
from canbo.office.base.errors import ActionError
from canbo.office.base.files import CONTENT_TYPES
from canbo.office.base.pages import crumb, given, saved
from canbo.office.opinions import access, actions, frames, papers, queries
from canbo.office.opinions.forms.draws import FrameForm, PlanForm
from canbo.office.opinions.models import Draw, DrawFrame
from canbo.office.opinions.views.common import case_for, officer, public_address
from canbo.office.people.access import need, one, viewer
from canbo.office.people.models import Unit
from canbo.office.people.queries.units import units_under
from canbo.paperwork.documents import render as paper_of
from canbo.rulebook.amounts import natural
from canbo.rulebook.draw import Candidate, read_frame

CSV = "text/csv; charset=utf-8"
HOME = ("Bốc thăm", "opinions:draws")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Draws and the lists they were made of."""
    found = viewer(request)
    need(bool(found.readable))
    shown = {"cases": queries.draws(found), "frames": queries.frames(found), "runs": found.has("officer")}
    return render(request, "opinions/draws.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def frame_new(request: HttpRequest) -> HttpResponse:
    """Publish a list from a file; without a file, go on to choosing units."""
    found = officer(request)
    form = FrameForm(found, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        unit, title, file = form.cleaned_data["unit"], form.cleaned_data["title"], form.cleaned_data["file"]
        if not file:
            return redirect(f"{reverse('opinions:frame_units', args=[unit.pk])}?title={title}")
        row = given(
            request,
            lambda: actions.publish_frame(
                actor=found.account, unit=unit, title=title, candidates=frames.of_file(file.read(), file.name)
            ),
            form,
        )
        if row is not None:
            return redirect("opinions:frame", row.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "opinions/frame_new.html", {"form": form, "crumbs": [crumb(*HOME)]}, status=status)


@require_safe
def frame_template(request: HttpRequest) -> HttpResponse:
    """A spreadsheet to fill in."""
    officer(request)
    return saved(frames.template(), "Danh sách bốc thăm.xlsx", CONTENT_TYPES["xlsx"])


@require_http_methods(["GET", "HEAD", "POST"])
def frame_units(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish a list of units below one, each with its level."""
    found = officer(request)
    unit = one(Unit.objects.select_related("agency"), pk=pk)
    need(access.may_run(found, unit))
    rows = [row for row in units_under([unit.path], found.day) if row.pk != unit.pk]
    sent = request.method == "POST"
    chosen = set(request.POST.getlist("unit")) if sent else {str(row.pk) for row in rows if frames.level_of(row)}
    lines = [
        (row, str(row.pk) in chosen, request.POST.get(f"level-{row.pk}", "") if sent else frames.level_of(row))
        for row in rows
    ]
    title, refusal = (request.POST if sent else request.GET).get("title", ""), ""
    if sent:
        try:
            picked = frames.of_units((row, level) for row, ticked, level in lines if ticked)
            made = actions.publish_frame(actor=found.account, unit=unit, title=title, candidates=picked)
        except ActionError as error:
            refusal = str(error)
        else:
            return redirect("opinions:frame", made.pk)
    shown = {"unit": unit, "lines": lines, "title": title, "refusal": refusal, "crumbs": [crumb(*HOME)]}
    return render(request, "opinions/frame_units.html", shown, status=422 if sent else 200)


def _frame(request: HttpRequest, pk: int, *, run: bool = False) -> tuple[DrawFrame, tuple[Candidate, ...]]:
    """A list the viewer may see, and who is on it."""
    found = viewer(request)
    row = one(DrawFrame.objects.select_related("unit__agency", "file"), pk=pk)
    need(access.may_run(found, row.unit) if run else access.may_see(found, row.unit_path))
    return row, read_frame(files.read(row.file))


@require_safe
def frame(request: HttpRequest, pk: int) -> HttpResponse:
    """A published list; `?tep` the file itself."""
    row, candidates = _frame(request, pk)
    if "tep" in request.GET:
        return saved(files.read(row.file), "frame.csv", CSV)
    shown = {
        "frame": row, "candidates": candidates, "sizes": frames.sizes(candidates).items(),
        "runs": access.may_run(viewer(request), row.unit), "crumbs": [crumb(*HOME)],
    }  # fmt: skip
    return render(request, "opinions/frame.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan a draw on a list; `?lai=` names the draw it takes the place of."""
    row, candidates = _frame(request, pk, run=True)
    found = viewer(request)
    again = natural(request.GET.get("lai", ""))
    before = Draw.objects.filter(frame=row, pk=again).first() if again is not None else None
    offered = {"key": queries.next_key(row.unit, found.day.year), "title": f"Bốc thăm: {row.title}"[:200]}
    form = PlanForm(frames.sizes(candidates), before is not None, request.POST or None, initial=offered)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = given(
            request,
            lambda: actions.publish_plan(
                actor=found.account, frame=row, title=data["title"], key=data["key"], levels=form.levels,
                reserve=data["reserve"], contributors=data["contributors"].splitlines(), beacon=data["beacon"],
                replaces=before, reason=data.get("reason", ""),
            ),
            form,
        )  # fmt: skip
        if made is not None:
            return redirect("opinions:draw", made.pk)
    crumbs = [crumb(*HOME), crumb(row.title, "opinions:frame", row.pk)]
    status = 422 if request.method == "POST" else 200
    return render(request, "opinions/plan.html", {"form": form, "frame": row, "crumbs": crumbs}, status=status)


@require_safe
def draw(request: HttpRequest, pk: int) -> HttpResponse:
    """One draw: plan, commitments, reveals, result."""
    case = case_for(request, pk)
    committed, revealed = case.committed, case.revealed
    shown = {
        "case": case, "draw": case.draw, "runs": access.may_run(viewer(request), case.draw.unit),
        "lines": [(name, committed.get(name), revealed.get(name)) for name in case.draw.contributors],
        "address": public_address(request, case), "crumbs": [crumb(*HOME)],
    }  # fmt: skip
    return render(request, "opinions/draw.html", shown)


@require_safe
def minutes(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The minutes of a finished draw, to sign (pdf) or to edit (docx)."""
    case = case_for(request, pk)
    if kind not in ("pdf", "docx") or case.result is None:
        raise Http404("no such paper")
    data = paper_of(papers.minutes(case, public_address(request, case)), "pdf" if kind == "pdf" else "docx")
    return saved(data, f"{papers.TITLE} {case.draw.key.replace('/', '-')}.{kind}", CONTENT_TYPES[kind])
