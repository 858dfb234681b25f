"""The door of the whole product with one more kind of job, which takes long and reports often."""

import time
from importlib import import_module

from canbo.office.wsgi import application

__all__ = ["BATCHES", "application"]

BATCHES = 2000


def slow(job: object) -> str:
    """A batch is fifty milliseconds of work."""
    for number in range(BATCHES):
        time.sleep(0.05)
        jobs.progress(job, number + 1, BATCHES)
    return "xong"


jobs = import_module("canbo.office.base.jobs")
jobs.work("slow")(slow)
import_module("canbo.office.desk.whole")
