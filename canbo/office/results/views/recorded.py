"""Grounds: the officer's list, recording about one person, taking back; the grounds behind one sheet."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from canbo.office.base.errors import ActionError
from canbo.office.evaluations.errors import NotAssigned
from canbo.office.evaluations.views.common import attempt_form, crumb, page_of
from canbo.office.people.access import Viewer, need, one, viewer
from canbo.office.people.queries.persons import named
from canbo.office.results import access, actions, grounds
from canbo.office.results.forms import GroundForm, RevokeForm
from canbo.office.results.models import Ground
from canbo.office.results.queries.recorded import of_person, recorded_for
from canbo.office.results.views.common import case_for
from canbo.rulebook.aggregate import REASONS

FOUND = 20


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The grounds one keeps, with a search for the person to record about; one's own for everybody else."""
    found = viewer(request)
    officer = found.has("officer")
    need(officer or found.person is not None)
    q = request.GET.get("q", "").strip()
    people = list(access.people_under(found).filter(named(q)).order_by("sort_key")[:FOUND]) if officer and q else []
    page = page_of(request, recorded_for(found, q))
    context = {"page": page, "rows": _labelled(page, found), "officer": officer, "q": q, "people": people}
    return render(request, "results/grounds.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a ground about a person of the officer's subtree."""
    found = viewer(request)
    row = one(access.people_under(found), pk=pk)
    unit = access.home_of(row, found)
    need(unit is not None and access.under(found, unit.path))
    assert unit is not None
    form = GroundForm(request.POST or None, actions.kinds_for(unit, found.day))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        act = partial(
            actions.record_ground, actor=found.account, person=row, fact=given["fact"], value=given["value"],
            day=given["day"], until=given["until"], degree=given["degree"], document=given["document"],
        )  # fmt: skip
        if attempt_form(request, form, act, f"Đã ghi căn cứ về {row}."):
            return redirect("results:ground_person", pk)
    rows = list(of_person(row))
    context = {
        "person": row, "unit": unit, "form": form, "rows": _labelled(rows, found),
        "crumbs": [crumb("Căn cứ", "results:grounds")],
    }  # fmt: skip
    return render(request, "results/ground_person.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a ground back."""
    found = viewer(request)
    rows = Ground.objects.filter(person__in=access.people_under(found).values("pk"), revokes=None, revoked_by=None)
    row = one(rows.select_related("person"), pk=pk)
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.revoke_ground(actor=found.account, ground=row, document=form.cleaned_data["document"])
        except NotAssigned as error:
            raise Http404("not theirs") from error
        except ActionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Đã hủy căn cứ; dòng cũ vẫn lưu trong hồ sơ.")
            return redirect("results:ground_person", row.person_id)
    context = {"ground": row, "form": form, "crumbs": [crumb("Căn cứ", "results:grounds")]}
    return render(request, "results/ground_revoke.html", context, status=422 if form.errors else 200)


@require_safe
def of_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The grounds that bear on one sheet's period, for its decider, its officer and its subject."""
    found = viewer(request)
    case = case_for(pk)
    need(access.may_see_grounds(found, case))
    sheet = case.sheet
    subject = (sheet.person_id or 0, sheet.collective_id or 0)
    mine = grounds.standing(subject[:1], subject[1:]).get(subject, [])
    rows = [row for row in mine if grounds.bears(row, sheet.cycle.starts, sheet.cycle.ends)]
    labels = {fact.key: fact.label for fact in case.rules.facts}
    shown = [(row, labels.get(row.fact, REASONS.get(row.fact, row.fact))) for row in rows]
    context = {"case": case, "sheet": sheet, "rows": shown}
    return render(request, "results/sheet_grounds.html", context)


def _labelled(rows: Iterable[Ground], found: Viewer) -> list[tuple[Ground, str, bool]]:
    """Grounds with their words, and whether the viewer may take each back."""
    every = list(rows)
    words = _words(every, found)
    own = found.person.pk if found.person else None
    return [(row, words.get(row.fact, row.fact), found.has("officer") and row.person_id != own) for row in every]


def _words(rows: list[Ground], found: Viewer) -> dict[str, str]:
    """Labels of facts by key: from the rules that bind the viewer's unit, which name the same facts alike."""
    unit = found.home
    known = actions.kinds_for(unit, found.day) if unit and rows else ()
    return REASONS | {kind.key: kind.label for kind in known}
