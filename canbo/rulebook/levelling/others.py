"""All groups but one, without looking at all of them again for each: medians of n − 1 from what was sorted once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable


class Numbers:
    """One number of each group; the median, and the median distance from it, of all or of all but one of them."""

    def __init__(self, numbers: Iterable[float]) -> None:
        self._sorted = sorted(numbers)
        self._away: dict[float, Numbers] = {}

    def median(self, without: float | None = None) -> float:
        """0 where nothing is left. `without`: one of the numbers."""
        held = self._sorted
        gone = len(held) if without is None else bisect_left(held, without)
        left = len(held) - (without is not None)
        if not left:
            return 0.0
        middle = left // 2
        upper = held[middle + (middle >= gone)]
        return upper if left % 2 else (held[middle - 1 + (middle - 1 >= gone)] + upper) / 2

    def away(self, without: float | None = None) -> float:
        """The median distance from the median. There are at most three medians of all but one, so few are kept."""
        centre = self.median(without)
        if centre not in self._away:
            self._away[centre] = Numbers(abs(number - centre) for number in self._sorted)
        return self._away[centre].median(None if without is None else abs(without - centre))
