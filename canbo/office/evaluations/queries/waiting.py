"""What waits for a person: one's own sheets, the sheets to review or decide, the grid of many."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q

from canbo.office.cycles import queries as cycles
from canbo.office.cycles.models import Cycle
from canbo.office.evaluations import cases, stage
from canbo.office.evaluations.cases import MEETING, Case
from canbo.office.evaluations.models import Assignee, Draft, Extension, Sheet
from canbo.office.evaluations.queries.sheets import Nudge, reminded
from canbo.office.people.access import Viewer


@dataclass(frozen=True, slots=True)
class Task:
    """A sheet in a list of things to do: the step it waits in, until when, how often it was reminded of."""

    case: Case
    step: str
    due: date | None
    mine: bool
    nudge: Nudge | None = None

    @property
    def label(self) -> str:
        return self.case.label(self.step)

    @property
    def short(self) -> str:
        return stage.SHORT.get(self.step, self.label)

    @property
    def period(self) -> str:
        """The month, quarter or year, without the cycle's whole name."""
        return cycles.period(self.case.sheet.cycle).label


def my_sheets(viewer: Viewer) -> list[Task]:
    """The viewer's own sheets of cycles still going on, and those of the units whose sheet they keep."""
    if viewer.person is None:
        return []
    kept = Assignee.objects.filter(step="self", person__in=viewer.principals, ended_at=None).values("sheet_id")
    rows = Sheet.objects.filter(Q(person=viewer.person) | Q(pk__in=kept)).exclude(state__stage__in=stage.SETTLED)
    return tasks(cases.load(rows.order_by("-cycle__ends").values_list("pk", flat=True)[:60]).values(), viewer)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A sheet that waits for somebody, before anything else of it is read."""

    sheet: int
    cycle: int
    step: str
    due: date | None


def to_review(viewer: Viewer) -> list[Waiting]:
    """The sheets that wait for the viewer now as reviewer or decider (also for whom they stand in), by deadline.

    The head of a large agency has thousands: their cases are read a page at a time, by `tasks_of`.
    """
    rows = Assignee.objects.filter(person__in=viewer.principals, ended_at=None).filter(
        Q(step="review", sheet__state__stage="review") | Q(step="decide", sheet__state__stage__in=["decide", MEETING])
    )
    rows = rows.exclude(sheet__person=viewer.person).exclude(sheet__person=F("person"))
    names = ("sheet_id", "sheet__cycle_id", "sheet__state__stage")
    order = ("sheet__unit_path", F("sheet__person__sort_key").asc(nulls_first=True), "sheet_id")
    found = {row[0]: row for row in rows.order_by(*order).values_list(*names)}
    due = _due(found.values())
    later = _not_yet(viewer, [sheet for sheet, _, step in found.values() if step == "review"])
    waiting = [
        Waiting(sheet, cycle, step, due.get(sheet)) for sheet, cycle, step in found.values() if sheet not in later
    ]
    return sorted(waiting, key=lambda one: one.due or date.max)


def _due(rows: Iterable[tuple[int, int, str]]) -> dict[int, date]:
    """The deadline of the step each of these (sheet, cycle, step) waits in, by sheet. Three queries."""
    known = list(rows)
    running = {cycle for _, cycle, _ in known}
    by_cycle = cycles.deadlines_of(Cycle.objects.filter(pk__in=running))
    due = {sheet: day for sheet, cycle, step in known if (day := by_cycle.get(cycle, {}).get(step))}
    steps = {sheet: step for sheet, _, step in known}
    extended = Extension.objects.filter(sheet__cycle__in=running)  # few, where the sheets may be thousands
    for sheet, step, day in extended.values_list("sheet_id", "step", "due"):
        if step == steps.get(sheet):
            due[sheet] = max(day, due.get(sheet, day))
    return due


def _not_yet(viewer: Viewer, sheets: Collection[int]) -> set[int]:
    """Of these sheets in review, those with several reviewers where it is another one's turn."""
    held = Assignee.objects.filter(sheet__in=sheets, step="review", ended_at=None).order_by().values("sheet_id")
    shared = held.annotate(n=Count("id")).filter(n__gt=1)
    found = cases.load(shared.values_list("sheet_id", flat=True))
    return {pk for pk, case in found.items() if not case.awaits(viewer.principals)}


def tasks_of(waiting: Iterable[Waiting], viewer: Viewer) -> list[Task]:
    """These sheets as things to do, in the order given."""
    return tasks(cases.load(one.sheet for one in waiting).values(), viewer)


def grid(cycle: Cycle, viewer: Viewer) -> list[tuple[Case, Draft | None]]:
    """The sheets of a cycle the viewer may mark now as a reviewer, with the draft begun for each."""
    rows = Assignee.objects.filter(
        step="review", person__in=viewer.principals, ended_at=None, agency=cycle.agency_id, sheet__cycle=cycle,
        sheet__state__stage="review",
    )  # fmt: skip
    found = cases.load(rows.values_list("sheet_id", flat=True))
    mine = [case for case in found.values() if case.awaits(viewer.principals)]
    drafts = Draft.objects.filter(sheet__in=[case.sheet.pk for case in mine], step="review", author=viewer.person)
    begun = {row.sheet_id: row for row in drafts}
    mine.sort(key=lambda case: (case.sheet.unit_path, *_name(case)))
    return [(case, begun.get(case.sheet.pk)) for case in mine]


def tasks(found: Iterable[Case], viewer: Viewer) -> list[Task]:
    """Cases as things to do, with their reminders. One query."""
    every = list(found)
    nudges = reminded(every)
    return [
        Task(case, case.stage, case.due.get(case.stage), case.awaits(viewer.principals), nudges.get(case.sheet.pk))
        for case in every
    ]


def _name(case: Case) -> tuple[str, int]:
    return (case.sheet.person.sort_key if case.sheet.person else "", case.sheet.pk)


def holders_of(sheet_ids: Collection[int]) -> dict[int, dict[str, str]]:
    """The names of those assigned to each step of these sheets, in their turn. One query."""
    rows = Assignee.objects.filter(sheet__in=sheet_ids, ended_at=None).order_by("id")
    found: dict[int, dict[str, str]] = {}
    for sheet, step, name in rows.values_list("sheet_id", "step", "person__full_name"):
        names = found.setdefault(sheet, {})
        names[step] = f"{names[step]}, {name}" if step in names else name
    return found
