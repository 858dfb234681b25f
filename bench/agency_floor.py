"""The office's addresses, and the baseline of every page: the whole middleware, the smallest view, one query."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from canbo.office.people.models import Unit


def bare(request: HttpRequest) -> HttpResponse:
    """One query and its text, behind the login and all the middleware."""
    return HttpResponse(str(Unit.objects.first()))


def frame(request: HttpRequest) -> HttpResponse:
    """The same in the office's frame: navigation, name, nothing else."""
    return render(request, "base/base.html", {"unit": Unit.objects.first()})


urlpatterns = [
    path("bench/bare/", bare),
    path("bench/frame/", frame),
    path("", include("canbo.office.urls")),
]
