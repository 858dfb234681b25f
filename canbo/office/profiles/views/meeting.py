"""Pages of who meets the standard of their title: the figures, the list behind each of them, why of one person."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
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
from canbo.office.profiles.queries.alike import OUTCOMES
from canbo.office.profiles.queries.titles import titles
from canbo.office.profiles.sheets.standards import judged_table, shares_table
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
    top, below = _below(who, unit, day)
    shown = [*([top] if top else []), *below]
    people = queries.counted(queries.chosen(who.readable, day, search, group), day, known, shown)
    rows = queries.rows(top, below, people) if below else []
    if request.GET.get("xuat") == "xlsx":
        about = [unit.name if unit else "Mọi đơn vị phụ trách", queries.GROUPS[group]]
        return spreadsheet(shares_table(queries.report(people), rows, day, about), "ty-le-dat-chuan.xlsx")
    context = {
        "filters": form, "day": day, "past": day != who.day, "unit": unit, "group": queries.GROUPS[group],
        "group_key": group, "report": queries.report(people), "outcomes": OUTCOMES,
        "rows": rows, "exports": [{"label": "Excel", "url": export_url(request)}],
        "officer": bool(who.begins), "query": _query(request), "has_sets": bool(known.sets),
    }  # fmt: skip
    return render(request, "profiles/meeting.html", context)


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The people behind a figure, each with what is missing; `?xuat=xlsx` for a file."""
    who, day, form, unit = _asked(request, JudgedFilter)
    said = form.cleaned_data
    search = Search(text=said.get("q", ""), unit=unit.path if unit else "")
    rows = queries.chosen(who.readable, day, search, said.get("group", ""))
    found: QuerySet[Posting, int] | list[int]
    if said.get("outcome") or said.get("lack"):
        found = queries.listed(rows, day, said.get("outcome", ""), said.get("lack", ""))
    else:
        found = rows.values_list("pk", flat=True)
    if request.GET.get("xuat") == "xlsx":
        people = queries.judged(queries.loaded(found), day)
        return spreadsheet(judged_table(people, f"Ngày {day:%d/%m/%Y}"), "dat-chuan-chuc-danh.xlsx")
    page = page_of(request, found)
    page.object_list = queries.judged(queries.loaded(page.object_list), day)
    context = {
        "filters": form, "page": page, "day": day, "lack": said.get("lack", ""),
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
    context = {
        "person": person,
        "traces": traces,
        "day": day,
        "matches": bool(who.begins),
        "crumbs": crumbs(who, person),
    }
    return render(request, "profiles/why.html", context)


def _asked(request: HttpRequest, kind: type[MeetingFilter]) -> tuple[Viewer, date, Any, Unit | None]:
    who = viewer(request)
    need(bool(who.readable))
    day = day_shown(request, who.day)
    form = kind(who, {**request.GET.dict(), "ngay": day}, initial={"ngay": who.day})
    form.is_valid()
    return who, day, form, form.cleaned_data.get("unit")


def _below(who: Viewer, unit: Unit | None, day: date) -> tuple[Unit | None, list[Unit]]:
    """What a table goes down from and to: the unit shown and those right below it, or the tops of what the viewer
    reads."""
    if unit is not None:
        return unit, list(Unit.objects.filter(current(day), parent=unit).order_by("order", "path"))
    tops = list(units_under(who.readable, day).filter(path__in=who.readable))
    return _below(who, tops[0], day) if len(tops) == 1 else (None, tops)


def _query(request: HttpRequest) -> str:
    kept = request.GET.copy()
    kept.pop("page", None)
    return kept.urlencode()
