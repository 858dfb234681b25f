"""The agenda's turn of the clock, and the background work it asks for."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from canbo.office.agenda import actions

# A worker that took longer has died; the clock asks again.
GIVEN = timedelta(minutes=15)


def tick(now: datetime | None = None) -> int:
    """Write the letters whose hour has come, and ask the worker to send what waits; how many were written."""
    written = actions.write_due(now)
    if actions.waits(now) and not _asked():
        deliver.enqueue()
    return written


def _asked() -> bool:
    """Whether the worker has been asked and has not answered."""
    rows = DBTaskResult.objects.filter(task_path=deliver.module_path, status__in=["READY", "RUNNING"])
    return rows.filter(enqueued_at__gte=timezone.now() - GIVEN).exists()


@task()
def deliver() -> int:
    """Send the letters that wait; how many went out."""
    return actions.send()
