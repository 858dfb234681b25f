"""For whoever watches the server: does it live, can it work. No account, no personal data, no figures."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
@login_not_required
def alive(request: HttpRequest) -> HttpResponse:
    """This process answers. Asks nothing of anything else, so that a slow database restarts no web server."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
@login_not_required
def ready(request: HttpRequest) -> JsonResponse:
    """Whether work can be sent here: 200 where each part is well, otherwise 503 with the part that is not."""
    found = {"database": _database(), "files": _files()}
    return JsonResponse(found, status=200 if set(found.values()) == {"ok"} else 503)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return "ok" if _current() else "schema behind: canbo migrate"
    except DatabaseError:
        return "no answer"


@cache
def _schema_of_this_version() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationExecutor(connection).loader.graph.nodes)


def _current() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        return _schema_of_this_version() <= set(cursor.fetchall())


def _files() -> str:
    folder = Path(settings.FILES) if Path(settings.FILES).exists() else Path(settings.DATA)
    return "ok" if folder.is_dir() and os.access(folder, os.W_OK) else "cannot be written"
