"""Cycles, read: which there are, their newest deadlines, whether they are locked, which should open by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from canbo.office.cycles.holidays import Vietnam
from canbo.office.cycles.models import Cycle, CycleLock, Deadline, RepeatStop
from canbo.office.people.access import Viewer, above, subtree
from canbo.office.people.models import Unit
from canbo.office.regulations import queries as regulations
from canbo.office.regulations.kept import rules_many
from canbo.office.regulations.models import Adoption
from canbo.rulebook import Due, PeriodKind, Rules, process
from canbo.rulebook.process import Period

State = Literal["open", "overdue", "locked"]


def period(cycle: Cycle) -> Period:
    """The rulebook's period of a cycle."""
    kind: PeriodKind = cycle.period_kind  # type: ignore[assignment]  # a database choice of the same three words
    return Period(kind, cycle.year, cycle.number)


def rules(cycle: Cycle) -> Rules:
    """The rules frozen when the cycle opened."""
    return regulations.rules(cycle.rules_id)


def _locked() -> Coalesce:
    """The newest of a cycle's locks and reopenings, as a column."""
    newest = CycleLock.objects.filter(agency=OuterRef("agency"), cycle=OuterRef("pk")).order_by("-id")
    return Coalesce(Subquery(newest.values("locked")[:1]), False)


def cycles_of(viewer: Viewer) -> QuerySet[Cycle]:
    """The cycles a viewer may see, the newest period first: those that meet what he reads, above or below.

    Each with `locked`, and `stopped` where it no longer opens its successor.
    """
    paths = viewer.readable
    inside = subtree(paths, "unit__path")
    around = Q(unit__path__in={step for path in paths for step in above(path)})
    rows = Cycle.objects.filter(inside | around).annotate(locked=_locked())
    stopped = RepeatStop.objects.filter(agency=OuterRef("agency"), cycle=OuterRef("pk"))
    rows = rows.annotate(stopped=Exists(stopped))
    return rows.select_related("unit", "agency", "adoption").order_by("-ends", "-starts", "unit__path", "-id")


def known(ids: Iterable[int]) -> dict[int, Cycle]:
    """Cycles by id, each with its unit and `locked`. One query."""
    rows = Cycle.objects.filter(pk__in=set(ids)).annotate(locked=_locked()).select_related("unit")
    return {row.pk: row for row in rows}


def deadlines(cycle: Cycle) -> dict[str, date]:
    """The newest deadline of each step of a cycle; a step without one is absent."""
    return deadlines_of([cycle]).get(cycle.pk, {})


def deadlines_of(cycles: Iterable[Cycle]) -> dict[int, dict[str, date]]:
    """The newest deadlines of many cycles by cycle id, in one query."""
    rows = list(cycles)
    found: dict[int, dict[str, date]] = {}
    newest_last = Deadline.objects.filter(agency__in={row.agency_id for row in rows}, cycle__in=rows).order_by("id")
    for cycle_id, step, due in newest_last.values_list("cycle_id", "step", "due"):
        found.setdefault(cycle_id, {})[step] = due
    return found


def is_locked(cycle: Cycle) -> bool:
    """Whether the newest lock or reopening of the cycle is a lock."""
    rows = CycleLock.objects.filter(agency=cycle.agency_id, cycle=cycle).order_by("-id")
    return rows.values_list("locked", flat=True).first() or False


def repeats(cycle: Cycle) -> bool:
    """Whether the next period opens by itself: asked for when it opened, and not stopped since."""
    return cycle.repeats and not RepeatStop.objects.filter(agency=cycle.agency_id, cycle=cycle).exists()


def state(locked: bool, due: Mapping[str, date], today: date) -> State:
    """What a list says of a cycle: locked, past its last deadline, or open."""
    if locked:
        return "locked"
    return "overdue" if due and max(due.values()) < today else "open"


def proposed_deadlines(found: Rules, when: Period) -> dict[str, date]:
    """The deadlines the rules themselves set for a period, by step; a step without one is absent. A deadline is not
    moved by a holiday."""
    return {made.step.key: made.due for made in process.deadlines(found, when, Vietnam()) if made.due}


# What a list calls the steps; one it does not know keeps the label of its rules.
BRIEF = {"self": "Tự chấm", "review": "Nhận xét", "meeting": "Họp", "decide": "Quyết định"}


@dataclass(frozen=True, slots=True)
class StepDue:
    """A step of a cycle and its newest deadline, None where there is none."""

    key: str
    label: str
    due: date | None

    @property
    def brief(self) -> str:
        """The step in a word or two."""
        return BRIEF.get(self.key, self.label)


@dataclass(frozen=True, slots=True)
class Listed:
    """A cycle as a list shows it."""

    cycle: Cycle
    steps: tuple[StepDue, ...]
    state: State
    repeats: bool
    managed: bool
    today: date

    @property
    def title(self) -> str:
        """The period alone: what a list of cycles calls them."""
        return period(self.cycle).label

    @property
    def dated(self) -> tuple[StepDue, ...]:
        """What a list says of the deadlines: those still to come, or the last one when all are over."""
        dated = [step for step in self.steps if step.due]
        ahead = [step for step in dated if step.due and step.due >= self.today]
        return tuple(ahead if self.state == "open" else dated[-1:])


def listed(rows: Iterable[Cycle], viewer: Viewer) -> list[Listed]:
    """Cycles of `cycles_of` with their steps, deadlines and state, and whether the viewer manages them; at most two
    queries whatever their number."""
    cycles = list(rows)
    due = deadlines_of(cycles)
    parsed = rules_many(cycle.rules_id for cycle in cycles)
    found = []
    for cycle in cycles:
        mine = due.get(cycle.pk, {})
        steps = tuple(StepDue(step.key, step.label, mine.get(step.key)) for step in parsed[cycle.rules_id].steps)
        is_repeating = cycle.repeats and not cycle.stopped  # type: ignore[attr-defined]
        is_managed = viewer.holds("officer", path=cycle.unit.path)
        now = state(cycle.locked, mine, viewer.day)  # type: ignore[attr-defined]
        found.append(Listed(cycle, steps, now, is_repeating, is_managed, viewer.day))
    return found


def filters_of(rows: QuerySet[Cycle]) -> tuple[list[tuple[int, str]], list[int]]:
    """The agencies (id, name) and the years, newest first, of these cycles: what a list may be filtered by."""
    agencies = rows.order_by("agency__name", "agency_id").values_list("agency_id", "agency__name").distinct()
    years = rows.order_by("-year").values_list("year", flat=True).distinct()
    return list(agencies), list(years)


def filtered(
    rows: QuerySet[Cycle], today: date, *, agency: str = "", year: str = "", kind: str = "", state: str = ""
) -> QuerySet[Cycle]:
    """The cycles of an agency, a year, a kind of period, a state; "" lets everything through."""
    if agency:
        rows = rows.filter(agency=int(agency))
    if year:
        rows = rows.filter(year=int(year))
    if kind:
        rows = rows.filter(period_kind=kind)
    if not state:
        return rows
    marked = rows.annotate(locked=_locked())
    if state == "locked":
        return marked.filter(locked=True)
    # The newest row of each step counts, so an old deadline may have passed while the step is still open.
    newer = Deadline.objects.filter(
        agency=OuterRef("agency"), cycle=OuterRef("cycle"), step=OuterRef("step"), id__gt=OuterRef("id")
    )
    ahead = Deadline.objects.filter(agency=OuterRef("agency"), cycle=OuterRef("pk")).exclude(Exists(newer))
    late = Exists(ahead) & ~Exists(ahead.filter(due__gte=today))
    return marked.filter(locked=False).filter(late if state == "overdue" else ~late)


def last_day(cycle: Cycle) -> date | None:
    """The latest deadline of the cycle, extensions included; None where it has none."""
    return max(deadlines(cycle).values(), default=None)


@dataclass(frozen=True, slots=True)
class Plan:
    """The next cycle a repeating one asks for: for whom, by which adoption, of which period, with which deadlines."""

    after: Cycle
    unit: Unit
    adoption: Adoption
    period: Period
    deadlines: dict[str, date]
    with_points: bool


def open_due(today: date) -> list[Plan]:
    """The cycles that should open by themselves: the successor of each repeating cycle whose period has begun.

    A period is due on its first day. Several periods missed (the machine was off) come one a run, oldest first, since
    each one opened repeats in its turn. The unit's adoption in force on the period's last day is used: of the same
    instrument, or of the one that replaced it. Nothing is planned where there is none, the unit has closed, or the
    successor already exists; so a second run plans nothing, and of two runs at once the database lets one succeed
    (`cycle_once`).
    """
    stopped = RepeatStop.objects.filter(agency=OuterRef("agency"), cycle=OuterRef("pk"))
    later = Cycle.objects.filter(
        agency=OuterRef("agency"), unit=OuterRef("unit"), period_kind=OuterRef("period_kind"),
        adoption__pack=OuterRef("adoption__pack"), starts__gt=OuterRef("starts"),
    )  # fmt: skip
    rows = Cycle.objects.filter(repeats=True, ends__lt=today).exclude(Exists(stopped)).exclude(Exists(later))
    plans = [_plan(row, today) for row in rows.select_related("unit", "adoption").order_by("agency", "starts", "id")]
    return [plan for plan in plans if plan is not None]


def _plan(cycle: Cycle, today: date) -> Plan | None:
    following = period(cycle).next()
    if following.starts > today or (cycle.unit.valid_to and cycle.unit.valid_to <= following.starts):
        return None
    adoption = _successor(cycle, following.ends)
    if adoption is None or following.kind not in regulations.rules(adoption.rules_id).periods:
        return None
    taken = Cycle.objects.filter(
        agency=cycle.agency_id, unit=cycle.unit, adoption=adoption, period_kind=following.kind,
        year=following.year, number=following.number,
    )  # fmt: skip
    if taken.exists():
        return None
    shifted = shifted_deadlines(cycle, regulations.rules(adoption.rules_id), following)
    return Plan(cycle, cycle.unit, adoption, following, shifted, cycle.with_points)


def shifted_deadlines(cycle: Cycle, found: Rules, following: Period) -> dict[str, date]:
    """The deadlines a cycle was opened with, on the same days of a following period; the last day of a month stays
    the last. Extensions are not carried on, nor steps the rules no longer have."""
    first: dict[str, date] = {}
    rows = Deadline.objects.filter(agency=cycle.agency_id, cycle=cycle).order_by("-id")
    for key, day in rows.values_list("step", "due"):
        first[key] = day
    made = {}
    for step in found.steps:
        if step.key in first:
            relative = _relative(first[step.key], cycle.ends)
            due = process.deadline(replace(step, due={following.kind: relative}), following)
            if due is not None:
                made[step.key] = due
    return made


def _relative(day: date, ends: date) -> Due:
    """A day as the rules would state it, from the last day of its period."""
    is_last = (day + timedelta(days=1)).day == 1
    return Due((day.year - ends.year) * 12 + day.month - ends.month, 31 if is_last else day.day)


def _successor(cycle: Cycle, day: date) -> Adoption | None:
    """The adoption that takes the cycle's place on a day: of its instrument, else of one replacing that."""
    binding = regulations.adoption_for(cycle.unit, day)
    for adoption in binding:
        if adoption.pack == cycle.adoption.pack:
            return adoption
    parsed = regulations.rules_of(binding)
    return next((row for row in binding if cycle.adoption.pack in parsed[row.pk].instrument.replaces), None)
