"""Papers to download: one sheet's, a cycle's, a whole batch in the background."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from canbo.office.base import jobs
from canbo.office.base.pages import crumb
from canbo.office.cycles.models import Cycle
from canbo.office.evaluations.cases import Case
from canbo.office.people.access import Viewer, need, viewer
from canbo.office.results import access, queries
from canbo.office.results.access import Reach
from canbo.office.results.forms import PaperForm
from canbo.office.results.papers import frame as frames
from canbo.office.results.papers import making
from canbo.office.results.papers.frame import Frame
from canbo.office.results.views.common import case_for, cycle_for, saved
from canbo.paperwork.documents import Document
from canbo.paperwork.documents import render as made

KINDS = ("pdf", "docx")
WANTED = "tai"


def _frame(request: HttpRequest, cycle: Cycle, found: Viewer) -> tuple[PaperForm, Frame | None]:
    """What was filled in, over what the form begins with; no frame where something is missing."""
    first = frames.defaults(cycle.unit, found.day)
    form = PaperForm(request.GET if WANTED in request.GET else None, initial=first)
    form.suit(cycle.unit.heading)
    if not first["position"]:
        form.fields["position"].help_text = frames.NOBODY
    return form, frames.frame(cycle.unit, form.cleaned_data) if form.is_bound and form.is_valid() else None


def _plain(cycle: Cycle, found: Viewer) -> Frame:
    """The frame nobody filled in: for a person's own copy."""
    return frames.frame(cycle.unit, frames.defaults(cycle.unit, found.day) | {"dated": None})


def _readable(found: Viewer, case: Case, kind: str) -> None:
    """404 unless the viewer may have this paper: the explanation may tell of grounds."""
    allowed = access.may_explain(found, case) if kind == making.WHY else access.may_read(found, case)
    need(allowed and kind in making.OF_SHEET)


@require_safe
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    """The papers about one sheet."""
    found = viewer(request)
    case = case_for(pk)
    _readable(found, case, making.SHEET)
    need(queries.standing(case.sheet) is not None)
    form, filled = _frame(request, case.sheet.cycle, found)
    if filled is not None:
        kind, _, ending = request.GET[WANTED].partition(".")
        return _sheet_file(found, case, kind, ending, filled)
    explained = access.may_explain(found, case)
    shown = [pair for pair in making.OF_SHEET.items() if explained or pair[0] != making.WHY]
    context = {"case": case, "sheet": case.sheet, "form": form, "papers": shown}
    return render(request, "results/papers.html", context, status=422 if form.errors else 200)


@require_safe
def paper(request: HttpRequest, pk: int, kind: str, ending: str) -> HttpResponse:
    """One paper about a sheet, with the heading as it is by default."""
    found = viewer(request)
    case = case_for(pk)
    return _sheet_file(found, case, kind, ending, _plain(case.sheet.cycle, found))


def _sheet_file(found: Viewer, case: Case, kind: str, ending: str, filled: Frame) -> HttpResponse:
    _readable(found, case, kind)
    need(ending in KINDS)
    shown = list(making.of_sheets(filled, [case.sheet.pk], kind, grounds=access.may_explain(found, case)))
    if not shown:
        raise Http404("not decided")
    return _file(shown[0].paper, f"{making.OF_SHEET[kind]} - {case.subject} - {case.sheet.cycle.name}", ending)


def _file(document: Document, name: str, ending: str) -> HttpResponse:
    return saved(made(document, ending), f"{name}.{ending}", ending)  # type: ignore[arg-type]  # checked by the caller


@require_http_methods(["GET", "HEAD", "POST"])
def documents(request: HttpRequest, pk: int) -> HttpResponse:
    """The papers of a cycle; POST: a batch about every sheet, in the background."""
    found = viewer(request)
    reach = cycle_for(found, pk)
    row = reach.cycle
    need(reach.whole or reach.publishes)
    if request.method == "POST":
        return _batch(request, reach)
    form, filled = _frame(request, row, found)
    if filled is not None:
        kind, _, ending = request.GET[WANTED].partition(".")
        need(kind in making.OF_CYCLE and ending in KINDS)
        whole = making.of_whole(filled, row, kind, points=queries.with_points(row))
        return _file(whole, f"{making.OF_CYCLE[kind]} - {row.name}", ending)
    context = {
        "cycle": row, "form": form, "papers": making.OF_CYCLE.items(), "batches": _batches(reach),
        "crumbs": [crumb("Kết quả xếp loại", "results:index"), crumb(row.name, "results:cycle", row.pk)],
    }  # fmt: skip
    return render(request, "results/documents.html", context, status=422 if form.errors else 200)


def _batches(reach: Reach) -> list[tuple[str, str]]:
    """Batches hold everybody's papers with their grounds: for who decides or is the officer there."""
    return [(key, label) for key, label in making.OF_SHEET.items() if reach.publishes and key != making.WHY]


def _batch(request: HttpRequest, reach: Reach) -> HttpResponse:
    kind, row = request.POST.get("kind", ""), reach.cycle
    need(kind in dict(_batches(reach)))
    form = PaperForm(request.POST)
    form.suit(row.unit.heading)
    if not form.is_valid():
        context = {"cycle": row, "form": form, "papers": making.OF_CYCLE.items(), "batches": _batches(reach)}
        return render(request, "results/documents.html", context, status=422)
    given: dict[str, Any] = form.cleaned_data | {"dated": form.data.get("dated", "")}
    job = jobs.start(
        kind="results.papers", label=f"{making.OF_SHEET[kind]}: {row.name}", agency_id=row.agency_id,
        actor=reach.viewer.account, arguments={"cycle": row.pk, "kind": kind, "frame": given},
    )  # fmt: skip
    return redirect("base:job", job.pk)
