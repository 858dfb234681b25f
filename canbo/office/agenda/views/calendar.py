"""The calendar: a month or a list, of oneself or of a unit one reads; as a spreadsheet with `?xuat=xlsx`."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from canbo.office.agenda import queries, sheets
from canbo.office.agenda.entries import Entry, Span
from canbo.office.agenda.forms import CalendarForm
from canbo.office.base.pages import export_url
from canbo.office.cycles import holidays
from canbo.office.people.access import Viewer, need, one, viewer
from canbo.office.people.models import Unit
from canbo.office.people.queries.units import unit_choices
from canbo.office.people.views.common import spreadsheet
from canbo.rulebook.amounts import natural

COUNTED_SECONDS = 60  # how long a browser may keep the number beside “Hôm nay”
EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)


@dataclass(frozen=True, slots=True)
class Day:
    """A field of the month: its entries, and the name of a day off."""

    day: date
    entries: tuple[Entry, ...]
    off: str
    inside: bool


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The calendar of a month."""
    who = viewer(request)
    default = {"view": "month", "month": f"{who.day:%Y-%m}"}
    form = CalendarForm(unit_choices(who.readable, who.day), default | request.GET.dict(), initial=default)
    form.full_clean()
    chosen = form.cleaned_data
    unit = _unit(who, request.GET.get("unit", ""))
    first = _month(chosen.get("month", ""), who.day)
    span = Span(first, first.replace(day=monthrange(first.year, first.month)[1]))
    shown = _entries(who, unit, span, chosen.get("kind", ""))
    if request.GET.get("xuat") == "xlsx":
        title = f"Hạn việc tháng {first.month}/{first.year}, {unit.name if unit else who.person or who.account}"
        return spreadsheet(sheets.deadlines(shown, title, who.day), f"lich-{first:%Y-%m}.xlsx")
    context = {
        "form": form, "entries": shown, "today": who.day, "unit": unit, "first": first, "officer": who.has("officer"),
        "is_list": chosen.get("view") == "list", "off": holidays.named(span.first, span.last).items(),
        "before": f"{first - timedelta(days=1):%Y-%m}" if first > EARLIEST else "",
        "after": f"{span.last + timedelta(days=1):%Y-%m}" if span.last < LATEST else "",
        "weeks": weeks(span, shown), "weekdays": sheets.WEEKDAYS,
        "exports": [{"label": "Excel", "url": export_url(request)}],
    }  # fmt: skip
    return render(request, "agenda/index.html", context)


def _unit(who: Viewer, asked: str) -> Unit | None:
    """The unit asked for, None for oneself; 404 where the viewer does not read it."""
    if not asked:
        return None
    pk = natural(asked)
    need(pk is not None)
    found = one(Unit.objects.all(), pk=pk)
    need(who.reads(found.path))
    return found


def _month(text: str, today: date) -> date:
    first = date(int(text[:4]), int(text[5:]), 1) if text else today.replace(day=1)
    return min(max(first, EARLIEST), LATEST.replace(day=1))


def _entries(who: Viewer, unit: Unit | None, span: Span, kind: str) -> list[Entry]:
    found = queries.of_unit(who, unit, span) if unit else queries.personal(who, span)
    return [entry for entry in found if not kind or entry.kind == kind]


def weeks(span: Span, entries: Iterable[Entry]) -> list[list[Day]]:
    """The month in weeks from Monday to Sunday, filled up with the days around it (which show nothing)."""
    by_day: dict[date, list[Entry]] = {}
    for entry in entries:
        if entry.day:
            by_day.setdefault(entry.day, []).append(entry)
    day = span.first - timedelta(days=span.first.weekday())
    last = span.last + timedelta(days=6 - span.last.weekday())
    off = holidays.named(day, last)
    days = []
    while day <= last:
        days.append(Day(day, tuple(by_day.get(day, ())), off.get(day, ""), day in span))
        day += timedelta(days=1)
    return [days[start : start + 7] for start in range(0, len(days), 7)]


@require_safe
def pressing(request: HttpRequest) -> HttpResponse:
    """How many things are overdue or due today: the number beside “Hôm nay”, asked for after the page is there."""
    who = viewer(request)
    number = sum(1 for entry in queries.todos(who) if entry.day and entry.day <= who.day)
    response = render(request, "agenda/parts/pressing.html", {"number": number})
    patch_cache_control(response, private=True, max_age=COUNTED_SECONDS)
    return response
