"""The first page, the page about the software, the gallery of components."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from canbo import rulebook
from canbo.office.agenda import queries as agenda
from canbo.office.base import gallery
from canbo.office.people.access import need, viewer


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What this person has to do today, the overdue first, each with one click to do it; running cycles below."""
    found = viewer(request)
    running = agenda.progress(found)
    shown = {
        "today": found.day,
        "groups": agenda.groups(agenda.todos(found), found.day),
        "progress": running,
        "first_steps": agenda.is_new(found, running),
    }
    return render(request, "desk/home.html", shown)


@require_GET
def about(request: HttpRequest) -> HttpResponse:
    """What this is, under which licence, with which instruments, and what it does not know."""
    return render(request, "desk/about.html", {"packs": rulebook.library()})


def gallery_page(request: HttpRequest) -> HttpResponse:
    """Every component from the real templates, for officers and administrators."""
    need(viewer(request).has("officer", "administrator"))
    return gallery.gallery(request)


def gallery_save(request: HttpRequest, row: int) -> HttpResponse:
    """Where the gallery's sample grid pretends to save."""
    need(viewer(request).has("officer", "administrator"))
    return gallery.gallery_save(request, row)
