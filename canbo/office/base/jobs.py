"""Long work in the background, with progress a person sees, safe to repeat after a crash.

A room registers a function under a kind; it gets the job and must be repeatable: it does its work in
transactions that leave nothing half done, and finds what is already done when it runs again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django_tasks import task

from canbo.office.base import files
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account, Job, StoredFile

AFTER_FETCHING = timedelta(hours=1)
log = logging.getLogger("canbo.jobs")
Work = Callable[[Job], str]
WORK: dict[str, Work] = {}


def work(kind: str) -> Callable[[Work], Work]:
    """Register what does a kind of job; it returns the closing message in Vietnamese."""

    def register(function: Work) -> Work:
        WORK[kind] = function
        return function

    return register


def start(*, kind: str, label: str, agency_id: int, actor: Account, arguments: Mapping[str, Any]) -> Job:
    """Create the job and queue it; the worker takes it once the transaction is in."""
    job = Job.objects.create(kind=kind, label=label, agency_id=agency_id, owner=actor, arguments=dict(arguments))
    run.enqueue(job.pk)
    return job


def progress(job: Job, done: int, total: int) -> None:
    """Show how far the job is."""
    Job.objects.filter(pk=job.pk).update(done=done, total=total, updated_at=timezone.now())


def perform(job: Job) -> Job:
    """Do the job here and now (the worker and the tests call this)."""
    Job.objects.filter(pk=job.pk).update(state="running", updated_at=timezone.now())
    try:
        message, state = WORK[job.kind](job), "done"
    except ActionError as error:
        message, state = str(error), "failed"
    except Exception:
        log.exception("job %s (%s) failed", job.pk, job.kind)
        Job.objects.filter(pk=job.pk).update(
            state="failed", message="Có lỗi khi chạy. Chưa có gì bị ghi dở; hãy thử lại hoặc báo người quản trị."
        )
        raise
    Job.objects.filter(pk=job.pk).update(state=state, message=message, updated_at=timezone.now())
    job.refresh_from_db()
    return job


@task()
def run(job_id: int) -> None:
    """The queue's entry: perform one job."""
    perform(Job.objects.get(pk=job_id))


def fetched(file: StoredFile) -> None:
    """A file kept for a while was fetched: it stays only as long as a failed download or printing may need."""
    soon = timezone.now() + AFTER_FETCHING
    Job.objects.filter(file=file, file_until__gt=soon).update(file_until=soon)


def clear() -> int:
    """Remove the files whose time is over from the disk; how many."""
    over = list(Job.objects.filter(file_until__lte=timezone.now()).select_related("file"))
    for job in over:
        if job.file is not None:
            files.remove(job.file)
        Job.objects.filter(pk=job.pk).update(file_until=None)
    return len(over)


def revive() -> int:
    """Queue again the jobs a crash left waiting or running; how many. Call it before the worker starts."""
    from django_tasks_db.models import DBTaskResult

    DBTaskResult.objects.filter(status__in=["READY", "RUNNING"]).delete()
    left = list(Job.objects.filter(state__in=["waiting", "running"]).order_by("pk"))
    Job.objects.filter(pk__in=[job.pk for job in left]).update(state="waiting")
    for job in left:
        run.enqueue(job.pk)
    return len(left)
