"""The ministry's table of ratings of 2018, and how it is dealt to any number of people, to the person.

Reported by 30 ministries and 61 provinces (2 ministries and 3 provinces missing), vienthongke.vn. It says how many
civil servants and public employees held each level in the whole country and nothing more: neither provinces nor months
nor points. So the country's shares are dealt evenly to every agency, and every month made here holds the table anew.
Its levels are those of Nghị định 56/2015; the frame used here names its second level "good", its third "completed".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from math import gcd

CIVIL, PUBLIC = "civil_servant", "public_employee"
LEVELS = ("excellent", "good", "completed", "not_completed", "")  # "": not rated
TABLE: Mapping[str, tuple[int, ...]] = {
    CIVIL: (132_570, 320_660, 10_690, 2_690, 2_420),
    PUBLIC: (457_550, 1_098_140, 97_040, 6_240, 1_000),
}
EVERYBODY = 2_129_000
GOLDEN = 0.6180339887


def shares(parts: Sequence[int], whole: int) -> list[int]:
    """`whole` divided in proportion to the parts, by largest remainders; it adds up."""
    total = sum(parts)
    found = [whole * part // total for part in parts]
    left = whole - sum(found)
    by_rest = sorted(range(len(parts)), key=lambda at: (-(whole * parts[at] % total), at))
    for at in by_rest[:left]:
        found[at] += 1
    return found


def scaled(people: int) -> dict[str, list[int]]:
    """How many of each kind hold each level among so many people; the table itself at `EVERYBODY`."""
    cells = shares([*TABLE[CIVIL], *TABLE[PUBLIC]], people)
    return {CIVIL: cells[: len(LEVELS)], PUBLIC: cells[len(LEVELS) :]}


class Deal:
    """Levels dealt to the people of one kind, in the order of the tree: all of them exactly once, any stretch of the
    order close to the shares of the whole, each month to others."""

    def __init__(self, counts: Sequence[int], month: int) -> None:
        self.total = sum(counts)
        self.ends = list(accumulate(counts))
        self.step = next((one for one in self._steps() if gcd(one, self.total) == 1), 1)
        self.shift = month * self.total * 7 // 19

    def _steps(self) -> range:
        return range(max(1, round(self.total * GOLDEN)), self.total + 1)

    def level(self, place: int) -> int:
        """The level of whoever stands at this place among their kind, as its place in `LEVELS`."""
        at = (place * self.step + self.shift) % self.total
        return next(number for number, end in enumerate(self.ends) if at < end)
