"""More requests at one moment than a web process answers side by side: some wait a little, the others are told when to
come again, at once. Left in the web server's own queue they would wait until their browser gives up, and so would
everybody behind them."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from canbo.office.desk import outage
from canbo.office.people.hashing import Crowded, Turnstile

SECONDS = 4.0  # what somebody waits at most for a turn
WATCHED = {"/alive/", "/ready/", "/metrics"}  # who asks whether we are well must not hear that we are busy


class TurnsMiddleware:
    """Before anything is asked of the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.turnstile = Turnstile(settings.WEB_THREADS, settings.WEB_WAITING, SECONDS)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info in WATCHED:
            return self.get_response(request)
        try:
            with self.turnstile.turn():
                return self.get_response(request)
        except Crowded:  # one raised within has become a page on its way here
            return outage.busy(request)
