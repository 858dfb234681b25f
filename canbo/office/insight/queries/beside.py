"""What stands beside a person's grades over the years: training, what is still to be served for it, planning."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from canbo.office.people.access import Viewer, subtree
from canbo.office.people.models import Person
from canbo.office.talent.models import PlanEntry
from canbo.office.talent.queries.planning_plans import notices
from canbo.office.training.models import Sending, TrainingResult
from canbo.office.training.queries import newest, services, shown
from canbo.office.training.queries.serving import Service


@dataclass(frozen=True)
class Beside:
    """`turns`: each with its newest result; `serving`: what is still to be served; `planned`: the newest row on each
    post, as the viewer may know it; `reads`: whether the viewer may open the candidate's page."""

    turns: tuple[tuple[Sending, TrainingResult | None], ...]
    serving: tuple[Service, ...]
    planned: tuple[PlanEntry, ...]
    reads: bool


def beside(viewer: Viewer, person: Person, day: date) -> Beside:
    """Of oneself what one was told; of others what the viewer reads of the units where it was written."""
    own = viewer.person is not None and viewer.person.pk == person.pk
    _, turns = shown(viewer, person.pk)
    lasting = tuple(one for one in services(turns, day) if one.left)
    entries = _told(viewer) if own else _read(viewer, person)
    return Beside(tuple((turn, newest(turn)) for turn in turns), lasting, _newest(entries), not own)


def _told(viewer: Viewer) -> list[PlanEntry]:
    return [one.entry for one in notices(viewer) if one.entry is not None]


def _read(viewer: Viewer, person: Person) -> Iterable[PlanEntry]:
    rows = PlanEntry.objects.filter(subtree(viewer.readable, "post__plan__unit__path"), person=person)
    return rows.select_related("post__unit", "post__plan").order_by("-day", "-id")


def _newest(entries: Iterable[PlanEntry]) -> tuple[PlanEntry, ...]:
    """The first on each post of rows that come newest first."""
    found: dict[int, PlanEntry] = {}
    for one in entries:
        found.setdefault(one.post_id, one)
    return tuple(found.values())
