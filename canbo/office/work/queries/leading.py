"""What work says of d and đ of a leader (Điều 15): said with where it comes from, decided by people.

d asks for the grades of the subordinates, which are known only when they are decided: here only whose work of the
period is below half. đ asks that the unit finished everything on plan, on time, with quality, and had an initiative.
e is about uniting the staff: no work says it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q

from canbo.office.people.access import subtree
from canbo.office.work.models import Initiative, Standing
from canbo.office.work.standing import fates_of
from canbo.rulebook.process import Period


@dataclass(frozen=True, slots=True)
class Leading:
    """The work of all below a head in a period: assignments, those not finished, with a counted failed review, with a
    counted delay; and the initiatives recorded for the units."""

    total: int
    unfinished: int
    failed: int
    late: int
    initiatives: tuple[Initiative, ...]

    @property
    def is_flawless(self) -> bool | None:
        """đ: everything done on plan, on time, with quality, and an initiative recorded; None where no work was
        given, so that nothing can be said."""
        if not self.total:
            return None
        return not (self.unfinished or self.failed or self.late) and bool(self.initiatives)


def leading(*, agency_id: int, paths: Sequence[str], but: int | None, period: Period) -> Leading:
    """The work of the units under `paths`, but for that of the head (a person's id); two queries."""
    rows = Standing.objects.filter(
        subtree(paths, "unit_path"), agency=agency_id, counts_on__range=(period.starts, period.ends), quantity__gt=0
    ).exclude(person=but)
    total = unfinished = failed = late = 0
    open_ = Count("id", filter=Q(passed__lt=F("quantity")))
    for fates, alike, left in rows.order_by().values_list("fates").annotate(n=Count("id"), left=open_):
        known = fates_of(fates)
        total += alike
        unfinished += left
        failed += alike * any(fate.failed > fate.excused_failed for fate in known)
        late += alike * any(fate.delays > fate.excused_delays for fate in known)
    recorded = Initiative.objects.filter(
        subtree(paths, "unit__path"), agency=agency_id, day__range=(period.starts, period.ends)
    )
    standing = recorded.filter(withdraws=None, withdrawals=None).select_related("unit").order_by("day", "id")
    return Leading(total, unfinished, failed, late, tuple(standing))
