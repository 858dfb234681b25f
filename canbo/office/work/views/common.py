"""What the pages of this room share: the month shown, whom the viewer leads, what is sent once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest
from django.utils import timezone

from canbo.office.base import pages
from canbo.office.people.access import Viewer, need
from canbo.office.people.models import Posting, Unit
from canbo.office.work.access import Command
from canbo.office.work.actions import AlreadyDone
from canbo.rulebook import RuleError
from canbo.rulebook.process import Period


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


def attempt_once(request: HttpRequest, act: Callable[[], object], done: str, form: Form | None = None) -> bool:
    """`attempt` for what bears the name of its page: the very same sent again is told and taken as done; something
    else sent from the same page is refused, and goes through from the page shown then."""
    try:
        return pages.attempt(request, act, done, form)
    except AlreadyDone as error:
        if error.is_same:
            messages.info(request, str(error))
        elif form is None:
            messages.error(request, str(error))
        else:
            form.add_error(None, str(error))
        return error.is_same


def page_name(request: HttpRequest) -> str:
    """The name a page was sent under (see `actions.once`); nothing where it bore none."""
    return request.POST.get("page", "")


def leads(viewer: Viewer) -> Command:
    """Whom the viewer leads; 404 for somebody who leads nobody."""
    found = Command.of(viewer)
    need(bool(found.paths))
    return found


def chosen_unit(request: HttpRequest, units: Sequence[Unit]) -> Unit:
    """The unit asked for with `?don_vi=`, among those shown; else the first. 404 where another is asked for."""
    asked = request.GET.get("don_vi", "")
    if not asked:
        return units[0]
    found = next((unit for unit in units if str(unit.pk) == asked), None)
    if found is None:
        raise Http404("no such unit")
    return found


def export_url(request: HttpRequest) -> list[dict[str, str]]:
    """The address of the same list, filters and all, as a spreadsheet."""
    return [{"label": "Tải Excel", "url": pages.export_url(request)}]


def names(postings: Sequence[Posting]) -> list[tuple[int, str]]:
    """People as a select offers them: name and post."""
    return [(row.person_id, f"{row.person.full_name}, {row.post.title}") for row in postings]
