"""Converted work: the ratios a (quantity), b (quality) and c (progress) of NĐ 335/2025 Điều 14, as exact fractions.

    a = Σ K·completed / Σ K·assigned
    b = Σ K·max(0, completed − share × counted failed reviews) / Σ K·assigned
    c = Σ K·max(0, completed − share × counted delays) / Σ K·assigned

each cut to 0..1. What one fault takes (25 % in the decree) is the pack's. A fault confirmed as having an objective
cause is excused and takes nothing. Nothing assigned is "insufficient", neither 0 nor 100 %.

On a line of several pieces each fault takes its share of one piece; where one piece failed more often than it has
points to lose, give that piece a line of its own, since a line's floor is the line's, not the piece's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from canbo.rulebook import amounts
from canbo.rulebook.errors import RuleError
from canbo.rulebook.model import Item, Rules, Workload

WHOLE = 10000  # hundredths of a percent in one


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One product of a period: its conversion coefficient K (from the unit's catalogue), pieces assigned and completed,
    failed reviews and delays counted over the line, and how many of those are excused; `name` is for people."""

    product: str
    coefficient: Fraction | Decimal
    assigned: int
    completed: int
    failed_reviews: int = 0
    delays: int = 0
    excused_reviews: int = 0
    excused_delays: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Ratios:
    """a, b, c as exact fractions in 0..1, with the converted sums they came from."""

    quantity: Fraction
    quality: Fraction
    progress: Fraction
    assigned: Fraction
    completed: Fraction

    def percent(self, item: Item) -> Fraction | None:
        """The exact mark (hundredths of a percent) this gives to an item, by its source; None for other items.
        `scoring.score` takes it as it is and rounds only the group."""
        share = {"quantity": self.quantity, "quality": self.quality, "progress": self.progress}.get(item.source)
        return None if share is None else share * 10000

    def mark(self, rules: Rules, item: Item) -> int | None:
        """The same rounded to a mark that a sheet can hold, by the rules' named rounding."""
        exact = self.percent(item)
        return None if exact is None else amounts.divide(exact, 1, rules.rounding)


@dataclass(frozen=True, slots=True)
class Insufficient:
    """Nothing was assigned, so there is nothing to divide by."""

    reason_vi: str = "Chưa có sản phẩm, công việc nào được giao trong kỳ nên chưa đủ dữ liệu để tính."


class Parts(NamedTuple):
    """What lines of one coefficient add to the sums, in ten-thousandths of a piece: assigned, completed, kept in
    quality, kept in progress."""

    assigned: int
    completed: int
    quality: int
    progress: int


# A coefficient as numerator and denominator.
Weight = tuple[int, int]


def ratios(lines: Iterable[WorkLine], workload: Workload) -> Ratios | Insufficient:
    """The three ratios of a period's lines under the rules' `workload`. RuleError for negative figures or more
    excused than happened."""
    return joined((line.coefficient.as_integer_ratio(), parts((line,), workload)) for line in lines)


def parts(lines: Iterable[WorkLine], workload: Workload) -> Parts:
    """What these lines, of one coefficient, add to the sums: kept by who meets the same work again and again.
    RuleError as for `ratios`."""
    totals = [0, 0, 0, 0]
    for line in lines:
        _check(line)
        totals[0] += line.assigned * WHOLE
        totals[1] += line.completed * WHOLE
        totals[2] += kept(line, line.failed_reviews - line.excused_reviews, workload.failed_review)
        totals[3] += kept(line, line.delays - line.excused_delays, workload.delay)
    return Parts(*totals)


def joined(given: Iterable[tuple[Weight, Parts]]) -> Ratios | Insufficient:
    """The ratios of all these parts, each with its coefficient.

    Added as integers under their coefficient and brought to one denominator at the end, so that a thousand products
    cost four fractions.
    """
    by_coefficient: dict[Weight, list[int]] = {}
    for weight, (assigned, completed, quality, progress) in given:
        sums = by_coefficient.setdefault(weight, [0, 0, 0, 0])
        sums[0] += assigned
        sums[1] += completed
        sums[2] += quality
        sums[3] += progress
    common = lcm(*(bottom for _, bottom in by_coefficient))
    totals = [0, 0, 0, 0]
    for (top, bottom), sums in by_coefficient.items():
        factor = top * (common // bottom)
        totals = [total + factor * number for total, number in zip(totals, sums, strict=True)]
    return _divided([Fraction(total, common * WHOLE) for total in totals])


def _divided(sums: Sequence[Fraction]) -> Ratios | Insufficient:
    given, done, good, on_time = sums
    if given == 0:
        return Insufficient()
    most = Fraction(1)
    return Ratios(min(done / given, most), min(good / given, most), min(on_time / given, most), given, done)


def kept(line: WorkLine, faults: int, share: int) -> int:
    """The pieces (in ten-thousandths) whose converted points a line keeps after so many counted faults."""
    return max(0, line.completed * WHOLE - share * faults)


def _check(line: WorkLine) -> None:
    counts = (
        line.assigned,
        line.completed,
        line.failed_reviews,
        line.delays,
        line.excused_reviews,
        line.excused_delays,
    )
    if line.coefficient.as_integer_ratio()[0] <= 0 or min(counts) < 0:
        raise RuleError(f"sản phẩm “{line.product}”: hệ số phải lớn hơn 0, các số không được âm")
    if line.excused_reviews > line.failed_reviews or line.excused_delays > line.delays:
        raise RuleError(f"sản phẩm “{line.product}”: số lần được miễn nhiều hơn số lần xảy ra")
