"""What the pages of this room share: the day shown, forms that run an action, spreadsheets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from canbo.office.base.errors import ActionError
from canbo.office.base.files import CONTENT_TYPES
from canbo.office.base.pages import saved
from canbo.office.people.forms.picking import ASKED, PersonField, listed
from canbo.paperwork.dates import DateError, parse_date


def day_shown(request: HttpRequest, today: date) -> date:
    """The day asked for with `?ngay=`, today when none or nonsense is."""
    try:
        return parse_date(request.GET.get("ngay", "")).day or today
    except DateError:
        return today


def act(
    request: HttpRequest, form: forms.Form, run: Callable[[], str], *, heading: str, submit: str, cancel: str,
    **extra: Any,
) -> HttpResponse:  # fmt: skip
    """Show a form, or run its action: `run` acts on the cleaned form and returns where to go next.

    A refusal is shown over the form with everything typed still in it.
    """
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(run())
        except ActionError as error:
            form.add_error(None, str(error))
    context = {"form": form, "heading": heading, "submit": submit, "cancel_url": cancel, **extra}
    return render(request, "people/form.html", context, status=422 if form.errors else 200)


def attempt(request: HttpRequest, run: Callable[[], object], done: str, back: str) -> HttpResponse:
    """Run an action that has no form of its own; say how it went on the page we go back to."""
    try:
        run()
    except ActionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect(back)


def spreadsheet(data: bytes, name: str) -> HttpResponse:
    """An .xlsx to save."""
    return saved(data, name, CONTENT_TYPES["xlsx"])


def matches_part(request: HttpRequest, form: forms.Form) -> HttpResponse | None:
    """The persons who match what is being typed into a `PersonField` of the form, where that is what is asked."""
    name = request.GET.get(ASKED, "")
    field = form.fields.get(name)
    if not isinstance(field, PersonField):
        return None
    text = request.GET.get(name, "")
    return HttpResponse(listed(name, field.search(text), "") if text.strip() else "")
