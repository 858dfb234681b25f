"""What the pages of this room share: a commitment one may see, what its page shows, refusals told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from canbo.office.base.errors import ActionError
from canbo.office.base.files import CONTENT_TYPES
from canbo.office.base.views import attachment
from canbo.office.commitments import access, standing
from canbo.office.commitments.errors import NotTheirs
from canbo.office.commitments.standing import Case
from canbo.office.commitments.superiors import superiors
from canbo.office.people.access import Viewer, need, viewer
from canbo.office.people.models import Person

PAGE = 50


def case_for(request: HttpRequest, pk: int) -> tuple[Case, int | None]:
    """A commitment the viewer may read, and its direct superior of today; 404 otherwise."""
    case = standing.one(pk)
    need(case is not None)
    assert case is not None
    found = viewer(request)
    above = superiors([case.commitment], found.day)[pk]
    need(access.may_read(found, case.commitment, above))
    return case, above


def person_of(found: Viewer) -> Person:
    """The person of the account; 404 for a technical account."""
    need(found.person is not None)
    assert found.person is not None
    return found.person


def attempt(request: HttpRequest, act: Callable[[], object], done: str, form: Form | None = None) -> bool:
    """Do an act and say so. A refusal stands over the form with what was typed (or above the page), a stranger gets
    404."""
    try:
        act()
    except NotTheirs as error:
        raise Http404("not theirs") from error
    except ActionError as error:
        if form is None:
            messages.error(request, str(error))
        else:
            form.add_error(None, str(error))
        return False
    messages.success(request, done)
    return True


def picked(request: HttpRequest) -> list[int]:
    """The ids ticked in a list; what cannot be an id is left out."""
    given = request.POST.getlist("commitment")
    return [int(text) for text in given if text.isascii() and text.isdigit() and len(text) < 19][:5000]


def page_of(request: HttpRequest, rows: Any, size: int = PAGE) -> Page[Any]:
    return Paginator(rows, size).get_page(request.GET.get("page"))


def crumb(label: str, name: str, *args: object) -> dict[str, str]:
    return {"label": label, "url": reverse(name, args=args)}


def saved(data: bytes, name: str, kind: str) -> HttpResponse:
    """A file to save; `kind` is its extension."""
    response = HttpResponse(data, content_type=CONTENT_TYPES[kind])
    response.headers["Content-Disposition"] = attachment(f"{name}.{kind}")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
