"""A person's years: one's own, and of a person in the subtree one reads."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from canbo.office.base.pages import crumb
from canbo.office.insight import charts
from canbo.office.insight.queries.beside import beside
from canbo.office.insight.queries.rounds import KINDS
from canbo.office.insight.queries.years import Years, of_kind, years
from canbo.office.people.access import need, one, person_of, viewer
from canbo.office.people.models import Person
from canbo.office.people.queries.persons import seen


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """One's own years."""
    return _page(request, person_of(viewer(request)))


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """The years of somebody in a unit the viewer reads."""
    return _page(request, one(seen(viewer(request)), pk=pk))


def _page(request: HttpRequest, person: Person) -> HttpResponse:
    found = viewer(request)
    told = years(found, person, found.day)
    need(told is not None)
    assert told is not None
    shown = {
        "told": told, "beside": beside(found, person, found.day), "person": person, "charts": _charts(told),
        "explains": found.has("officer", "auditor"),
        "crumbs": [] if told.own else [crumb(person.full_name, "people:person", person.pk)],
    }  # fmt: skip
    return render(request, "insight/years.html", shown)


def _charts(told: Years) -> list[tuple[str, SafeString]]:
    """A chart for each kind of period that has more than one grade."""
    found = []
    for kind, word in KINDS.items():
        points = [
            (grade.brief, grade.rank, reverse("results:result", args=[grade.state.sheet_id]))
            for grade in of_kind(told.grades, kind)
        ]
        if len(points) > 1:
            label = f"Kết quả theo {word.lower()} của {told.person.full_name}"
            found.append((f"Theo {word.lower()}", charts.steps(points, told.levels, label)))
    return found
