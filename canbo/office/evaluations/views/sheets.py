"""One sheet: read by those it concerns, marked by whom it waits for."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from canbo.office.base.errors import ActionError, Conflict
from canbo.office.evaluations import actions, cases, desks, queries
from canbo.office.evaluations.cases import Case
from canbo.office.evaluations.desks import Desk
from canbo.office.evaluations.errors import DraftConflict, FactsMissing, MarksRefused, NotAssigned
from canbo.office.evaluations.forms.marks import Typed, read
from canbo.office.evaluations.models import Draft
from canbo.office.evaluations.views import entry, sheet_page
from canbo.office.people.access import Viewer, need, person_of, viewer

MARKED = ("self", "review")


def writes_in(case: Case, found: Viewer) -> str:
    """The step the viewer may enter marks in now, or ""."""
    open_ = case.stage in MARKED and not case.locked
    return case.stage if open_ and case.awaits(found.principals) else ""


@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet; its column to write in for whom it waits. POST `do`: save, submit, copy (own marks), previous."""
    found = viewer(request)
    if request.method == "POST":
        return _post(request, pk)
    case = queries.case_for(found, pk)
    return render(request, "evaluations/sheet.html", sheet_page.context(case, found, writes_in(case, found)))


def _post(request: HttpRequest, pk: int) -> HttpResponse:
    """What was sent, kept and handed in under one hold of the sheet; refused, the page with everything typed."""
    found, refused = viewer(request), None
    do = request.POST.get("do", "save")
    with transaction.atomic():
        case = _held(pk)
        step = writes_in(case, found) or request.POST.get("step", "")
        desk = _desk(case, found, step)
        kept = sheet_page.start(desk, found, step).marks
        typed = read(case.rules, case.form, request.POST, kept, closed=desk.computed.marks)
        if do in ("copy", "previous"):
            typed = _filled(desk, step, typed, do)
        try:
            _act(request, desk, step, typed, do)
        except NotAssigned as error:
            raise Http404("not theirs") from error
        except ActionError as error:
            refused = error  # what could be kept is: a submission refused leaves the draft
    if refused is not None:
        case = queries.case_for(found, pk)  # with the draft as it is kept now
        shown = sheet_page.context(case, found, writes_in(case, found), typed=typed, refused=refused)
        return render(request, "evaluations/sheet.html", shown, status=409 if isinstance(refused, Conflict) else 422)
    return redirect("evaluations:reviews") if (do, step) == ("submit", "review") else redirect("evaluations:sheet", pk)


def _held(pk: int) -> Case:
    """The sheet, held until the transaction ends; 404 where there is none."""
    case = cases.one(pk, hold=True, names=False)
    need(case is not None)
    assert case is not None
    return case


def _desk(case: Case, found: Viewer, step: str) -> Desk:
    """The sheet with the viewer's draft; 404 for whoever has no part in the step."""
    need(step in MARKED and case.seat(found.principals, step) is not None)
    return desks.at(case, found.principals, step)


def _act(request: HttpRequest, desk: Desk, step: str, typed: Typed, do: str) -> None:
    """Save, and submit where asked. Errors in single items stop it, with everything typed shown again."""
    found, case = viewer(request), desk.case
    seat = case.seat(found.principals, step)
    given: dict[str, Any] = {"actor": found.account, "person": person_of(found), "sheet": case.sheet, "step": step}
    given |= {"marks": typed.marks, "words": typed.words, "facts": typed.facts, "comment": typed.comment, "held": desk}
    if typed.errors:
        raise MarksRefused(typed.errors)
    if typed.fact_errors:
        raise FactsMissing(typed.fact_errors)
    # What was handed in by the first click of two has no draft any more: `submit` knows whether it is the same.
    if do != "submit" or seat is None or case.last_by(step, seat) is None:
        actions.save_draft(**given, version=typed.version)
    if do == "submit":
        actions.submit(**given, allow_missing="allow_missing" in request.POST)
        messages.success(request, f"Đã gửi phiếu của {case.subject}.")
    else:
        messages.success(request, "Đã lưu bản nháp. Phiếu chưa gửi.")


def _filled(desk: Desk, step: str, typed: Typed, do: str) -> Typed:
    """What was typed, with the empty items filled from the subject's own marks or from the last period's."""
    case, source = desk.case, tuple[int | None, ...]()
    if do == "copy" and (own := case.current().get("self")):
        source = tuple(own.marks)
    elif do == "previous" and (before := queries.previous_marks(case, step)):
        source = before[1]
    if not source:
        return typed
    source = desk.computed.without(source)
    marks = tuple(mark if mark is not None else other for mark, other in zip(typed.marks, source, strict=True))
    blank = {index for index, text in typed.texts.items() if not text.strip()}
    texts = {index: text for index, text in typed.texts.items() if index not in blank}
    return Typed(
        marks, texts, typed.words, typed.facts, typed.fact_texts, typed.comment, typed.version, typed.errors,
        typed.fact_errors,
    )  # fmt: skip


@require_POST
def draft(request: HttpRequest, pk: int, step: str) -> JsonResponse:
    """Keep what is being entered, as the page's script sends it: JSON {ok, version, total, errors, message}."""
    found = viewer(request)
    try:
        with transaction.atomic():
            desk = _desk(_held(pk), found, step)
            typed, saved = _keep(request, desk, step)
    except NotAssigned as error:
        raise Http404("not theirs") from error
    except DraftConflict as error:
        return JsonResponse({"ok": False, "message": str(error)}, status=409)
    except ActionError as error:
        return JsonResponse({"ok": False, "message": str(error)}, status=422)
    errors = {str(index): text for index, text in typed.errors.items()}
    answer = {"ok": True, "version": saved.version, "total": entry.total(desk, saved.marks), "errors": errors}
    return JsonResponse(answer)


def _keep(request: HttpRequest, desk: Desk, step: str) -> tuple[Typed, Draft]:
    """What the script sent, and the draft as it is kept now; a part of a screen changes only what it holds."""
    found, case = viewer(request), desk.case
    start = sheet_page.start(desk, found, step)
    typed = read(case.rules, case.form, request.POST, start.marks, closed=desk.computed.marks)
    whole = "comment" in request.POST
    saved = actions.save_draft(
        actor=found.account, person=person_of(found), sheet=case.sheet, step=step, marks=typed.marks,
        words=_kept_words(request, typed, start), facts=typed.facts if whole else start.facts,
        comment=typed.comment if whole else start.comment, version=typed.version, held=desk,
    )  # fmt: skip
    return typed, saved


def _kept_words(request: HttpRequest, typed: Typed, start: entry.Begun) -> dict[int, str]:
    """Words as sent; those of a screen that has no entry for them (the grid) stay as they were."""
    sent = {index for index in range(len(typed.marks)) if f"w{index}" in request.POST}
    return {**{index: text for index, text in start.words.items() if index not in sent}, **typed.words}
