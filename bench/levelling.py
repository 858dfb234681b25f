"""The signals against levelling, how fast and how often right: python bench/levelling.py [--errors] [--size N]

Speed: N people (20,000) in units of twenty, 36 months, ten items a sheet, through `examine`. Baseline of the same run:
one bare pass over the same rows, a Counter of totals per unit and month and the sum of all marks; no signal, no test.
Making the invented sheets takes longer than examining them and is not counted. Target: 60 s.

Errors (--errors): 1,000 simulated units of 20 people and 12 months per line; by how many people a unit has; 20
districts of 200 units of which 20 are levelled; 300 honest districts of each of six shapes of totals. Seeds are fixed:
the same figures each time.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1]))

from canbo.rulebook.levelling import Row, Settings, examine
from tests.rulebook.levelling_truth import FORM, HONEST, KINDS, TOP, district, months, row, totals


def bare(rows: Sequence[Row]) -> int:
    """The baseline."""
    counts: dict[tuple[str, str], Counter[int | None]] = {}
    marks = 0
    for one in rows:
        counts.setdefault((one.group, one.period.key), Counter())[one.decided] += 1
        marks += sum(mark or 0 for mark in one.marks)
    return marks


def speed(people: int) -> None:
    """One run each: it takes seconds, and the processor's own time is read beside the clock."""
    rows, _ = district(Random(1), units=people // 20, planted=people // 200, periods=36)
    taken = []
    for work in (lambda: bare(rows), lambda: examine(rows, FORM, TOP)):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        taken.append((time.perf_counter() - wall, time.process_time() - cpu))
    (plain, plain_cpu), (own, own_cpu) = taken
    print(f"{len(rows):,} sheets, {people // 20:,} units, {len(KINDS)} signals")
    print(f"  examine   {own:6.1f} s   cpu {own_cpu:6.1f} s   ratio of cpu {own_cpu / plain_cpu:5.1f}")
    print(f"  bare pass {plain:6.1f} s   cpu {plain_cpu:6.1f} s")


def found(spread: float, stays: float, people: int = 20, periods: int = 12) -> float:
    """In how many of 1,000 simulated units, in percent, the spread is found too narrow."""
    chance = Random(f"{spread} {stays} {people} {periods}")
    settings = Settings(honest=HONEST, people=5)
    hits = 0
    for _ in range(1000):
        rows = totals(chance, spread, stays=stays, people=people, periods=periods)
        hits += any(one.found for one in examine(rows, FORM, settings=settings))
    return hits / 10


def errors() -> None:
    print("Spread found too narrow, % of 1,000 units (20 people, 12 months, honest 5)")
    print("  lasting share   spread 1   spread 2,5   spread 5")
    for stays in (0.0, 0.5, 1.0):
        print(f"  {stays:13.0%}" + "".join(f"{found(spread, stays):11.1f}" for spread in (1, 2.5, 5)))
    print("By people in the unit, one month, % of 1,000: spread 1, spread 5")
    for people in (5, 6, 8, 10, 15):
        one, five = (found(spread, 0.5, people, periods=1) for spread in (1, 5))
        print(f"  {people:3}   {one:6.1f}   {five:6.1f}")
    districts()
    shapes()


def districts(times: int = 20) -> None:
    """False discoveries, and what is found of each kind."""
    false = 0.0
    seen: Counter[str] = Counter()
    planted: Counter[str] = Counter()
    for seed in range(times):
        rows, truth = district(Random(seed))
        hits = {(one.group, one.signal) for one in examine(rows, FORM, TOP) if one.found}
        false += sum(group not in truth for group, _ in hits) / max(1, len(hits)) / times
        planted.update(truth.values())
        seen.update(kind for group, kind in truth.items() if (group, kind) in hits)
    print(f"{times} districts of 200 units, 20 levelled: false discoveries {100 * false:.2f} % (target 5)")
    for kind in KINDS:
        print(f"  {kind:11} found {seen[kind]} of {planted[kind]}")


SHAPES: dict[str, Callable[[Random], float]] = {
    "normal": lambda chance: chance.gauss(0, 5),
    "heavy tails, t(3)": lambda chance: chance.gauss(0, 3) / chance.gammavariate(1.5, 1 / 1.5) ** 0.5,
    "skewed": lambda chance: 12 - chance.expovariate(1 / 6),
    "one in ten far below": lambda chance: chance.gauss(0, 3) if chance.random() < 0.9 else -25,
    "a part at 100": lambda chance: 10 + chance.gauss(0, 5),
    "most at 100": lambda chance: 25 - chance.expovariate(1 / 6),
}


def shapes(times: int = 300) -> None:
    """In how many honest districts of 11 units, 20 people and 3 months, anything at all is found."""
    print(f"Nothing planted, % of {times} districts with a false alarm")
    for name, draw in SHAPES.items():
        false = 0
        for seed in range(times):
            chance = Random(f"{name}{seed}")
            rows = [one for group in range(11) for one in shaped(chance, f"{group:02d}", draw)]
            false += any(one.found for one in examine(rows, FORM, TOP))
        print(f"  {name:22}{100 * false / times:5.1f}")


def shaped(chance: Random, group: str, draw: Callable[[Random], float]) -> Iterator[Row]:
    """A unit's totals around 80, half of each drawn once for the person, half each month; at most 100."""
    lasting = [draw(chance) for _ in range(20)]
    for period in months(3):
        for person, own in enumerate(lasting):
            yield row(group, person, period, min(10_000, round(8000 + 70 * (own + draw(chance)))))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="error rates instead of speed")
    parser.add_argument("--size", type=int, default=20_000, help="people")
    given = parser.parse_args()
    if given.errors:
        errors()
    else:
        speed(given.size)


if __name__ == "__main__":
    main()
