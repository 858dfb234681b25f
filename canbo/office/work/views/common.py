"""What the pages of this room share: the month shown, whom the viewer leads, acts and their refusals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from canbo.office.base.errors import ActionError
from canbo.office.base.files import CONTENT_TYPES
from canbo.office.base.views import attachment
from canbo.office.people.access import Viewer, need
from canbo.office.people.models import Person, Posting, Unit
from canbo.office.work.access import Command
from canbo.office.work.actions import NotTheirs
from canbo.office.work.queries.board import units_led
from canbo.rulebook import RuleError
from canbo.rulebook.process import Period

PAGE = 50


def month_of(request: HttpRequest) -> Period:
    """The month asked for with `?thang=2026-11`; this one when none or nonsense is."""
    today = timezone.localdate()
    now = Period("month", today.year, today.month)
    try:
        found = Period.parse(request.POST.get("thang") or request.GET.get("thang", ""))
    except RuleError:
        return now
    return found if found.kind == "month" and 2000 <= found.year <= 2100 else now


def before(month: Period) -> Period:
    """The month before."""
    day = month.starts - timedelta(days=1)
    return Period("month", day.year, day.month)


def around(month: Period) -> dict[str, Any]:
    """What a page says of its month and how to turn to others."""
    return {"month": month, "before": before(month), "after": month.next()}


def person_of(viewer: Viewer) -> Person:
    """The person of the account; 404 for a technical account."""
    need(viewer.person is not None)
    assert viewer.person is not None
    return viewer.person


def leads(viewer: Viewer) -> Command:
    """Whom the viewer leads; 404 for somebody who leads nobody."""
    found = Command.of(viewer)
    need(bool(found.paths))
    return found


def chosen_unit(request: HttpRequest, tops: Sequence[str], viewer: Viewer) -> tuple[Unit, list[Unit]]:
    """The unit asked for with `?don_vi=`, among those at and below the tops; else the first. 404 where there is none,
    or another is asked for."""
    units = units_led(tops, viewer.day)
    need(bool(units))
    asked = request.GET.get("don_vi", "")
    if not asked:
        return units[0], units
    found = next((unit for unit in units if str(unit.pk) == asked), None)
    if found is None:
        raise Http404("no such unit")
    return found, units


def attempt(request: HttpRequest, act: Callable[[], object], done: str, form: Form | None = None) -> bool:
    """Do an act and say so; a refusal stands over the form with what was typed, or above the page; work that is not
    theirs is answered as if it did not exist."""
    try:
        act()
    except NotTheirs as error:
        raise Http404("not theirs") from error
    except ActionError as error:
        if form is not None:
            form.add_error(None, str(error))
        else:
            messages.error(request, str(error))
        return False
    messages.success(request, done)
    return True


def page_of(request: HttpRequest, rows: Any, size: int = PAGE) -> Page[Any]:
    return Paginator(rows, size).get_page(request.GET.get("page"))


def crumb(label: str, name: str, *args: object) -> dict[str, str]:
    return {"label": label, "url": reverse(name, args=args)}


def spreadsheet(data: bytes, name: str) -> HttpResponse:
    """An .xlsx to save."""
    response = HttpResponse(data, content_type=CONTENT_TYPES["xlsx"])
    response.headers["Content-Disposition"] = attachment(name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def export_url(request: HttpRequest) -> list[dict[str, str]]:
    """The address of the same list, filters and all, as a spreadsheet."""
    query = request.GET.copy()
    query.pop("page", None)
    query["xuat"] = "xlsx"
    return [{"label": "Tải Excel", "url": "?" + query.urlencode()}]


def names(postings: Sequence[Posting]) -> list[tuple[int, str]]:
    """People as a select offers them: name and post."""
    return [(row.person_id, f"{row.person.full_name}, {row.post.title}") for row in postings]
