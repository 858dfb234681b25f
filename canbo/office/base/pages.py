"""What pages of every room do alike: do an act and tell, turn the pages of a list, give a file to save."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header

from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.base.files import CONTENT_TYPES
from canbo.rulebook.amounts import natural

PAGE = 50
T = TypeVar("T")


def given(request: HttpRequest, act: Callable[[], T], form: Form | None = None) -> T | None:
    """What an act gives, or None where it is refused: a refusal stands over the form with what was typed, or above the
    page; what is not theirs is answered as if it did not exist."""
    try:
        return act()
    except NotTheirs as error:
        raise Http404("not theirs") from error
    except ActionError as error:
        if form is None:
            messages.error(request, str(error))
        else:
            form.add_error(None, str(error))
        return None


def attempt(request: HttpRequest, act: Callable[[], object], done: str, form: Form | None = None) -> bool:
    """Do an act and say so; False where it is refused, as `given`."""
    if given(request, lambda: (act(),), form) is None:
        return False
    messages.success(request, done)
    return True


def page_of(request: HttpRequest, rows: Any, size: int = PAGE) -> Page[Any]:
    """The page of a list asked for with `?page=`."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


def crumb(label: str, name: str, *args: object) -> dict[str, str]:
    """A step of the way back: a page by its name."""
    return {"label": label, "url": reverse(name, args=args)}


def picked(request: HttpRequest, name: str, most: int = 2000) -> list[int]:
    """The ids ticked in a list, at most so many; what cannot be an id is left out."""
    return [pk for text in request.POST.getlist(name) if (pk := natural(text)) is not None][:most]


def export_url(request: HttpRequest) -> str:
    """The address of the same list, filters and all, as a spreadsheet."""
    query = request.GET.copy()
    query.pop("page", None)
    query["xuat"] = "xlsx"
    return "?" + query.urlencode()


def saved(data: bytes | str, name: str, content_type: str) -> HttpResponse:
    """A file to save, never rendered by the browser in our origin; its name may be Vietnamese."""
    response = HttpResponse(data, content_type=content_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def saved_as(data: bytes, name: str, kind: str) -> HttpResponse:
    """A file to save under a name that gets its extension, `kind`: pdf, docx, xlsx."""
    return saved(data, f"{name}.{kind}", CONTENT_TYPES[kind])
