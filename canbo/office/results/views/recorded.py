"""Grounds: the officer's list, recording about one person or unit, taking back; the grounds behind one sheet."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from canbo.office.base.errors import ActionError
from canbo.office.base.pages import attempt, crumb, page_of
from canbo.office.evaluations.errors import NotAssigned
from canbo.office.people.access import Viewer, current, need, one, viewer
from canbo.office.people.models import Person, Unit
from canbo.office.people.queries.persons import named
from canbo.office.results import access, actions, grounds
from canbo.office.results.forms import GroundForm, RevokeForm
from canbo.office.results.models import Ground
from canbo.office.results.queries.recorded import about, recorded_for, units_under
from canbo.office.results.views.common import case_for
from canbo.rulebook.aggregate import REASONS

FOUND = 20


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The grounds one keeps, with a search for whom to record about; one's own for everybody else."""
    found = viewer(request)
    officer = found.has("officer")
    need(officer or found.person is not None)
    q = request.GET.get("q", "").strip()
    people = list(access.people_under(found).filter(named(q)).order_by("sort_key")[:FOUND]) if officer and q else []
    units = list(units_under(found, q).filter(current(found.day))[:FOUND]) if officer and q else []
    page = page_of(request, recorded_for(found, q))
    context = {
        "page": page, "rows": _labelled(page, found), "officer": officer, "q": q, "people": people, "units": units,
    }  # fmt: skip
    return render(request, "results/grounds.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a ground about a person of the officer's subtree."""
    found = viewer(request)
    row = one(access.people_under(found), pk=pk)
    home = access.home_of(row, found)
    need(home is not None and access.under(found, home.path))
    assert home is not None
    return _about(request, found, row, home)


@require_http_methods(["GET", "HEAD", "POST"])
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a ground about a unit of the officer's subtree."""
    found = viewer(request)
    row = one(units_under(found), pk=pk)
    return _about(request, found, row, row)


def _about(request: HttpRequest, found: Viewer, subject: Person | Unit, home: Unit) -> HttpResponse:
    """The grounds about a person or unit, and a form for one more. `home`: the unit whose rules say what may be."""
    whom = {"person": subject} if isinstance(subject, Person) else {"collective": subject}
    form = GroundForm(request.POST or None, actions.kinds_for(home, found.day, collective="collective" in whom))
    if isinstance(subject, Unit):
        form.fields["until"].help_text = "Chỉ nhập khi căn cứ kéo dài."
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        act = partial(
            actions.record_ground, actor=found.account, fact=given["fact"], value=given["value"], day=given["day"],
            until=given["until"], degree=given["degree"], document=given["document"], **whom,
        )  # fmt: skip
        if attempt(request, act, f"Đã ghi căn cứ về {subject}.", form):
            return redirect(*page_about(subject))
    context = {
        "subject": subject, "unit": home, "form": form, "rows": _labelled(about(subject), found),
        "crumbs": [crumb("Căn cứ", "results:grounds")],
    }  # fmt: skip
    return render(request, "results/ground_about.html", context, status=422 if form.errors else 200)


def page_about(subject: Person | Unit) -> tuple[str, int]:
    """The page of the grounds about a person or unit: its name and argument."""
    return "results:ground_person" if isinstance(subject, Person) else "results:ground_unit", subject.pk


@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a ground back."""
    found = viewer(request)
    mine = Q(person__in=access.people_under(found).values("pk")) | Q(collective__in=units_under(found).values("pk"))
    rows = Ground.objects.filter(mine, revokes=None, revoked_by=None)
    row = one(rows.select_related("person", "collective"), pk=pk)
    subject = row.person or row.collective
    assert subject is not None  # the table's own constraint
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
            return redirect(*page_about(subject))
    context = {
        "ground": row, "subject": subject, "back": reverse(page_about(subject)[0], args=[subject.pk]), "form": form,
        "crumbs": [crumb("Căn cứ", "results:grounds")],
    }  # fmt: skip
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
    officer = found.has("officer")
    return [
        (row, words.get(row.fact, row.fact), officer and (row.person_id is None or row.person_id != own))
        for row in every
    ]


def _words(rows: list[Ground], found: Viewer) -> dict[str, str]:
    """Labels of facts by key: from the rules that bind the viewer's unit, which name the same facts alike."""
    unit = found.home
    known = actions.kinds_for(unit, found.day) if unit and rows else ()
    return REASONS | {kind.key: kind.label for kind in known}
