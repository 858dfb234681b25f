"""Units whose truth is known: honest ones, and ones into which a kind of levelling was planted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Literal

from canbo.rulebook.levelling import Row, Yardstick
from canbo.rulebook.process import Period

ITEMS = 10
FORM = {"staff": Yardstick(10_000, (1000,) * ITEMS)}
TOP = ("excellent",)
HONEST = 399  # mean distance from the middle where the standard deviation is 5 points: 5 · √(2/π)

Kind = Literal["", "spread", "alike", "same_marks", "top", "agreement", "at_most", "halo", "copied"]
KINDS: tuple[Kind, ...] = ("spread", "alike", "same_marks", "top", "agreement", "at_most", "halo", "copied")


def months(count: int) -> list[Period]:
    """So many months from January 2024 on."""
    found = [Period("month", 2024)]
    while len(found) < count:
        found.append(found[-1].next())
    return found


def totals(
    chance: Random, spread: float, *, group: str = "u", people: int = 20, periods: int = 12, stays: float = 0.5
) -> Iterator[Row]:
    """A unit's decided totals, normal with a standard deviation of `spread` points in each month. `stays`: the share of
    the variance that is the person's, the same in all months."""
    lasting = [chance.gauss(0, spread * stays**0.5) for _ in range(people)]
    for period in months(periods):
        common = chance.gauss(80, 2)
        for person, own in enumerate(lasting):
            total = round(100 * (common + own + chance.gauss(0, spread * (1 - stays) ** 0.5)))
            yield row(group, person, period, total)


def row(group: str, person: int, period: Period, total: int | None, marks: tuple[int | None, ...] = ()) -> Row:
    """A sheet decided at this total, at the level that follows from it; nobody marked themselves."""
    level = None if total is None else "excellent" if total >= 8500 else "good"
    name = f"{group}-{person}"
    return Row(f"{name}-{period.key}", name, group, period, "staff", None, total, total, level, marks)


@dataclass(frozen=True)
class Unit:
    """What is true of a unit: its mean and spread in points, how often a decision repeats the self-marking, and what is
    planted."""

    name: str
    centre: float
    spread: float
    repeats: float
    kind: Kind = ""


def unit(chance: Random, name: str, kind: Kind = "") -> Unit:
    """Honest units differ too: by mean, by spread, by how often decisions repeat what people gave themselves."""
    spread = 1.0 if kind == "spread" else chance.uniform(4, 6)
    return Unit(name, chance.gauss(80, 1.5), spread, 0.97 if kind == "agreement" else chance.uniform(0.2, 0.5), kind)


def sheets(chance: Random, true: Unit, people: int = 20, periods: int = 12) -> Iterator[Row]:
    """A unit's sheets with marks in steps of a quarter point, half of the variance lasting."""
    half = true.spread * 0.5**0.5
    lasting = [chance.gauss(0, half) for _ in range(people)]
    before: dict[int, tuple[int | None, ...]] = {}
    for period in months(periods):
        for person, own in enumerate(lasting):
            total = true.centre + own + chance.gauss(0, half)
            marks = _marks(chance, true, total)
            if true.kind == "copied" and person in before and chance.random() < 0.9:
                marks = before[person]
            before[person] = marks
            yield _given(chance, true, row(true.name, person, period, sum(mark or 0 for mark in marks), marks))


def _marks(chance: Random, true: Unit, total: float) -> tuple[int | None, ...]:
    planted = chance.random() < 0.9
    if true.kind == "alike" and planted:
        total = true.centre
    away = [chance.gauss(0, 0.7) for _ in range(ITEMS)]
    if planted and true.kind in ("alike", "halo"):
        away = [0.0] * ITEMS
    mean = sum(away) / ITEMS
    marks = [total / ITEMS + one - mean for one in away]
    if true.kind == "same_marks" and planted:
        marks[2:] = [true.centre / ITEMS] * (ITEMS - 2)
    if true.kind == "at_most" and planted:
        marks[2:] = [10] * (ITEMS - 2)
    return tuple(min(1000, max(0, 25 * round(4 * mark))) for mark in marks)


def _given(chance: Random, true: Unit, given: Row) -> Row:
    total = given.decided or 0
    own = total if chance.random() < true.repeats else total + 25 * chance.randint(1, 12)
    if true.kind == "top":
        return replace(given, own=own, level="excellent" if chance.random() < 0.95 else "good")
    return replace(given, own=own)


def district(chance: Random, units: int = 200, planted: int = 20, **size: int) -> tuple[list[Row], dict[str, Kind]]:
    """A district's sheets, and what was planted into which unit."""
    true = {f"{at:03d}": KINDS[at % len(KINDS)] if at < planted else "" for at in range(units)}
    rows = [one for name, kind in true.items() for one in sheets(chance, unit(chance, name, kind), **size)]
    return rows, {name: kind for name, kind in true.items() if kind}
