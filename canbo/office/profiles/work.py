"""Long work of this room, run by the worker."""

from __future__ import annotations

from canbo.office.base import jobs
from canbo.office.base.models import Job
from canbo.office.profiles.actions import importing


@jobs.work("profiles.import")
def import_records(job: Job) -> str:
    """Carry out an import; done once, however often it is run."""
    return importing.carry_out(actor=job.owner, entry_id=job.arguments["import"], digest=job.arguments["digest"])
