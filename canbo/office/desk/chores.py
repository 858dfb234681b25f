"""What runs beside the pages: background jobs and the clock, in two threads of whatever process starts them.

On one old PC that process is the web server's own; on a server it is `canbo work`. Asked to end, both stop between
batches: a job goes back to the queue and is taken up by the next start.
"""

from __future__ import annotations

import io
import logging
import threading
import time
from collections.abc import Callable

from django.core.management import call_command
from django.db import close_old_connections
from django_tasks_db.management.commands.db_worker import Worker

from canbo.office.base import jobs, workers

FIRST_SECONDS = 3.0  # pages are served before anything else is looked after
LOOK_SECONDS = 1.0
CLOCK_SECONDS = 60.0
AFTER_FAULT_SECONDS = 5.0
log = logging.getLogger("canbo.chores")


def start() -> None:
    """Begin both. They end by themselves when the process's main thread has ended, and the process waits for them."""
    for act, seconds in ((tasks, LOOK_SECONDS), (tick, CLOCK_SECONDS)):
        threading.Thread(target=_again, args=(act, seconds), name=act.__name__).start()
    threading.Thread(target=_watch, name="watch").start()


def tasks() -> None:
    """Do what is queued, one after the other, until nothing is left or the end is asked for."""
    worker = Worker(
        queue_names=["default"], interval=0, batch=True, backend_name="default", startup_delay=False, max_tasks=1,
        worker_id=workers.me(), excluded_queue_names=[],
    )  # fmt: skip
    while not jobs.ending.is_set():
        before = worker._run_tasks
        worker.run()
        if worker._run_tasks == before:
            return


def tick() -> None:
    """One turn of the clock; the jobs that an end or a crash left, before us or meanwhile, are taken up. What the clock
    says names campaigns (and one may be about a person), so it is counted, not kept."""
    jobs.revive()
    said = io.StringIO()
    call_command("tick", stdout=said)
    if done := len(said.getvalue().splitlines()):
        log.info("the clock did %s things", done)


def _again(act: Callable[[], None], seconds: float) -> None:
    """Do it every so often to the end. A fault (a database that is away, say) is told and tried again."""
    jobs.ending.wait(FIRST_SECONDS)
    while not jobs.ending.wait(seconds if _unless_faulty(act) else AFTER_FAULT_SECONDS):
        pass
    close_old_connections()


def _unless_faulty(act: Callable[[], object]) -> bool:
    try:
        act()
    except Exception:
        log.exception("%s failed; tried again", act.__name__)
        return False
    finally:
        close_old_connections()
    return True


def _watch() -> None:
    """Tell the others once the main thread has ended: it does when the web server has answered what it had in hand."""
    while threading.main_thread().is_alive():
        time.sleep(0.2)
    jobs.ending.set()
