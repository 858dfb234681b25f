"""What the signals are computed from: one row per sheet, gathered by whom the question is about.

Units: totals and marks in hundredths. A total is compared as points of 100 (`Yardstick.of_hundred`), so that a form of
300 points and one of 100 stand side by side.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from canbo.rulebook.errors import RuleError
from canbo.rulebook.process import Period


@dataclass(frozen=True, slots=True)
class Yardstick:
    """A form as far as the signals need it: its highest total and each item's highest mark."""

    most: int
    items: tuple[int, ...] = ()

    def of_hundred(self, total: int) -> float:
        """A total in hundredths as hundredths of a point out of 100 points."""
        return total * 10_000 / self.most


@dataclass(slots=True)  # not frozen: of millions that are made, that takes twice as long
class Row:
    """One sheet: whom it is about, the unit or evaluator the question is about (`group`), and what was given.

    `marks`: the decided marks of the form's items, in its order; empty where they are not at hand. None: not known.
    """

    sheet: str
    person: str
    group: str
    period: Period
    form: str
    own: int | None
    review: int | None
    decided: int | None
    level: str | None = None
    marks: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """The sheets of one form in one period of a group: only these are held against each other."""

    period: Period
    yardstick: Yardstick
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Gathered:
    """All rows of one group: in cells, and each person's by form and in the order of their periods."""

    group: str
    cells: tuple[Cell, ...]
    persons: Mapping[str, Sequence[Row]] = field(repr=False)


def gather(rows: Iterable[Row], yardsticks: Mapping[str, Yardstick]) -> dict[str, Gathered]:
    """The rows by group, groups by name. RuleError for an unknown form, marks that do not fit it, or two sheets of one
    person on one form in one period in one group."""
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        yardstick = yardsticks.get(row.form)
        if yardstick is None:
            raise RuleError(f"không có mẫu phiếu “{row.form}”")
        if row.marks and len(row.marks) != len(yardstick.items):
            raise RuleError(f"phiếu “{row.sheet}” có {len(row.marks)} mục, mẫu có {len(yardstick.items)} mục")
        grouped[row.group].append(row)
    return {group: _one(group, grouped[group], yardsticks) for group in sorted(grouped)}


def serial(period: Period) -> int:
    """A period's number among those of its kind: the next one has the next number. Kinds do not overlap."""
    if period.kind == "month":
        return period.year * 12 + period.number
    return 1_000_000 + period.year * 4 + period.number if period.kind == "quarter" else 2_000_000 + period.year


def _one(group: str, rows: Sequence[Row], yardsticks: Mapping[str, Yardstick]) -> Gathered:
    cells: dict[tuple[str, int], list[Row]] = defaultdict(list)
    persons: dict[str, list[Row]] = defaultdict(list)
    ranked = sorted(((row.form, serial(row.period), row.person), at) for at, row in enumerate(rows))
    last: tuple[str, int, str] | None = None
    for key, at in ranked:
        row = rows[at]
        if key == last:
            raise RuleError(f"một người có hai phiếu trong {row.period.label}: “{row.sheet}”")
        last = key
        cells[key[:2]].append(row)
        persons[row.person].append(row)
    return Gathered(
        group,
        tuple(Cell(held[0].period, yardsticks[form], tuple(held)) for (form, _), held in cells.items()),
        persons,
    )
