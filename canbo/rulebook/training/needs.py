"""Which criteria of somebody are weak: far below the others of the unit, in several periods. Thresholds: a body's."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

from canbo.rulebook import document
from canbo.rulebook.document import Document

FILE = Path(__file__).parent / "needs.yaml"


@dataclass(frozen=True, slots=True)
class Weakness:
    """`gap`: hundredths of a percent of a criterion's most points; `periods`: in how many; either None: not judged.
    `people`: the fewest whose mean is compared with."""

    gap: int | None
    periods: int | None
    people: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A decided mark: whose, in which group of comparison (unit and form of a period), of which criterion, how many
    hundredths of how many at most."""

    person: int
    group: str
    criterion: str
    points: int
    most: int


@cache
def instrument() -> Document:
    """The shipped file."""
    return document.read(FILE, ("instrument", "settings", "weak"))


def weakness(given: Mapping[str, object]) -> Weakness:
    """What a body set; SettingsError where a value is out of range."""
    found = instrument()
    reader = found.reader(given)
    node = found.content["weak"].fields(("gap", "periods", "people"))
    gap, periods = reader.share_or_none(node["gap"]), reader.count_or_none(node["periods"])
    return Weakness(gap, periods, reader.count(node["people"]))


def weak(rules: Weakness, marks: Iterable[Mark]) -> dict[int, dict[str, int]]:
    """By person, each weak criterion with the number of periods it was weak in. Empty where no threshold is set.
    Exact: no mean is rounded."""
    if rules.gap is None or rules.periods is None:
        return {}
    grouped: dict[tuple[str, str], list[Mark]] = defaultdict(list)
    for one in marks:
        grouped[one.group, one.criterion].append(one)
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for (_, criterion), rows in grouped.items():
        if len(rows) < rules.people:
            continue
        mean = Fraction(sum(row.points for row in rows), len(rows))
        for row in rows:
            if mean - row.points >= Fraction(rules.gap * row.most, 10000):
                found[row.person][criterion] += 1
    kept = {
        person: {criterion: times for criterion, times in counts.items() if times >= rules.periods}
        for person, counts in found.items()
    }
    return {person: criteria for person, criteria in kept.items() if criteria}
