"""What a publication would do, before it is done: whose results, who sees what of them, who is told, until when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from canbo.office.cycles import queries as cycles
from canbo.office.cycles.holidays import Vietnam
from canbo.office.cycles.models import Cycle
from canbo.office.evaluations.models import Assignee, State
from canbo.office.people.models import Person
from canbo.office.results.access import untold
from canbo.office.results.models import Decision
from canbo.office.results.queries.rosters import Share, shares
from canbo.rulebook import process

POINTS = "level_and_points"


@dataclass(frozen=True)
class Outlook:
    """The results of `people` and `units` by the levels they hold, but for the reader's `own`, if there is one. `told`
    persons get a notice, of whom `without_account` cannot read it here; nobody keeps the sheet of `unkept` units.
    `petition_until` None: the rules set no last day. `undecided` sheets stay out."""

    people: int
    own: int
    units: int
    shares: tuple[Share, ...]
    with_points: bool
    told: int
    without_account: int
    unkept: int
    petition_until: date | None
    undecided: int

    @property
    def sheets(self) -> int:
        return self.people + self.units


def outlook(cycle: Cycle, day: date, own: int | None = None) -> Outlook:
    """What publishing on a day would do, as a person (`own`) may know it before. Four queries, whatever the number of
    sheets."""
    states = State.objects.filter(agency=cycle.agency_id, cycle=cycle).order_by()
    decided = states.filter(stage="decided")
    counts = {"n": Count("id"), "people": Count("sheet__person"), "told": Count("id", filter=~untold(own))}
    grouped = list(states.values_list("stage", "level").annotate(**counts))
    rows = [(level, *numbers) for stage, level, *numbers in grouped if stage == "decided"]
    left = sum(sheets for stage, _, sheets, *_ in grouped if stage not in ("decided", "published"))
    people = sum(row[2] for row in rows)
    units = sum(row[1] for row in rows) - people
    mine = sum(sheets - told for _, sheets, _, told in rows)
    kept = keepers(decided.filter(sheet__collective__isnull=False).values_list("sheet_id", flat=True)) if units else {}
    about = Q(pk__in=decided.filter(sheet__person__isnull=False).values("sheet__person")) | Q(pk__in=kept.values())
    told = Person.objects.filter(about).aggregate(n=Count("id"), silent=Count("id", filter=Q(account=None)))
    every = shares(cycles.rules(cycle), Counter({level: told for level, _, _, told in rows}))
    return Outlook(
        people, mine, units, tuple(one for one in every if one.count), with_points(cycle), told["n"], told["silent"],
        units - len(kept), petition_until(cycle, day), left,
    )  # fmt: skip


def unpublished(cycle: Cycle) -> QuerySet[Decision]:
    """The standing decisions not published yet."""
    states = State.objects.filter(agency=cycle.agency_id, cycle=cycle, stage="decided")
    return Decision.objects.filter(agency=cycle.agency_id, corrections=None, sheet__in=states.values("sheet_id"))


def with_points(cycle: Cycle) -> bool:
    """Whether points are shown to the unit: where the rules allow it and the cycle was opened so."""
    return cycle.with_points and cycles.rules(cycle).publication.what == POINTS


def petition_until(cycle: Cycle, day: date) -> date | None:
    """The last day to petition against what is published on a day; None where the rules set none."""
    return process.petition_until(cycles.rules(cycle).petition, day, Vietnam())


def keepers(sheets: Iterable[int]) -> Mapping[int, int]:
    """Who keeps these sheets of units (a person's id), by sheet. One query."""
    held = Assignee.objects.filter(sheet__in=list(sheets), step="self", ended_at=None).order_by("-id")
    return dict(held.values_list("sheet_id", "person_id"))
