"""Assigned against actual headcount of a day: each unit by kind, what is over and what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from canbo.office.people.access import current
from canbo.office.people.models import KINDS, Posting, Unit
from canbo.office.people.queries.units import depths, in_order, units_under
from canbo.office.talent.models import Headcount


@dataclass(frozen=True)
class Cell:
    """One kind in one unit: `assigned` None where nobody said. `unassigned`: how many of `actual` are in units that
    were not assigned any number, in a total."""

    kind: str
    label: str
    assigned: int | None
    actual: int
    unassigned: int = 0

    @property
    def over(self) -> int | None:
        """How many more there are than assigned (negative: missing); None where that cannot be told."""
        return None if self.assigned is None else self.actual - self.unassigned - self.assigned

    @property
    def word(self) -> str:
        """The same in words."""
        if self.over is None:
            return "chưa giao" if self.actual else ""
        return f"vượt {self.over}" if self.over > 0 else f"thiếu {-self.over}" if self.over < 0 else "đủ"

    @property
    def shown(self) -> bool:
        return self.assigned is not None or self.actual > 0


@dataclass(frozen=True)
class Line:
    """A unit with its own people, not those of units below it."""

    unit: Unit
    depth: int
    cells: tuple[Cell, ...]
    total: Cell


@dataclass(frozen=True)
class Structure:
    """Units with anything assigned or anybody there, and all of them together; of the kinds that occur."""

    lines: tuple[Line, ...]
    cells: tuple[Cell, ...]
    total: Cell


def standing(units: Sequence[Unit], day: date) -> dict[tuple[int, str], Headcount]:
    """What stands of each unit and kind on a day; one query."""
    rows = Headcount.objects.filter(unit__in=[unit.pk for unit in units], day__lte=day).order_by("day", "pk")
    return {(row.unit_id, row.kind): row for row in rows}


def structure(paths: Sequence[str], day: date) -> Structure:
    """The table of these subtrees; three queries. Everybody counts once, at the primary post; part-time people too."""
    units = list(units_under(paths, day))
    given = standing(units, day)
    places = Posting.objects.filter(current(day), primary=True, post__unit__in=[unit.pk for unit in units])
    actual = Counter(places.values_list("post__unit_id", "kind"))
    ordered = in_order(units)
    depth = depths(ordered)
    lines = []
    for unit in ordered:
        cells = tuple(_cell(given.get((unit.pk, key)), key, label, actual[unit.pk, key]) for key, label in KINDS)
        if any(cell.shown for cell in cells):
            lines.append(Line(unit, depth[unit.path], cells, _sum("", "Tổng", cells)))
    columns = [_sum(key, label, [line.cells[n] for line in lines]) for n, (key, label) in enumerate(KINDS)]
    everything = [cell for line in lines for cell in line.cells]
    kept = [n for n, column in enumerate(columns) if column.shown]
    told = tuple(Line(one.unit, one.depth, tuple(one.cells[n] for n in kept), one.total) for one in lines)
    return Structure(told, tuple(columns[n] for n in kept), _sum("", "Tổng", everything))


def history(unit: Unit) -> list[Headcount]:
    """Everything a unit was ever assigned, the latest first."""
    rows = Headcount.objects.filter(unit=unit).select_related("by__person")
    return list(rows.order_by("-day", "-pk"))


def _cell(row: Headcount | None, key: str, label: str, actual: int) -> Cell:
    return Cell(key, label, row.number if row else None, actual, 0 if row else actual)


def _sum(key: str, label: str, cells: Sequence[Cell]) -> Cell:
    given = [cell.assigned for cell in cells if cell.assigned is not None]
    return Cell(
        key, label, sum(given) if given else None, sum(cell.actual for cell in cells),
        sum(cell.unassigned for cell in cells),
    )  # fmt: skip
