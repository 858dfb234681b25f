"""A case: everything recorded about one sheet that says what may be done with it next. Loaded for many at once.

Nine queries whatever the number of sheets. Long lists read summary rows instead (`queries.waiting`); actions and
pages all judge by cases, so that they never differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import TypeVar

from django.db.models import Model

from canbo.office.cycles import queries as cycles
from canbo.office.cycles.models import Cycle
from canbo.office.evaluations import stage as stages
from canbo.office.evaluations.models import Assignee, Extension, Marking, Return, Sheet, State, Vote
from canbo.office.people.models import Person
from canbo.office.regulations.kept import rules_many
from canbo.rulebook import Form, Rules, Step

M = TypeVar("M", bound=Model)
MEETING = "meeting"
LARGEST = 2**63 - 1  # what an id can be; an address may hold any number


@dataclass(frozen=True)
class Case:
    """A sheet with its records. `assignees` are those of today, in their turn; `due` the deadline of each step."""

    sheet: Sheet
    rules: Rules
    state: State
    assignees: tuple[Assignee, ...]
    markings: tuple[Marking, ...]
    returns: tuple[Return, ...]
    votes: tuple[Vote, ...]
    due: Mapping[str, date]
    locked: bool

    @property
    def form(self) -> Form:
        return self.rules.form(self.sheet.form)

    @property
    def subject(self) -> str:
        """Whom the sheet is about."""
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

    @property
    def records(self) -> stages.Records:
        return stages.Records(
            acts=[stages.Act(row.pk, row.step, row.on_behalf_of_id or row.author_id) for row in self.markings],
            backs=[stages.Back(row.to_step, row.after_id or 0, row.at) for row in self.returns],
            reviewers=[row.person_id for row in self.holders("review")],
            votes=[row.meeting.at for row in self.votes],
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

    @property
    def standing(self) -> tuple[Marking, ...]:
        """The markings no later return took back, oldest first."""
        kept = {act.id for act in stages.standing(self.steps, self.records)}
        return tuple(row for row in self.markings if row.pk in kept)

    def current(self) -> dict[str, Marking]:
        """The newest standing marking of each step."""
        return {row.step: row for row in self.standing}

    @property
    def late(self) -> tuple[str, ...]:
        """The steps whose newest standing marking came after its deadline."""
        return tuple(step for step, row in self.current().items() if row.late)

    def last_by(self, step: str, person: int) -> Marking | None:
        """The person's standing marking in a step."""
        mine = [row for row in self.standing if row.step == step and (row.on_behalf_of_id or row.author_id) == person]
        return mine[-1] if mine else None

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
        mine = [row.person_id for row in self.holders(step) if row.person_id in principals]
        mine = [person for person in mine if person != self.sheet.person_id]
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


def load(ids: Iterable[int], *, hold: bool = False, marks: bool = True) -> dict[int, Case]:
    """The cases of these sheets by id, in the order given; ids that do not exist are left out.

    `hold` locks their state rows until the transaction ends, so that what is judged still holds when it is written.
    `marks=False` leaves the mark vectors in the database (checks over a whole agency).
    """
    wanted = [pk for pk in dict.fromkeys(ids) if pk <= LARGEST]
    rows = (
        State.objects.filter(sheet__in=wanted).select_related("sheet__unit", "sheet__collective").order_by("sheet_id")
    )
    state = {row.sheet_id: row for row in (rows.select_for_update(of=("self",)) if hold else rows)}
    found = {pk: row.sheet for pk, row in state.items()}
    held = _by_sheet(Assignee.objects.filter(sheet__in=found, ended_at=None).order_by("id"))
    markings = Marking.objects.filter(sheet__in=found).order_by("id")
    marked = _by_sheet(markings if marks else markings.defer("marks"))
    running = cycles.known(row.cycle_id for row in found.values())
    for row in found.values():
        row.cycle = running[row.cycle_id]
    _name(found.values(), chain(*held.values()), chain(*marked.values()))
    returned = _by_sheet(Return.objects.filter(sheet__in=found).select_related("by__person").order_by("id"))
    voted = _by_sheet(Vote.objects.filter(sheet__in=found).select_related("meeting").order_by("id"))
    due = _due(found.values(), running)
    rules = rules_many(row.cycle.rules_id for row in found.values())
    return {
        pk: Case(
            sheet=found[pk],
            rules=rules[found[pk].cycle.rules_id],
            state=state[pk],
            assignees=held[pk],
            markings=marked[pk],
            returns=returned[pk],
            votes=voted[pk],
            due=due[pk],
            locked=running[found[pk].cycle_id].locked,  # type: ignore[attr-defined]  # annotated
        )
        for pk in wanted
        if pk in found
    }


def one(pk: int, *, hold: bool = False) -> Case | None:
    """The case of one sheet."""
    return load([pk], hold=hold).get(pk)


def _name(sheets: Collection[Sheet], held: Iterable[Assignee], marked: Iterable[Marking]) -> None:
    """Give these rows their people, each read once."""
    assignees, markings = list(held), list(marked)
    ids = {row.person_id for row in sheets} | {row.person_id for row in assignees}
    ids |= {pk for row in markings for pk in (row.author_id, row.on_behalf_of_id)}
    people = {row.pk: row for row in Person.objects.filter(pk__in={pk for pk in ids if pk})}
    for sheet in sheets:
        sheet.person = people[sheet.person_id] if sheet.person_id else None
    for assignee in assignees:
        assignee.person = people[assignee.person_id]
    for marking in markings:
        marking.author = people[marking.author_id]
        marking.on_behalf_of = people[marking.on_behalf_of_id] if marking.on_behalf_of_id else None


def _by_sheet(rows: Iterable[M]) -> defaultdict[int, tuple[M, ...]]:
    found: defaultdict[int, tuple[M, ...]] = defaultdict(tuple)
    for row in rows:
        found[row.sheet_id] += (row,)  # type: ignore[attr-defined]  # every model read here has a sheet
    return found


def _due(sheets: Iterable[Sheet], running: Mapping[int, Cycle]) -> dict[int, dict[str, date]]:
    """Deadlines by sheet: its own extensions over its cycle's. Two queries."""
    by_cycle = cycles.deadlines_of(running.values())
    due = {row.pk: dict(by_cycle.get(row.cycle_id, {})) for row in sheets}
    extensions = Extension.objects.filter(sheet__in=due).order_by("id")
    for sheet, step, day in extensions.values_list("sheet_id", "step", "due"):
        due[sheet][step] = max(day, due[sheet].get(step, day))
    return due
