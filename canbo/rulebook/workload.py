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

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from canbo.rulebook import amounts
from canbo.rulebook.errors import RuleError
from canbo.rulebook.model import Item, Rules, Workload

_WHOLE = 10000  # hundredths of a percent in one


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One product of a period: its conversion coefficient K (from the unit's catalogue), pieces assigned and completed,
    failed reviews and delays counted over the line, and how many of those are excused."""

    product: str
    coefficient: Fraction | Decimal
    assigned: int
    completed: int
    failed_reviews: int = 0
    delays: int = 0
    excused_reviews: int = 0
    excused_delays: int = 0


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


def ratios(lines: Sequence[WorkLine], workload: Workload) -> Ratios | Insufficient:
    """The three ratios of a period's lines under the rules' `workload`. RuleError for negative figures or more
    excused than happened."""
    for line in lines:
        _check(line)
    assigned, completed, quality, progress = _Sum(), _Sum(), _Sum(), _Sum()
    for line in lines:
        assigned.add(line, line.assigned * _WHOLE)
        completed.add(line, line.completed * _WHOLE)
        quality.add(line, _kept(line, line.failed_reviews - line.excused_reviews, workload.failed_review))
        progress.add(line, _kept(line, line.delays - line.excused_delays, workload.delay))
    if (given := assigned.points()) == 0:
        return Insufficient()
    done, most = completed.points(), Fraction(1)
    return Ratios(
        min(done / given, most), min(quality.points() / given, most), min(progress.points() / given, most), given, done
    )


class _Sum:
    """Σ K·pieces, exact. Pieces (in ten-thousandths) are added as integers under their coefficient, so that a
    thousand products of a few coefficients cost a few fractions."""

    def __init__(self) -> None:
        self._pieces: dict[tuple[int, int], int] = {}

    def add(self, line: WorkLine, pieces: int) -> None:
        coefficient = line.coefficient.as_integer_ratio()
        self._pieces[coefficient] = self._pieces.get(coefficient, 0) + pieces

    def points(self) -> Fraction:
        return sum((Fraction(top * n, bottom * _WHOLE) for (top, bottom), n in self._pieces.items()), Fraction(0))


def _kept(line: WorkLine, faults: int, share: int) -> int:
    """The pieces (in ten-thousandths) whose converted points a line keeps after so many counted faults."""
    return max(0, line.completed * _WHOLE - share * faults)


def _check(line: WorkLine) -> None:
    counts = (
        line.assigned,
        line.completed,
        line.failed_reviews,
        line.delays,
        line.excused_reviews,
        line.excused_delays,
    )
    if line.coefficient <= 0 or min(counts) < 0:
        raise RuleError(f"sản phẩm “{line.product}”: hệ số phải lớn hơn 0, các số không được âm")
    if line.excused_reviews > line.failed_reviews or line.excused_delays > line.delays:
        raise RuleError(f"sản phẩm “{line.product}”: số lần được miễn nhiều hơn số lần xảy ra")
