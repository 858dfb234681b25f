"""The board of a cycle: how many sheets of each unit wait in which step, from the summary rows alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, QuerySet

from canbo.office.cycles.models import Cycle
from canbo.office.evaluations.models import Assignee, State
from canbo.office.people.access import subtree
from canbo.office.people.models import Unit


@dataclass
class Line:
    """A unit's line: its own sheets and those below it, by stage. `depth` for the indent."""

    unit: Unit
    depth: int
    counts: dict[str, int] = field(default_factory=dict)
    own: int = 0

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class Board:
    """The lines in the order of the tree, and the sum of all sheets by stage."""

    lines: tuple[Line, ...]
    counts: dict[str, int]
    without_reviewer: int
    without_decider: int

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def states(cycle: Cycle, paths: Sequence[str]) -> QuerySet[State]:
    """The summary rows of a cycle in these subtrees."""
    return State.objects.filter(subtree(paths, "unit_path"), agency=cycle.agency_id, cycle=cycle)


def board(cycle: Cycle, paths: Sequence[str]) -> Board:
    """Counts by unit and stage within these subtrees (`access.board_paths`). Four queries."""
    rows = states(cycle, paths)
    grouped = rows.values_list("unit_path", "stage").annotate(n=Count("id")).order_by("unit_path")
    found = list(grouped)
    units = {unit.path: unit for unit in Unit.objects.filter(path__in={path for path, _, _ in found})}
    lines = _lines(units)
    counts: dict[str, int] = {}
    for path, stage, number in found:
        counts[stage] = counts.get(stage, 0) + number
        for line in lines:
            if path.startswith(line.unit.path):
                line.counts[stage] = line.counts.get(stage, 0) + number
                line.own += number if path == line.unit.path else 0
    return Board(tuple(lines), counts, lacking(rows, "review").count(), lacking(rows, "decide").count())


def lacking(rows: QuerySet[State], step: str) -> QuerySet[State]:
    """Of these, sheets not yet settled to whose step nobody is assigned."""
    held = Assignee.objects.filter(agency=OuterRef("agency"), sheet=OuterRef("sheet"), step=step, ended_at=None)
    return rows.filter(~Exists(held)).exclude(stage__in=["decided", "published"])


def people_of(
    cycle: Cycle, paths: Sequence[str], *, stage: str = "", lacks: str = "", q: str = "", own: int | None = None
) -> QuerySet[State]:
    """The sheets behind a number of the board, in the order of the tree and of names.

    `own`: the person who looks; a result of theirs that is decided and not published yet is left out.
    """
    rows = states(cycle, paths)
    if own is not None:
        rows = rows.exclude(stage="decided", sheet__person=own)
    if stage:
        rows = rows.filter(stage=stage)
    if lacks:
        rows = lacking(rows, lacks)
    if q:
        rows = rows.filter(sheet__person__search_key__contains=q)
    rows = rows.select_related("sheet__person", "sheet__collective", "sheet__unit")
    return rows.order_by("unit_path", "sheet__person__sort_key", "sheet_id")


def _lines(units: dict[str, Unit]) -> list[Line]:
    """Lines in the order of the tree; the depth counts only units that are on the board."""
    lines: list[Line] = []
    for path in sorted(units):
        depth = sum(1 for upper in units if path != upper and path.startswith(upper))
        lines.append(Line(units[path], depth))
    return lines
