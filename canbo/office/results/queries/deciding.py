"""The page on which a head decides: each sheet with its totals, what the rules make of it, and which grounds decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from canbo.office.evaluations import cases
from canbo.office.evaluations.models import State
from canbo.office.evaluations.stage import SETTLED
from canbo.office.people.access import Viewer
from canbo.office.results import access, bases
from canbo.office.results.bases import Basis
from canbo.office.results.models import Decision
from canbo.rulebook import Level


@dataclass(frozen=True)
class Line:
    """One sheet on the page. `mine`: the viewer decides on it; `ready`: it can be decided now. `grounds` are shown to
    those who may see them only. `typed_*`: what was entered and refused, else what the rules give."""

    state: State
    basis: Basis
    mine: bool
    explained: bool
    decision: Decision | None
    typed_level: str
    typed_reason: str
    picked: bool

    @property
    def name(self) -> str:
        return self.basis.case.subject

    @property
    def settled(self) -> bool:
        return self.state.stage in SETTLED

    @property
    def ready(self) -> bool:
        return self.mine and not self.settled and not self.basis.problems

    @property
    def total(self) -> int | None:
        return self.state.total if self.settled else self.basis.total

    @property
    def computed(self) -> Level | None:
        """The level by the rules; None where it is not rated or not known yet."""
        key = self.decision.computed_level if self.decision else self.basis.level
        return self.basis.case.rules.level(key) if key else None

    @property
    def level(self) -> Level | None:
        """The level decided."""
        return self.basis.case.rules.level(self.state.level) if self.settled and self.state.level else None

    @property
    def grounds(self) -> tuple[str, ...]:
        """What decided against or before the points, in the rules' words."""
        if not self.explained or self.basis.grading is None:
            return ()
        labels = {rule.key: rule.label for rule in self.basis.case.rules.overrides}
        return tuple(labels[key] for key in self.basis.grading.applied)


def lines(
    viewer: Viewer, states: Sequence[State], typed: Mapping[str, str] | None = None, picked: Sequence[int] = ()
) -> list[Line]:
    """These sheets as the page shows them, in the same order. `typed`: what was posted (`level_<id>`, `reason_<id>`),
    with the sheets `picked`. A constant number of queries."""
    found = cases.load(row.sheet_id for row in states)
    known = bases.of(found)
    rows = Decision.objects.filter(sheet__in=found, corrections=None).select_related("decider")
    decided = {row.sheet_id: row for row in rows}
    shown = []
    for row in states:
        basis = known[row.sheet_id]
        mine = access.seat(viewer, basis.case) is not None
        posted = typed or {}
        shown.append(
            Line(
                state=row,
                basis=basis,
                mine=mine,
                explained=access.may_explain(viewer, basis.case),
                decision=decided.get(row.sheet_id),
                typed_level=posted.get(f"level_{row.sheet_id}", basis.level),
                typed_reason=posted.get(f"reason_{row.sheet_id}", ""),
                picked=row.sheet_id in picked if typed else not basis.problems,
            )
        )
    return shown
