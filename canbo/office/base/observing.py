"""Around every request: how long it took, how many statements it asked of the database, under which number.

Told to the log and to the metrics by the name of the route, never by the address: addresses hold numbers of people.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponse

from canbo.office.base import metrics

LOGGER = "canbo.request"
NUMBER = re.compile(r"[0-9a-f]{16,64}")
log = logging.getLogger(LOGGER)


@dataclass(slots=True)
class Seen:
    """A request on its way."""

    id: str = field(default_factory=lambda: uuid4().hex)
    statements: int = 0

    def __call__(self, execute: Callable[..., Any], *given: Any) -> Any:
        """Count a statement (as a wrapper of Django's)."""
        self.statements += 1
        return execute(*given)


_now: ContextVar[Seen | None] = ContextVar("request", default=None)


def current() -> Seen | None:
    """The request this thread is answering; None in background work."""
    return _now.get()


class ObservingMiddleware:
    """The outermost: what it does not see did not happen."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        seen, began = begun(request), time.perf_counter()
        token = _now.set(seen)
        wrappers = [each.execute_wrappers for each in connections.all()]
        for each in wrappers:
            each.append(seen)
        try:
            response = self.get_response(request)
            seconds = time.perf_counter() - began
            route = route_of(request)
            metrics.answered(route, response.status_code, seconds, seen.statements)
            if log.isEnabledFor(logging.INFO):
                log.info("answered", extra={"seen": line(request, route, response, seconds, seen)})
        finally:
            for each in wrappers:
                each.remove(seen)
            _now.reset(token)
        response["X-Request-ID"] = seen.id
        return response


def begun(request: HttpRequest) -> Seen:
    """Under the number that our own proxy gave it, else under a new one."""
    given = request.headers.get("X-Request-ID", "") if settings.BEHIND_PROXY else ""
    return Seen(given) if NUMBER.fullmatch(given) else Seen()


def route_of(request: HttpRequest) -> str:
    """The name of the matched route; `static` for files, `none` where nothing matched."""
    if request.resolver_match is not None:
        return request.resolver_match.view_name or "unnamed"
    return "static" if request.path_info.startswith(settings.STATIC_URL) else "none"


def line(request: HttpRequest, route: str, response: HttpResponse, seconds: float, seen: Seen) -> dict[str, object]:
    """What the log keeps of a request."""
    method = request.method if request.method in {"GET", "HEAD", "POST", "OPTIONS"} else "other"
    return {
        "route": route, "method": method, "status": response.status_code, "ms": round(1000 * seconds, 1),
        "statements": seen.statements,
    }  # fmt: skip
