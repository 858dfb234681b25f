"""For whoever watches the server: does it live, can it work. No account, no personal data, no figures."""

from __future__ import annotations

import os
from functools import cache
from ipaddress import ip_address, ip_network
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult

from canbo.office.base import metrics as figures
from canbo.office.base import replica

HANDED_ON = ("X-Forwarded-For", "X-Forwarded-Proto", "X-Real-IP", "Forwarded", "Via")


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


@require_safe
@never_cache
@login_not_required
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus, for the addresses of the setting; others find nothing here."""
    if not _may_watch(request):
        raise Http404("not for this address")
    return HttpResponse(figures.told(_now()), content_type="text/plain; version=0.0.4; charset=utf-8")


def _may_watch(request: HttpRequest) -> bool:
    """Asked directly from one of the addresses. What a proxy hands on comes from the proxy's address, whoever asks."""
    if any(name in request.headers for name in HANDED_ON):
        return False
    try:
        here = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return any(here in ip_network(each) for each in settings.METRICS_FROM)


def _now() -> dict[str, float]:
    """Gauges: the database, what waits for the worker and since when, surveys that lie in the ballot box's inbox."""
    surveys = sum(1 for _ in Path(settings.BOX_INBOX).glob("*/manifest.json"))
    found = {"canbo_database_up": 1.0, "canbo_box_inbox_surveys": float(surveys)}
    if replica.ALIAS in settings.DATABASES:
        found["canbo_replica_up"] = float(replica.copy.answers())
    try:
        waiting = list(DBTaskResult.objects.ready().values_list("enqueued_at", flat=True))
    except DatabaseError:
        return found | {"canbo_database_up": 0.0}
    oldest = (timezone.now() - min(waiting)).total_seconds() if waiting else 0.0
    return found | {"canbo_tasks_waiting": float(len(waiting)), "canbo_tasks_oldest_seconds": oldest}


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
