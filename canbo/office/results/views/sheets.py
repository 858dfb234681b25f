"""One sheet's result: the decision and those before it, why it is so, the file to recompute it, correcting it."""

from __future__ import annotations

import json
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from canbo.office.base.pages import attempt, crumb, saved
from canbo.office.evaluations.cases import Case
from canbo.office.evaluations.stage import SETTLED
from canbo.office.people.access import Viewer, need, person_of, viewer
from canbo.office.regulations.wording import node
from canbo.office.results import access, actions, bases, queries
from canbo.office.results.forms import CorrectForm
from canbo.office.results.models import Decision, Notice
from canbo.office.results.queries import Own
from canbo.office.results.queries.rosters import UNRATED
from canbo.office.results.views.common import case_for
from canbo.rulebook import Level
from canbo.rulebook.aggregate import REASONS
from canbo.rulebook.amounts import natural
from canbo.rulebook.process import Period


@require_safe
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """The result of a sheet, how it came about, and the subject's earlier results."""
    found = viewer(request)
    case = case_for(pk)
    need(access.may_read(found, case))
    decisions = queries.decisions_of(case.sheet)
    notice = queries.newest_notice(found.person, pk) if found.person else None
    context = {
        "case": case, "sheet": case.sheet, "decisions": [_shown(case, row) for row in reversed(decisions)],
        "standing": _shown(case, decisions[-1]) if decisions else None,
        "moved": queries.work_since(case, decisions[-1]) if decisions else (), "own": _own(found, notice, case),
        "periods": _periods(decisions[-1]) if decisions else [], "explains": access.may_explain(found, case),
        "grounds": access.may_see_grounds(found, case), "history": queries.earlier(found, case),
        "corrects": bool(decisions) and access.seat(found, case) is not None, "crumbs": _crumbs(found, case),
    }  # fmt: skip
    return render(request, "results/result.html", context)


def _shown(case: Case, row: Decision) -> tuple[Decision, Level | None, Level | None]:
    """A decision with its level and what the rules gave."""
    level = case.rules.level(row.level) if row.level else None
    return row, level, case.rules.level(row.computed_level) if row.computed_level else None


def _own(found: Viewer, notice: Notice | None, case: Case) -> Own | None:
    """What the subject is told with the result: the notice, whether a petition is still possible."""
    if notice is None or not access.is_subject(found, case):
        return None
    return queries.described([notice], found.day)[0]


def _periods(row: Decision) -> list[dict[str, object]]:
    """The shorter periods the decision rests on, as it kept them."""
    return [
        one | {"label": Period.parse(one["period"]).label, "why": REASONS.get(one["reason"], one["reason"])}
        for one in row.kept.get("periods", [])
    ]


def _crumbs(found: Viewer, case: Case) -> list[dict[str, str]]:
    if access.is_subject(found, case):
        return [crumb("Kết quả của tôi", "results:mine")]
    listed = crumb(case.sheet.cycle.name, "results:cycle", case.sheet.cycle_id)
    return [crumb("Kết quả xếp loại", "results:index"), listed]


def _decided(found: Viewer, pk: int) -> tuple[Case, Decision]:
    """A decided sheet whose explanation the viewer may see; 404 otherwise."""
    case = case_for(pk)
    need(access.may_explain(found, case))
    decision = queries.standing(case.sheet)
    if decision is None:
        raise Http404("not decided")
    return case, decision


@require_safe
def trace(request: HttpRequest, pk: int) -> HttpResponse:
    """Why this grade: recomputed now from the decision's own inputs, and whether it agrees with what was kept then."""
    found = viewer(request)
    case, decision = _decided(found, pk)
    replayed = queries.recompute(case.sheet, decision)
    context = {
        "case": case, "sheet": case.sheet, "decision": decision, "replayed": replayed,
        "node": node(replayed.trace) if replayed.trace else None, "standing": _shown(case, decision),
        "crumbs": [*_crumbs(found, case), crumb(case.subject, "results:result", pk)],
    }  # fmt: skip
    return render(request, "results/trace.html", context)


@require_safe
def dossier(request: HttpRequest, pk: int) -> HttpResponse:
    """The decision with all its inputs as a file for `canbo rules grade`."""
    case, decision = _decided(viewer(request), pk)
    text = json.dumps(queries.dossier(case.sheet, decision), ensure_ascii=False, indent=1, sort_keys=True)
    return saved(text, f"ho-so-phieu-{pk}.json", "application/json; charset=utf-8")


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide anew on a decided sheet, with a reason."""
    found = viewer(request)
    case = case_for(pk)
    old = queries.standing(case.sheet)
    need(access.seat(found, case) is not None and case.state.stage in SETTLED and old is not None)
    assert old is not None
    given = {pk: tuple(old.marks)} if old.marks else {}
    basis = bases.of({pk: case}, given)[pk]
    levels = [*((one.key, one.label) for one in case.rules.levels), ("", UNRATED)]
    form = CorrectForm(request.POST or None, levels, basis.level)
    if request.method == "POST" and form.is_valid():
        act = partial(
            actions.correct, actor=found.account, person=person_of(found), sheet=case.sheet,
            level=form.cleaned_data["level"], reason=form.cleaned_data["reason"],
            replaces=natural(request.POST.get("replaces", "")),
        )  # fmt: skip
        done = "Đã sửa kết quả bằng quyết định mới; người được đánh giá được thông báo lại."
        if attempt(request, act, done, form):
            return redirect("results:result", pk)
    context = {
        "case": case, "sheet": case.sheet, "old": old, "basis": basis, "form": form, "standing": _shown(case, old),
        "computed": case.rules.level(basis.level) if basis.level else None,
        "crumbs": [*_crumbs(found, case), crumb(case.subject, "results:result", pk)],
    }  # fmt: skip
    return render(request, "results/correct.html", context, status=422 if form.errors else 200)
