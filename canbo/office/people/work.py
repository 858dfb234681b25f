"""Long work of this room, run by the worker."""

from __future__ import annotations

from canbo.office.base import jobs
from canbo.office.base.models import Job
from canbo.office.people.actions import accounts, imports


@jobs.work("people.import")
def import_roster(job: Job) -> str:
    """Carry out an import; done once, however often it is run."""
    return imports.carry_out(actor=job.owner, entry_id=job.arguments["import"], digest=job.arguments["digest"])


@jobs.work("people.codes")
def make_codes(job: Job) -> str:
    """Make one-time codes and print their slips."""
    return accounts.make_slips(job)
