"""The running cycles of what a viewer reads, and whether an office is only beginning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from canbo.office.cycles.models import Cycle
from canbo.office.evaluations.models import State
from canbo.office.evaluations.stage import BEFORE_DECISION
from canbo.office.people.access import Viewer, current, subtree
from canbo.office.people.models import Posting

SHOWN = 10  # on the first page; the list of cycles has them all


@dataclass(frozen=True, slots=True)
class Progress:
    """A running cycle of the officer's or head's units: how many sheets stand in each stage."""

    cycle: Cycle
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def progress(viewer: Viewer) -> list[Progress]:
    """The cycles of what the viewer reads with sheets not yet settled, newest first. Two queries."""
    if not viewer.readable:
        return []
    rows = Cycle.objects.filter(subtree(viewer.readable, "unit__path"))
    open_ids = State.objects.filter(cycle__in=rows, stage__in=BEFORE_DECISION).values("cycle")
    running = list(rows.filter(pk__in=open_ids).select_related("unit").order_by("-ends")[:SHOWN])
    counts: dict[int, dict[str, int]] = {cycle.pk: {} for cycle in running}
    grouped = State.objects.filter(cycle__in=running).values_list("cycle", "stage").order_by()
    for cycle, stage, number in grouped.annotate(n=Count("id")):
        counts[cycle][stage] = number
    return [Progress(cycle, counts[cycle.pk]) for cycle in running]


def is_new(viewer: Viewer, running: Sequence[Progress]) -> bool:
    """Whether the installation has no people yet under the officer's units: the first steps are shown."""
    paths = viewer.begins
    if running or not paths:
        return False
    return not Posting.objects.filter(current(viewer.day), subtree(paths, "post__unit__path")).exists()
