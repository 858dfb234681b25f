"""Petitions: the list with the days left, one petition with its answer, its file."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from canbo.office.base.pages import attempt, crumb, page_of
from canbo.office.base.views import download
from canbo.office.people.access import need, one, person_of, viewer
from canbo.office.results import access, actions, queries
from canbo.office.results.forms import ACCEPTED, AnswerForm
from canbo.office.results.models import Petition
from canbo.office.results.queries.rosters import UNRATED
from canbo.office.results.views.common import case_for


@require_safe
def petitions(request: HttpRequest) -> HttpResponse:
    """The petitions the viewer made, answers, or keeps as officer."""
    found = viewer(request)
    open_only = request.GET.get("show", "") != "tat-ca"
    page = page_of(request, queries.petitions_for(found, open_only=open_only))
    return render(request, "results/petitions.html", {"page": page, "open_only": open_only, "today": found.day})


@require_http_methods(["GET", "HEAD", "POST"])
def petition(request: HttpRequest, pk: int) -> HttpResponse:
    """One petition. POST: answer it."""
    found = viewer(request)
    row = one(queries.petitions_for(found), pk=pk)
    case = case_for(row.decision.sheet_id)
    own = row.person_id == person_of(found).pk
    decides = not own and access.seat(found, case) is not None
    answered = next(iter(row.answers.all()), None)
    answers = answered is None and not own and (decides or access.manages(found, case))
    need(request.method != "POST" or answers)
    levels = [*((level.key, level.label) for level in case.rules.levels), ("", UNRATED)]
    form = AnswerForm(request.POST or None, levels, row.decision.level, decides) if answers else None
    if request.method == "POST" and form is not None and form.is_valid():
        given = form.cleaned_data
        act = partial(
            actions.answer, actor=found.account, person=person_of(found), petition=row,
            accepted=given["accepted"] == ACCEPTED[0], manner=given["manner"], text=given["text"],
            level=given.get("level", ""),
        )  # fmt: skip
        if attempt(request, act, "Đã ghi trả lời kiến nghị.", form):
            return redirect("results:petition", pk)
    context = {
        "petition": row, "case": case, "form": form, "own": own, "answer": answered,
        "level": case.rules.level(row.decision.level) if row.decision.level else None, "today": found.day,
        "crumbs": [crumb("Kiến nghị", "results:petitions")],
    }  # fmt: skip
    return render(request, "results/petition.html", context, status=422 if form is not None and form.errors else 200)


@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file of a petition, for those who see the petition."""
    row: Petition = one(queries.petitions_for(viewer(request)), pk=pk)
    if row.file is None:
        raise Http404("no file")
    return download(row.file)
