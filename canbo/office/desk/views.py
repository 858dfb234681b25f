"""The first page, the page about the software, the gallery of components."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from canbo import rulebook
from canbo.office.base import gallery
from canbo.office.desk import today
from canbo.office.people.access import need, viewer

PROGRESS = 10  # running cycles on the first page; the list of cycles has them all


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What this person has to do today, in the order of the deadlines."""
    found = viewer(request)
    running = today.progress(found)
    shown = {
        "today": found.day,
        "todos": today.todos(found, running),
        "progress": running[:PROGRESS],
        "first_steps": today.is_new(found, running),
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
