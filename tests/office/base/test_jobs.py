"""Jobs among several workers: what one has in hand no other takes; what a dead one left is taken up once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.conf import settings
from django_tasks_db.models import DBTaskResult

from canbo.office.base import jobs, workers
from canbo.office.base.models import Job
from tests.town import Town

BUSY = """
import os, time
from django.conf import settings
settings.configure(DATA=os.environ["PLACE"])
from canbo.office.base import workers
print(workers.me(), flush=True)
time.sleep(600)
"""
done: list[int] = []


@jobs.work("test.counted")
def counted(job: Job) -> str:
    done.append(job.pk)
    return "xong"


@pytest.fixture
def other() -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Another worker, by its name and process."""
    env = {**os.environ, "PLACE": str(settings.DATA)}
    started = subprocess.Popen([sys.executable, "-c", BUSY], env=env, stdout=subprocess.PIPE, text=True)
    assert started.stdout is not None
    yield started.stdout.readline().strip(), started
    started.kill()
    started.communicate()


def queued(town: Town) -> tuple[Job, DBTaskResult]:
    done.clear()
    agency = town.units["ward"].agency_id
    job = jobs.start(kind="test.counted", label="Thử", agency_id=agency, actor=town.accounts["lan"], arguments={})
    return job, DBTaskResult.objects.get(args_kwargs__args=[job.pk])


def test_a_job_in_the_hands_of_a_living_worker_is_left_alone(
    town: Town, other: tuple[str, subprocess.Popen[str]]
) -> None:
    name, process = other
    job, row = queued(town)
    assert jobs.revive() == 0  # it is queued already
    row.claim(name)
    Job.objects.filter(pk=job.pk).update(state="running")
    assert jobs.revive() == 0
    jobs.run.call(job.pk)
    assert done == []
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert (jobs.revive(), jobs.revive()) == (1, 0)
    jobs.run.call(job.pk)
    jobs.run.call(job.pk)
    assert done == [job.pk]
    assert jobs.revive() == 0


def test_a_worker_is_alive_as_long_as_its_process(other: tuple[str, subprocess.Popen[str]]) -> None:
    name, process = other
    assert [workers.alive(one) for one in (workers.me(), name, "nobody")] == [True, True, False]
    process.kill()
    process.wait()
    assert [workers.alive(one) for one in (workers.me(), name, name)] == [True, False, False]
