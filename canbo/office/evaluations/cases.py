"""A case: everything recorded about one sheet that says what may be done with it next. Loaded for many at once.

One statement whatever the number of sheets, and one for their people's names. Long lists read summary rows instead
(`queries.waiting`); actions and pages all judge by cases, so that they never differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter
from typing import Any

from django.db.models import Model
from django.utils.functional import cached_property  # without the lock of Python 3.11's

from canbo.office.base import together
from canbo.office.base.together import Part
from canbo.office.cycles.models import Cycle, CycleLock, Deadline
from canbo.office.evaluations import stage as stages
from canbo.office.evaluations.models import (
    Assignee,
    Draft,
    Extension,
    Marking,
    Meeting,
    Return,
    Sheet,
    State,
    Vote,
)
from canbo.office.people.models import Person, Unit
from canbo.office.regulations.kept import rules_many
from canbo.rulebook import Form, Rules, Step

MEETING = "meeting"
LARGEST = 2**63 - 1  # what an id can be; an address may hold any number
_WANTED = "WITH wanted AS (SELECT agency_id, cycle_id, unit_id, collective_id FROM sheet WHERE id {ids}) "
_CYCLES = "IN (SELECT cycle_id FROM wanted)"
_UNITS = f"""IN (SELECT unit_id FROM wanted UNION SELECT collective_id FROM wanted
    UNION SELECT unit_id FROM cycle WHERE id {_CYCLES})"""
# What a case is made of. The agency stands beside the cycle where an index begins with it.
_OF_CYCLE = f"agency_id IN (SELECT agency_id FROM wanted) AND cycle_id {_CYCLES}"
WHOLE = (
    Part(State, "sheet_id {ids}"),
    Part(Sheet, "id {ids}"),
    Part(Unit, f"id {_UNITS}"),
    Part(Assignee, "sheet_id {ids} AND ended_at IS NULL"),
    Part(Marking, "sheet_id {ids}"),
    Part(Return, "sheet_id {ids}"),
    Part(Vote, "sheet_id {ids}"),
    Part(Meeting, "id IN (SELECT meeting_id FROM vote WHERE sheet_id {ids})"),
    Part(Extension, "sheet_id {ids}"),
    Part(Draft, "sheet_id {ids}"),
    Part(Cycle, f"id {_CYCLES}"),
    Part(Deadline, _OF_CYCLE),
    Part(CycleLock, _OF_CYCLE),
)
# For checks over a whole agency: the mark vectors stay in the database.
UNMARKED = tuple(replace(part, but=("marks",)) if part.model in (Marking, Draft) else part for part in WHOLE)
# What a decision asks of each: not when, nor by which account, nor the marks that somebody gave themselves.
_APART: dict[type[Model], tuple[str, ...]] = {
    State: ("agency", "cycle", "unit_path", "self_total", "review_total", "total", "level"),
    Sheet: ("post_title", "at"),
    Assignee: ("agency", "at", "by", "ended_at"),
    Marking: ("agency", "account", "total", "comment", "late", "at"),
}
FOR_DECIDING = (
    *(replace(part, but=_APART.get(part.model, ())) for part in WHOLE if part.model not in (Marking, Draft)),
    Part(Marking, "sheet_id {ids} AND step <> 'self'", but=_APART[Marking]),
    Part(Marking, "sheet_id {ids} AND step = 'self'", but=(*_APART[Marking], "marks", "facts")),
)


@dataclass(frozen=True)
class Case:
    """A sheet with its records. `assignees` are those of today, in their turn; `due` the deadline of each step.
    `drafts` are no records: what people have begun to enter. `name` gives everybody loaded at once their names."""

    sheet: Sheet
    rules: Rules
    state: State
    assignees: tuple[Assignee, ...]
    markings: tuple[Marking, ...]
    returns: tuple[Return, ...]
    votes: tuple[Vote, ...]
    drafts: tuple[Draft, ...]
    due: Mapping[str, date]
    locked: bool
    name: Callable[[], None]

    @cached_property
    def form(self) -> Form:
        return self.rules.form(self.sheet.form)

    @property
    def subject(self) -> str:
        """Whom the sheet is about."""
        self.name()
        return self.sheet.subject

    @property
    def steps(self) -> tuple[Step, ...]:
        return self.rules.steps

    def step(self, key: str) -> Step | None:
        return next((step for step in self.rules.steps if step.key == key), None)

    def label(self, key: str) -> str:
        """The name of a step or stage as the rules give it."""
        step = self.step(key)
        return step.label if step else stages.LABELS.get(key, key)

    def holders(self, step: str) -> tuple[Assignee, ...]:
        """Those assigned to a step, in their turn."""
        return tuple(row for row in self.assignees if row.step == step)

    @cached_property
    def records(self) -> stages.Records:
        return stages.Records(
            [stages.Act(row.id, row.step, row.on_behalf_of_id or row.author_id) for row in self.markings],
            [stages.Back(row.to_step, row.after_id or 0, row.at) for row in self.returns],
            [row.person_id for row in self.assignees if row.step == "review"],
            [row.meeting.at for row in self.votes],
        )

    @property
    def stage(self) -> str:
        """Where the sheet stands: derived, or what the results said once it is settled."""
        if self.state.stage in stages.SETTLED:
            return self.state.stage
        return stages.stage(self.steps, self.records)

    @property
    def turn(self) -> int | None:
        """The reviewer awaited, as a person's id."""
        return stages.turn(self.steps, self.records)

    @cached_property
    def standing(self) -> tuple[Marking, ...]:
        """The markings no later return took back, oldest first."""
        if not self.returns:
            return self.markings
        kept = {act.id for act in stages.standing(self.steps, self.records)}
        return tuple(row for row in self.markings if row.pk in kept)

    def current(self) -> Mapping[str, Marking]:
        """The newest standing marking of each step."""
        return self._current

    @cached_property
    def _current(self) -> dict[str, Marking]:
        return {row.step: row for row in self.standing}

    @property
    def late(self) -> tuple[str, ...]:
        """The steps whose newest standing marking came after its deadline."""
        return tuple(step for step, row in self.current().items() if row.late)

    def last_by(self, step: str, person: int) -> Marking | None:
        """The person's standing marking in a step."""
        mine = [row for row in self.standing if row.step == step and (row.on_behalf_of_id or row.author_id) == person]
        return mine[-1] if mine else None

    def draft(self, step: str, author: int) -> Draft | None:
        """What a person has begun to enter in a step."""
        return next((row for row in self.drafts if (row.step, row.author_id) == (step, author)), None)

    def seat(self, principals: Sequence[int], step: str) -> int | None:
        """As whom a person may act in a step: oneself, or somebody who delegated; None where not at all.

        `principals`: the person's own id first. Nobody reviews or decides about oneself, not even for another;
        a person's own marks are given by no delegate.
        """
        if not principals:
            return None
        if step == "self" and self.sheet.person_id is not None:
            return self.sheet.person_id if principals[0] == self.sheet.person_id else None
        if step != "self" and principals[0] == self.sheet.person_id:
            return None
        able = [person for person in principals if person != self.sheet.person_id]
        mine = [row.person_id for row in self.assignees if row.step == step and row.person_id in able]
        return self.turn if step == "review" and self.turn in mine else mine[0] if mine else None

    def awaits(self, principals: Sequence[int]) -> bool:
        """Whether the sheet waits for this person now (meetings wait for the decider)."""
        now = self.stage
        if now in stages.SETTLED:
            return False
        seat = self.seat(principals, "decide" if now == MEETING else now)
        return seat is not None and (now != "review" or seat == self.turn)

    def with_(self, *, marking: Marking | None = None, back: Return | None = None, vote: Vote | None = None) -> Case:
        """The case after one more record."""
        return replace(
            self,
            markings=(*self.markings, marking) if marking else self.markings,
            returns=(*self.returns, back) if back else self.returns,
            votes=(*self.votes, vote) if vote else self.votes,
        )

    def derived(self) -> State:
        """The state row as the records have it (not saved)."""
        row, current = self.state, self.current()
        row.stage = self.stage
        row.self_total = current["self"].total if "self" in current else None
        row.review_total = current["review"].total if "review" in current else None
        return row


def load(
    ids: Iterable[int], *, hold: bool = False, parts: tuple[Part, ...] = WHOLE, names: bool = True
) -> dict[int, Case]:
    """The cases of these sheets by id, in the order given; ids that do not exist are left out.

    `hold` locks their state rows until the transaction ends, so that what is judged still holds when it is written.
    `parts` other than `WHOLE` leave in the database what is fetched row by row should it be asked for after all,
    `names=False` the people until somebody asks whom any of these sheets is about.
    """
    wanted = [pk for pk in dict.fromkeys(ids) if pk <= LARGEST]
    if hold:
        together.hold("sheet_state", "sheet_id", wanted)
    rows = _read(parts, wanted)
    sheets, running = rows[Sheet], rows[Cycle]
    _link(sheets, rows[Unit], running, rows[Vote], rows[Meeting])
    name = _Names(sheets, rows[Assignee], rows[Marking])
    if names:
        name()
    by_sheet = [together.by(rows[model], "sheet_id") for model in (Assignee, Marking, Return, Vote, Draft)]
    due, locked = _due(sheets, rows[Deadline], rows[Extension]), {row.cycle_id: row.locked for row in rows[CycleLock]}
    rules = rules_many(row.rules_id for row in running)
    state, found = {row.sheet_id: row for row in rows[State]}, {row.id: row for row in sheets}
    made = {}
    for pk in wanted:
        if pk not in state:
            continue
        sheet = found[pk]
        state[pk].link(sheet=sheet)
        assignees, markings, returns, votes, drafts = (rows.get(pk, ()) for rows in by_sheet)
        made[pk] = Case(
            sheet, rules[sheet.cycle.rules_id], state[pk], assignees, markings, returns, votes, drafts, due[pk],
            locked.get(sheet.cycle_id, False), name,
        )  # fmt: skip
    return made


def one(pk: int, *, hold: bool = False, names: bool = True) -> Case | None:
    """The case of one sheet."""
    return load([pk], hold=hold, names=names).get(pk)


def _read(parts: tuple[Part, ...], ids: list[int]) -> defaultdict[type[Model], list[Any]]:
    """The rows by their model, in the order of their ids."""
    found: defaultdict[type[Model], list[Any]] = defaultdict(list)
    for part, rows in zip(parts, together.read(parts, ids, before=_WANTED), strict=True):
        found[part.model] += rows
    found[Marking].sort(key=attrgetter("id"))
    return found


def _link(
    sheets: Iterable[Sheet], units: Iterable[Unit], running: Iterable[Cycle], voted: Iterable[Vote],
    meetings: Iterable[Meeting],
) -> None:  # fmt: skip
    """Give these rows each other, each read once."""
    unit, cycle = {row.pk: row for row in units}, {row.pk: row for row in running}
    meeting = {row.pk: row for row in meetings}
    for one in running:
        one.link(unit=unit[one.unit_id])
    for sheet in sheets:
        collective = unit[sheet.collective_id] if sheet.collective_id else None
        sheet.link(cycle=cycle[sheet.cycle_id], unit=unit[sheet.unit_id], collective=collective)
    for vote in voted:
        vote.link(meeting=meeting[vote.meeting_id])


class _Names:
    """The people of rows loaded together, each read once, when they are first called by name."""

    def __init__(self, sheets: Sequence[Sheet], held: Sequence[Assignee], marked: Sequence[Marking]) -> None:
        self.sheets, self.held, self.marked = sheets, held, marked

    def __call__(self) -> None:
        """Give the rows their people."""
        if not self.sheets:
            return
        ids = {row.person_id for row in self.sheets} | {row.person_id for row in self.held}
        ids |= {pk for row in self.marked for pk in (row.author_id, row.on_behalf_of_id)}
        people = {row.pk: row for row in Person.objects.filter(pk__in={pk for pk in ids if pk})}
        for sheet in self.sheets:
            sheet.link(person=people[sheet.person_id] if sheet.person_id else None)
        for assignee in self.held:
            assignee.link(person=people[assignee.person_id])
        for marking in self.marked:
            behalf = people[marking.on_behalf_of_id] if marking.on_behalf_of_id else None
            marking.link(author=people[marking.author_id], on_behalf_of=behalf)
        self.sheets = self.held = self.marked = ()


def _due(
    sheets: Iterable[Sheet], deadlines: Iterable[Deadline], extended: Iterable[Extension]
) -> dict[int, dict[str, date]]:
    """Deadlines by sheet: its own extensions over its cycle's newest."""
    by_cycle: dict[int, dict[str, date]] = {}
    for row in deadlines:
        by_cycle.setdefault(row.cycle_id, {})[row.step] = row.due
    due = {sheet.pk: dict(by_cycle.get(sheet.cycle_id, {})) for sheet in sheets}
    for one in extended:
        due[one.sheet_id][one.step] = max(one.due, due[one.sheet_id].get(one.step, one.due))
    return due
