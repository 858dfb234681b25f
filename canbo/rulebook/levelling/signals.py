"""The signals: what each one counts on every sheet. One sheet gives one number; who is compared with whom comes later.

A share is a number from 0 to 1 per sheet, `spread` hundredths of a point (of 100) per sheet. Sheets about which a
signal can say nothing (no marks, no month before, too few beside it) give no number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from math import pi
from operator import eq
from statistics import median

from canbo.rulebook.levelling.rows import Gathered, Row, serial

Counted = Iterator[tuple[Row, float]]
Signal = Callable[[Gathered], Counted]

BESIDE = 5  # fewer sheets of one form in one period have no middle and no most frequent total worth the name


def spread(gathered: Gathered) -> Counted:
    """How far each decided total lies from the middle one of its period, widened by what looking for the middle in the
    same totals takes away: the median of n is off by a variance of π/2n, which costs π/4n of the mean distance."""
    for cell in gathered.cells:
        held = [(row, cell.yardstick.of_hundred(row.decided)) for row in cell.rows if row.decided is not None]
        if len(held) >= BESIDE:
            middle = median([total for _, total in held])
            widen = 1 / (1 - pi / 4 / len(held))
            yield from ((row, abs(total - middle) * widen) for row, total in held)


def alike(gathered: Gathered) -> Counted:
    """Whether the decided total is the one most people of that period have, where at least two have it."""
    for cell in gathered.cells:
        held = Counter(row.decided for row in cell.rows if row.decided is not None)
        if held.total() >= BESIDE:
            most = max(held, key=lambda total: (held[total], total))  # of several the highest, whoever comes first
            times = held[most]
            for row in cell.rows:
                if row.decided is not None:
                    yield row, float(times > 1 and row.decided == most)


def same_marks(gathered: Gathered) -> Counted:
    """The share of a sheet's items marked as most people's of that period are: "70/70" in a part of the form shows here
    although totals differ."""
    for cell in gathered.cells:
        rows = [row for row in cell.rows if row.marks]
        if len(rows) >= BESIDE:
            columns = zip(*(row.marks for row in rows), strict=True)
            usual = [_commonest(column) for column in columns]
            for row in rows:
                yield row, sum(map(eq, row.marks, usual)) / len(usual)


def _commonest(column: Sequence[int | None]) -> int | None:
    """What most have; of several the highest, so that it does not depend on who comes first."""
    counts = Counter(column)
    most = max(counts.values())
    return max((mark for mark, times in counts.items() if times == most), key=lambda mark: -1 if mark is None else mark)


def top(levels: Collection[str]) -> Signal:
    """Whether the level is one of these; sheets without a level do not count."""

    def counted(gathered: Gathered) -> Counted:
        for rows in gathered.persons.values():
            yield from ((row, float(row.level in levels)) for row in rows if row.level is not None)

    return counted


def agreement(gathered: Gathered) -> Counted:
    """Whether the decided total is exactly what the person gave themselves."""
    for rows in gathered.persons.values():
        for row in rows:
            if row.own is not None and row.decided is not None:
                yield row, float(row.own == row.decided)


def at_most(gathered: Gathered) -> Counted:
    """The share of a sheet's items that have the highest mark there is."""
    for cell in gathered.cells:
        items = cell.yardstick.items
        for row in cell.rows:
            if row.marks:
                yield row, sum(map(eq, row.marks, items)) / len(items)


def halo(gathered: Gathered) -> Counted:
    """Whether all items have one and the same share of their highest mark. A form of one item says nothing."""
    for cell in gathered.cells:
        items = cell.yardstick.items
        for row in cell.rows:
            marks = row.marks
            if len(marks) > 1 and None not in marks:
                # Most sheets differ in the second item already.
                differ = marks[1] * items[0] != marks[0] * items[1]  # type: ignore[operator]  # no mark is None
                yield row, 0.0 if differ else float(_level(marks, items))


def _level(marks: Sequence[int | None], items: Sequence[int]) -> bool:
    """Whether all marks are the same share of the highest ones."""
    given, first = marks[0] or 0, items[0]
    return all((mark or 0) * first == given * most for mark, most in zip(marks, items, strict=True))


def copied(gathered: Gathered) -> Counted:
    """Whether all marks are those of the same person's period just before, on the same form."""
    for rows in gathered.persons.values():
        numbers = [serial(row.period) for row in rows]
        for before, last, row, number in zip(rows, numbers, rows[1:], numbers[1:], strict=False):
            if last + 1 == number and row.marks and before.marks and row.form == before.form:
                yield row, float(row.marks == before.marks)
