"""Long work in the background, with progress a person sees, safe to repeat after a crash.

A room registers a function under a kind; it gets the job and must be repeatable: it does its work in
transactions that leave nothing half done, and finds what is already done when it runs again.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from canbo.office.base import files, workers
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account, Job, StoredFile

AFTER_FETCHING = timedelta(hours=1)
log = logging.getLogger("canbo.jobs")
Work = Callable[[Job], str]
WORK: dict[str, Work] = {}
# Set once this process is asked to end.
ending = threading.Event()


class Ending(BaseException):
    """The process ends: the job stops between two batches. Nothing that catches errors may swallow it."""


def work(kind: str) -> Callable[[Work], Work]:
    """Register what does a kind of job; it returns the closing message in Vietnamese."""

    def register(function: Work) -> Work:
        WORK[kind] = function
        return function

    return register


@transaction.atomic
def start(*, kind: str, label: str, agency_id: int, actor: Account, arguments: Mapping[str, Any]) -> Job:
    """Create the job and queue it; the worker takes it once the transaction is in."""
    job = Job.objects.create(kind=kind, label=label, agency_id=agency_id, owner=actor, arguments=dict(arguments))
    run.enqueue(job.pk)
    return job


def progress(job: Job, done: int, total: int) -> None:
    """Show how far the job is; Ending where the process should."""
    if ending.is_set():
        raise Ending
    Job.objects.filter(pk=job.pk).update(done=done, total=total, updated_at=timezone.now())


def perform(job: Job) -> Job:
    """Do the job here and now (the worker and the tests call this)."""
    if job.state != "running":
        Job.objects.filter(pk=job.pk).update(state="running", updated_at=timezone.now())
    try:
        message, state = WORK[job.kind](job), "done"
    except ActionError as error:
        message, state = str(error), "failed"
    except Ending:
        message, state = "", "waiting"  # `revive` queues it at the next start
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
    """The queue's entry: perform one job, unless it is done or another worker has it."""
    if Job.objects.filter(pk=job_id, state="waiting").update(state="running", updated_at=timezone.now()):
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


@transaction.atomic
def revive() -> int:
    """Queue again the jobs a crash or an end left waiting or running; how many. What a living worker has in hand, and
    what is queued, is left alone: any worker may call this at any time."""
    from django_tasks_db.models import DBTaskResult

    jobs = Job.objects.filter(state__in=["waiting", "running"]).select_for_update().order_by("pk")
    # Held before the queue is read: of two who call this at once, the second sees what the first did.
    wanted = list(jobs.values_list("pk", flat=True))
    queued = DBTaskResult.objects.filter(status__in=["READY", "RUNNING"])
    dead, cared = [], set()
    for row in queued:
        if row.status == "RUNNING" and not workers.alive(row.worker_ids[-1]):
            dead.append(row.pk)
        else:
            cared.add(row.args_kwargs["args"][0])
    DBTaskResult.objects.filter(pk__in=dead).delete()
    left = [pk for pk in wanted if pk not in cared]
    Job.objects.filter(pk__in=left).update(state="waiting")
    for pk in left:
        run.enqueue(pk)
    return len(left)
