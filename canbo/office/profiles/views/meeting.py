"""Pages of who meets the standard of their title: the figures, the list behind each of them, why of one person."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from canbo.office.base.pages import crumb, export_url, page_of
from canbo.office.people.access import Viewer, current, need, viewer
from canbo.office.people.models import Posting, Unit
from canbo.office.people.queries.persons import Search
from canbo.office.people.queries.units import units_under
from canbo.office.people.views.common import day_shown, spreadsheet
from canbo.office.profiles.forms.standards import JudgedFilter, MeetingFilter
from canbo.office.profiles.queries import meeting as queries
from canbo.office.profiles.queries.titles import titles
from canbo.office.profiles.sheets.standards import judged_table
from canbo.office.profiles.views.common import crumbs, person_of
from canbo.office.regulations.wording import node
from canbo.rulebook import standards


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The shares of a unit and below, of all or of a group, as of a day."""
    who, day, form, unit = _asked(request, MeetingFilter)
    group = form.cleaned_data.get("group", "")
    known = titles(day)
    search = Search(unit=unit.path if unit else "")
    people = queries.judged(queries.chosen(who.readable, day, search, group), day, known)
    below = _below(who, unit, day)
    context = {
        "filters": form, "day": day, "past": day != who.day, "unit": unit, "group": queries.GROUPS[group],
        "report": queries.report(people, day), "rows": queries.rows(below, people), "outcomes": queries.OUTCOMES,
        "officer": bool(who.begins), "query": _query(request), "has_sets": bool(known.sets),
    }  # fmt: skip
    return render(request, "profiles/meeting.html", context)


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The people behind a figure, each with what is missing; `?xuat=xlsx` for a file."""
    who, day, form, unit = _asked(request, JudgedFilter)
    said = form.cleaned_data
    search = Search(text=said.get("q", ""), unit=unit.path if unit else "")
    found = queries.judged(queries.chosen(who.readable, day, search, said.get("group", "")), day)
    if said.get("outcome"):
        found = [one for one in found if one.outcome == said["outcome"] and not one.found.exempt]
    if said.get("lack"):
        found = [one for one in found if one.answer and any(lack.label == said["lack"] for lack in one.answer.lacks)]
    if request.GET.get("xuat") == "xlsx":
        return spreadsheet(judged_table(found, f"Ngày {day:%d/%m/%Y}"), "dat-chuan-chuc-danh.xlsx")
    context = {
        "filters": form, "page": page_of(request, found), "day": day, "lack": said.get("lack", ""),
        "exports": [{"label": "Excel", "url": export_url(request)}],
        "crumbs": [crumb("Đạt chuẩn chức danh", "profiles:meeting")],
    }  # fmt: skip
    return render(request, "profiles/judged.html", context)


@require_safe
def why(request: HttpRequest, pk: int) -> HttpResponse:
    """One person against the standard of each of their posts, requirement by requirement."""
    who, person, _ = person_of(request, pk)
    day = day_shown(request, who.day)
    places = Posting.objects.filter(current(day), person=person).select_related("person", "post__unit")
    found = queries.judged(places.order_by("-primary", "pk"), day)
    traces = [
        (one, node(standards.explain(one.found.standard, one.profile, day)) if one.found.standard else None)
        for one in found
    ]
    context = {"person": person, "traces": traces, "day": day, "crumbs": crumbs(who, person)}
    return render(request, "profiles/why.html", context)


def _asked(request: HttpRequest, kind: type[MeetingFilter]) -> tuple[Viewer, date, Any, Unit | None]:
    who = viewer(request)
    need(bool(who.readable))
    day = day_shown(request, who.day)
    form = kind(who, {**request.GET.dict(), "ngay": day}, initial={"ngay": who.day})
    form.is_valid()
    return who, day, form, form.cleaned_data.get("unit")


def _below(who: Viewer, unit: Unit | None, day: date) -> list[Unit]:
    """The units a table goes down to: right below the one shown, or the tops of what the viewer reads."""
    if unit is not None:
        return list(Unit.objects.filter(current(day), parent=unit).order_by("order", "path"))
    tops = list(units_under(who.readable, day).filter(path__in=who.readable))
    return _below(who, tops[0], day) if len(tops) == 1 else tops


def _query(request: HttpRequest) -> str:
    kept = request.GET.copy()
    kept.pop("page", None)
    return kept.urlencode()
