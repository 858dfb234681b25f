"""What waits for a person: one's own sheets, the sheets to review or decide, the grid of many.

Lists read the summary rows; what may be done with a sheet is judged by its case, once it is opened or acted on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from canbo.office.cycles import queries as cycles
from canbo.office.cycles.models import Cycle
from canbo.office.evaluations import cases, desks, stage
from canbo.office.evaluations.cases import MEETING, Case
from canbo.office.evaluations.desks import Desk
from canbo.office.evaluations.models import Assignee, Extension, Sheet, State
from canbo.office.evaluations.queries.sheets import Nudge, reminded
from canbo.office.people.access import Viewer

AT = {"review": ("review",), "decide": ("decide", MEETING)}  # the stages at which a sheet waits for a step's holder
Key = tuple[int, str, date | None]
MOST_OWN = 60  # own sheets still going on: a person has a few


@dataclass(frozen=True, slots=True)
class Pile:
    """Sheets of one cycle that wait for somebody in one step until the same day, by unit and name."""

    cycle: Cycle
    step: str
    due: date | None
    sheets: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """A sheet in a list of things to do: the step it waits in, until when, how often it was reminded of."""

    state: State
    cycle: Cycle
    due: date | None
    mine: bool
    nudge: Nudge | None = None

    @property
    def sheet(self) -> Sheet:
        return self.state.sheet

    @property
    def step(self) -> str:
        return self.state.stage

    @property
    def label(self) -> str:
        """The step's name as the cycle's rules give it."""
        return next((one.label for one in cycles.rules(self.cycle).steps if one.key == self.step), self.short)

    @property
    def short(self) -> str:
        return stage.SHORT.get(self.step, self.step)

    @property
    def period(self) -> str:
        """The month, quarter or year, without the cycle's whole name."""
        return cycles.period(self.cycle).label


def my_sheets(viewer: Viewer) -> list[Task]:
    """The viewer's own sheets of cycles still going on, and those of the units whose sheet they keep. Four queries."""
    if viewer.person is None:
        return []
    kept = Assignee.objects.filter(step="self", person__in=viewer.principals, ended_at=None).values("sheet_id")
    own = Sheet.objects.filter(Q(person=viewer.person) | Q(pk__in=kept, person=None)).values("pk")
    rows = State.objects.filter(sheet__in=own, stage__in=stage.BEFORE_DECISION).order_by("-cycle__ends")
    found = {row.sheet_id: row for row in _named(rows).select_related("cycle")[:MOST_OWN]}
    running = {row.cycle_id: row.cycle for row in found.values()}
    at = {pk: (row.cycle_id, row.stage) for pk, row in found.items()}
    by_cycle, longer = cycles.deadlines_of(running.values()), _extended(at)
    nudges = reminded({pk: step for pk, (_, step) in at.items()})
    return [
        Task(
            row, row.cycle, _latest(by_cycle.get(row.cycle_id, {}).get(row.stage), longer.get(pk)),
            row.stage == "self", nudges.get(pk),
        )
        for pk, row in found.items()
    ]  # fmt: skip


def piles(viewer: Viewer) -> list[Pile]:
    """The sheets that wait for the viewer now as reviewer or decider (also for whom they stand in), by deadline.

    The head of a large agency has thousands: only their ids are read here, and a page of them by `tasks_of`.
    """
    order = ("sheet__unit_path", F("sheet__person__sort_key").asc(nulls_first=True), "sheet_id")
    reviews, decides = (
        assigned(viewer.principals, step).exclude(sheet__person=viewer.person).order_by(*order) for step in AT
    )
    return _piled(_standing(viewer, reviews) | _at(decides))


def assigned(persons: Collection[int], step: str) -> QuerySet[Assignee]:
    """The assignments of these persons to a step (review, decide) whose sheets stand there now, none about oneself.

    The sheets that wait are looked up first: past assignments of a head are many times as many.
    """
    standing = State.objects.filter(stage__in=AT[step]).values("sheet")
    rows = Assignee.objects.filter(person__in=persons, step=step, ended_at=None, sheet__in=standing)
    return rows.exclude(sheet__person=F("person"))


def _at(rows: QuerySet[Assignee]) -> dict[int, tuple[int, str]]:
    """The cycle's id and the step each of these sheets waits in, by sheet."""
    listed = rows.values_list("sheet_id", "sheet__cycle_id", "sheet__state__stage")
    return {sheet: (cycle, step) for sheet, cycle, step in listed}


def _standing(viewer: Viewer, reviews: QuerySet[Assignee]) -> dict[int, tuple[int, str]]:
    """The same of sheets in review, but those where it is another's turn."""
    at = _at(reviews)
    for sheet in _not_yet(viewer, at):
        del at[sheet]
    return at


def _piled(at: Mapping[int, tuple[int, str]]) -> list[Pile]:
    """Sheets by id, with the cycle's id and the step each waits in, as piles. Three queries."""
    longer = _extended(at)
    found: dict[Key, list[int]] = {}
    for sheet, (cycle, step) in at.items():
        found.setdefault((cycle, step, longer.get(sheet)), []).append(sheet)
    placed = _placed(found)
    merged: dict[tuple[Cycle, str, date | None], list[int]] = {}
    for key, sheets in found.items():
        merged.setdefault(placed[key], []).extend(sheets)
    made = [Pile(cycle, step, due, tuple(sheets)) for (cycle, step, due), sheets in merged.items()]
    return sorted(made, key=lambda pile: pile.due or date.max)


def _placed(keys: Collection[Key]) -> dict[Key, tuple[Cycle, str, date | None]]:
    """The cycle, the step and the day until when, of each (cycle's id, step, own extension). Two queries."""
    running = Cycle.objects.select_related("unit").in_bulk({cycle for cycle, _, _ in keys})
    due = cycles.deadlines_of(running.values())
    return {
        (cycle, step, own): (running[cycle], step, _latest(due.get(cycle, {}).get(step), own))
        for cycle, step, own in keys
    }


def _latest(due: date | None, extended: date | None) -> date | None:
    """A cycle's deadline and a sheet's own: the later one counts."""
    return max((day for day in (due, extended) if day), default=None)


def _extended(at: Mapping[int, tuple[int, str]]) -> dict[int, date]:
    """The longest extension of the step each of these sheets waits in. One query."""
    rows = Extension.objects.filter(sheet__cycle__in={cycle for cycle, _ in at.values()})  # few, where sheets are many
    found: dict[int, date] = {}
    for sheet, step, day in rows.values_list("sheet_id", "step", "due"):
        if sheet in at and at[sheet][1] == step:
            found[sheet] = max(day, found.get(sheet, day))
    return found


def _not_yet(viewer: Viewer, sheets: Collection[int]) -> list[int]:
    """Of these sheets in review, those with several reviewers where it is another one's turn."""
    if not sheets:
        return []
    held = Assignee.objects.filter(sheet__in=sheets, step="review", ended_at=None).order_by().values("sheet_id")
    shared = list(held.annotate(n=Count("id")).filter(n__gt=1).values_list("sheet_id", flat=True))
    found = cases.load(shared, parts=cases.UNMARKED) if shared else {}
    return [pk for pk, case in found.items() if not case.awaits(viewer.principals)]


def tasks_of(chosen: Iterable[tuple[int, Pile]]) -> list[Task]:
    """Sheets of piles as things to do, in the order given. Two queries."""
    listed = dict(chosen)
    rows = {row.sheet_id: row for row in _named(State.objects.filter(sheet__in=listed))}
    nudges = reminded({sheet: pile.step for sheet, pile in listed.items()})
    return [Task(rows[pk], pile.cycle, pile.due, True, nudges.get(pk)) for pk, pile in listed.items() if pk in rows]


def _named(rows: QuerySet[State]) -> QuerySet[State]:
    """With whom each sheet is about and where."""
    return rows.select_related("sheet__person", "sheet__collective", "sheet__unit")


def grid(cycle: Cycle, viewer: Viewer, *, hold: bool = False) -> list[Desk]:
    """The sheets of a cycle the viewer may mark now as a reviewer; `hold` as for `cases.load`."""
    if viewer.person is None:
        return []
    rows = assigned(viewer.principals, "review").filter(agency=cycle.agency_id, sheet__cycle=cycle)
    ids = rows.values_list("sheet_id", flat=True)
    found = desks.load(ids, principals=viewer.principals, step="review", hold=hold)
    mine = [desk for desk in found.values() if desk.case.awaits(viewer.principals)]
    return sorted(mine, key=lambda desk: (desk.case.sheet.unit_path, *_name(desk.case)))


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
