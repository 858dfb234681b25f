"""The instruments on planning as a body filled them: which binds on a day, its steps, the axes of nine boxes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from canbo.office.regulations.choices import Choices
from canbo.office.regulations.models import Choice
from canbo.office.talent.models import PlanningRules as Chosen
from canbo.rulebook import RuleError, document, planning
from canbo.rulebook.document import Document
from canbo.rulebook.planning import Axes, PlanningRules, Step, boxes

TOLD = ("higher", "appointing", "discipline_case", "first_time", "over_age")  # what no record tells for sure


@dataclass(frozen=True)
class Law:
    """What binds a unit's lists on a day. `rules` is None where no shipped instrument was in force yet; `row`: where
    the body chose what the instrument leaves open, None where it has not."""

    day: date
    source: Document | None
    row: Choice | None
    rules: PlanningRules | None

    @property
    def number(self) -> str:
        return self.source.instrument.number if self.source else ""

    @property
    def told(self) -> list[tuple[str, str]]:
        """What an advisory body may confirm under it: facts no record tells, by key and label."""
        return [(one.key, one.label) for one in self.rules.words.facts if one.key in TOLD] if self.rules else []

    @property
    def open_settings(self) -> list[str]:
        """What the instrument leaves open and the body has not set, by its label."""
        given = self.row.values if self.row else {}
        return [one.label for one in self.source.settings if given.get(one.key) is None] if self.source else []


def instruments() -> tuple[Document, ...]:
    """All that a body may fill: the instruments on planning, and the axes of the nine-box view."""
    return (*planning.library(), boxes.source())


def _read(source: Document, values: Mapping[str, object]) -> None:
    if source.key == boxes.source().key:
        planning.axes(values)
    else:
        planning.rules(source, values)


CHOICES = Choices(Chosen, "talent.planning_set", instruments, _read)


def source_on(day: date) -> Document | None:
    """The instrument in force on a day; None before the first."""
    try:
        return document.on(planning.library(), day, "quy hoạch")
    except RuleError:
        return None


def law_on(path: str, day: date) -> Law:
    """What binds the unit at a path on a day. One query."""
    source = source_on(day)
    if source is None:
        return Law(day, None, None, None)
    row = CHOICES.row(path, source.key, day)
    return Law(day, source, row, planning.rules(source, row.values if row else {}))


def axes_on(path: str, day: date) -> Axes:
    """The axes of nine boxes as the unit at a path set them. One query."""
    return planning.axes(CHOICES.given(path, boxes.source().key, day))


def steps_on(day: date) -> Mapping[str, Step]:
    """The steps of the procedure in force on a day, by key; none before the first."""
    try:
        return planning.procedure_on(day).steps
    except RuleError:
        return {}
