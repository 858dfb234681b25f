"""Lists: who needs what, the turns of some time with their counts."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from canbo.office.base.pages import export_url, page_of, saved_as
from canbo.office.people.access import need, viewer
from canbo.office.training import law, queries, sheets
from canbo.office.training.forms import NeedFilter, TurnFilter
from canbo.office.training.queries.needs import SOURCES, Need
from canbo.office.training.queries.turns import named
from canbo.office.training.views.common import paths_of
from canbo.paperwork.names import search_key


@require_safe
def needs(request: HttpRequest) -> HttpResponse:
    """Who needs training and why."""
    found = viewer(request)
    need(bool(found.readable))
    form = NeedFilter(found, request.GET or None)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    paths = paths_of(found, chosen.get("unit", ""))
    every = queries.needs(paths, found.day, plans=found.readable)
    kept = [one for one in every if _fits(one, chosen)]
    if request.GET.get("xuat") == "xlsx":
        return saved_as(sheets.needs(kept), "Nhu cầu đào tạo, bồi dưỡng", "xlsx")
    context = {
        "form": form, "page": page_of(request, kept),
        "summed": [(source, SOURCES[source], *rest) for source, *rest in queries.summed(every)],
        "silent": law.weakness(min(paths, key=len), found.day).gap is None, "keeps": bool(found.begins),
        "exports": [{"label": "Excel", "url": export_url(request)}],
    }  # fmt: skip
    return render(request, "training/needs.html", context)


def _fits(one: Need, chosen: dict[str, str]) -> bool:
    what, who = search_key(chosen.get("what", "")), search_key(chosen.get("q", ""))
    source = chosen.get("source")
    right = (not source or one.source == source) and (not what or what in search_key(one.what))
    return right and (not who or who in search_key(one.place.person.full_name))


@require_safe
def turns(request: HttpRequest) -> HttpResponse:
    """The turns of some time, with the figures a report publishes."""
    found = viewer(request)
    need(bool(found.readable))
    form = TurnFilter(found, request.GET or None)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    since, until = chosen.get("since") or date(found.day.year, 1, 1), chosen.get("until") or found.day
    paths = paths_of(found, chosen.get("unit", ""))
    counted = queries.turns(paths, since, until)
    rows = named(queries.within(paths, since, until), chosen.get("q", ""))
    if step := chosen.get("step"):
        kind, _, wanted = step.partition(":")
        rows = rows.filter(course__kind=kind, course__step=wanted)
    rows = rows.order_by("-course__starts", "course_id", "person__sort_key", "id")
    if request.GET.get("xuat") == "xlsx":
        return saved_as(sheets.turns(rows), "Lượt đào tạo, bồi dưỡng", "xlsx")
    page = page_of(request, rows)
    context = {
        "form": form, "page": page, "counted": counted, "since": since, "until": until, "keeps": found.has("officer"),
        "rows": [(row, queries.newest(row), law.qualification(row.course.kind, row.course.step)) for row in page],
        "exports": [{"label": "Excel", "url": export_url(request)}],
    }  # fmt: skip
    return render(request, "training/turns.html", context)
