"""Long work of this room."""

from __future__ import annotations

from canbo.office.base import jobs
from canbo.office.base.models import Job
from canbo.office.insight.actions import examining


@jobs.work(examining.KIND)
def examine(job: Job) -> str:
    """Read the sheets of a subtree's closed periods and write what was found. Repeatable: written once, as a whole."""
    made = examining.carry_out(job, lambda done, total: jobs.progress(job, done, total))
    hits = made.examined.filter(found__gt=0, unit__isnull=False).count()
    seen = f"Đã xem {made.sheets} phiếu của {made.cycles} kỳ đã chốt"
    return f"{seen}: {hits} đơn vị có dấu hiệu." if hits else f"{seen}: không thấy dấu hiệu nào."
