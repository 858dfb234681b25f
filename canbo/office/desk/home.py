"""The first page: what this person has to do today."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def page(request: HttpRequest) -> HttpResponse:
    """Tasks of the day, in the order of their deadlines."""
    return render(request, "desk/home.html", {})
