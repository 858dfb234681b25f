"""What the pages of this room share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest
from django.urls import reverse

from canbo.office.base.errors import ActionError
from canbo.office.evaluations.actions import Report
from canbo.office.evaluations.errors import NotAssigned
from canbo.office.people.access import Viewer, need
from canbo.office.people.models import Person

PAGE = 50


def person_of(viewer: Viewer) -> Person:
    """The person of the account; 404 for a technical account."""
    need(viewer.person is not None)
    assert viewer.person is not None
    return viewer.person


def attempt(request: HttpRequest, act: Callable[[], object], done: str) -> bool:
    """Do an act and say so; a refusal is shown instead, a stranger gets 404."""
    try:
        act()
    except NotAssigned as error:
        raise Http404("not theirs") from error
    except ActionError as error:
        messages.error(request, str(error))
        return False
    messages.success(request, done)
    return True


def attempt_form(request: HttpRequest, form: Form, act: Callable[[], object], done: str) -> bool:
    """Do the act of a form and say so; a refusal stands over the form with what was typed, a stranger gets 404."""
    try:
        act()
    except NotAssigned as error:
        raise Http404("not theirs") from error
    except ActionError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, done)
    return True


def tell(request: HttpRequest, report: Report, done: str) -> None:
    """What an act on many sheets did, and which it could not do and why. Strangers' sheets are told as nothing."""
    if report.done:
        messages.success(request, f"{done} {len(report.done)} phiếu.")
    reasons = [str(error) for _, error in report.refused if not isinstance(error, NotAssigned)]
    if strangers := len(report.refused) - len(reasons):
        reasons.append(f"{strangers} phiếu không giao cho bạn.")
    if reasons:
        shown = " ".join(f"({number}) {reason}" for number, reason in enumerate(reasons[:8], start=1))
        more = f" … và {len(reasons) - 8} phiếu khác." if len(reasons) > 8 else ""
        messages.error(request, f"Không làm được {len(report.refused)} phiếu: {shown}{more}")
    if not report.done and not report.refused:
        messages.error(request, "Chưa chọn phiếu nào. Hãy đánh dấu ở đầu dòng.")


def picked(request: HttpRequest, name: str = "sheet") -> list[int]:
    """The ids ticked in a list; what cannot be an id is left out."""
    given = request.POST.getlist(name)
    return [int(text) for text in given if text.isascii() and text.isdigit() and len(text) < 19][:2000]


def page_of(request: HttpRequest, rows: QuerySet[Any] | list[Any], size: int = PAGE) -> Page[Any]:
    return Paginator(rows, size).get_page(request.GET.get("page"))


def crumb(label: str, name: str, *args: object) -> dict[str, str]:
    return {"label": label, "url": reverse(name, args=args)}
