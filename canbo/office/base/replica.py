"""Dashboards read from a copy of the database where a setting names one.

Only pages that are read (GET) in the room of dashboards, and only the tables they count: who somebody is, what they may
see and what they kept a moment ago is always asked of the primary, so that a copy that lags shows older figures and
nothing else. Nothing is ever written there. While the copy is away the primary is asked everything.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connections
from django.db.models import Model
from django.http import HttpRequest, HttpResponse

ALIAS = "replica"
ROOMS = {"insight"}
# Tables of which a stale answer would let somebody in, or lose what they just kept; and what Django keeps for itself.
CURRENT = {
    "base", "people", "insight", "regulations", "sessions", "contenttypes", "auth", "axes", "account", "mfa",
    "django_tasks_database",
}  # fmt: skip

AGAIN_SECONDS = 15.0  # until a copy that was away is asked again: a dashboard is not to wait for it each time
log = logging.getLogger("canbo.replica")

_reading: ContextVar[bool] = ContextVar("reads the replica", default=False)


class Router:
    """Django's question which database a statement goes to."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        """The copy for what a dashboard counts; no opinion otherwise."""
        return ALIAS if _reading.get() and model._meta.app_label not in CURRENT else None

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        """The primary, also for a row that was read from the copy."""
        return "default"

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool:
        """Both hold the same rows."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """The copy gets its tables from the primary."""
        return db != ALIAS


class ReplicaMiddleware:
    """Lets the pages of these rooms read from the copy, from the moment the view is called."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _reading.set(False)
        try:
            return self.get_response(request)
        finally:
            _reading.reset(token)

    def process_view(self, request: HttpRequest, *_: object) -> None:
        found = request.resolver_match
        if ALIAS in settings.DATABASES and request.method in {"GET", "HEAD"} and found and found.app_name in ROOMS:
            _reading.set(copy.answers())


class Copy:
    """Whether the copy is there, as this process last saw it."""

    def __init__(self) -> None:
        self.away_until = 0.0

    def answers(self) -> bool:
        """Asked at most every `AGAIN_SECONDS` while it does not."""
        if time.monotonic() < self.away_until:
            return False
        try:
            with connections[ALIAS].cursor():
                return True
        except DatabaseError as error:
            log.warning("the replica is away: %s", type(error).__name__)
            self.away_until = time.monotonic() + AGAIN_SECONDS
            return False


copy = Copy()
