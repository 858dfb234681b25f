"""Long work of this room: a campaign that hands out ballots online is frozen with a key for each of its groups."""

from __future__ import annotations

from canbo.office.base import jobs
from canbo.office.base.models import Job
from canbo.office.opinions import actions, issuers, plans, queries


@jobs.work("opinions.freeze")
def freeze(job: Job) -> str:
    """Make the keys, then freeze. Repeatable: until it is frozen nothing is kept; afterwards it says so."""
    campaign, version = job.arguments["campaign"], job.arguments["version"]
    found = queries.campaign(campaign)
    if found is not None and found.opening is not None:
        return f"Đã chốt {found.row.title}."
    groups = plans.cuts(found.plan) if found else []
    keys = {}
    for done, cut in enumerate(groups, start=1):
        keys[cut.id] = issuers.make()
        jobs.progress(job, done, len(groups))
    opening = actions.freeze(actor=job.owner, campaign=campaign, version=version, keys=keys)
    return f"Đã chốt {opening.campaign.title}. Mã đợt: {opening.hash}"
