"""Connections kept between requests: asked whether they still live, but not those that answered a moment ago.

Django asks at each request, which is one of nine ways to the server and back of a save. A server that ended within that
second is told to whoever asked as any other outage, and what saves itself is sent again.
"""

from __future__ import annotations

import time

from django.core.signals import request_started
from django.db import connections

TRUSTED_SECONDS = 1.0
_LAST = "canbo_last_request"


def start() -> None:
    """Look at the connections at the begin of each request, after Django has closed those that failed."""
    request_started.connect(trust, dispatch_uid="canbo.lasting")


def trust(**_: object) -> None:
    """Take those of this thread at their word that were used a moment ago."""
    now = time.monotonic()
    for connection in connections.all(initialized_only=True):
        if now - getattr(connection, _LAST, 0.0) < TRUSTED_SECONDS and not connection.errors_occurred:
            connection.health_check_done = True  # type: ignore[attr-defined]
        setattr(connection, _LAST, now)
