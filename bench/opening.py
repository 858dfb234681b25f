#!/usr/bin/env -S .venv/bin/python
"""How many ballots a second one core opens: checked against the board, every signature again, unsealed, counted.

Usage, from the checkout: bench/opening.py [--ballots 1600]     (target: 800 ballots/s a core)

Also the campaign of one head of 200 people from the closed box to the three files, which should take under a minute.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from canbo.opening import counting, station
from tests.opening import closed
from tests.rulebook.ballot.survey import HOLDERS, survey

TEXT = "Đề nghị họp định kỳ và công khai phân công. " * 8


def box(people: int) -> counting.Export:
    """A closed box in which everybody of one group answered."""
    small = survey()
    groups = tuple(replace(one, invited=people) if one.id == "gv" else one for one in small.groups)
    manifest = replace(small, groups=groups)
    given = {"gv": [{"q1": "123"[at % 3], "q2": ["a"], "t1": TEXT} for at in range(people)]}
    return closed.exported(manifest, closed.ballots(manifest, given))


def rate(export: counting.Export) -> float:
    """Ballots a second of processor time, by two of three trustees."""
    begin = time.process_time()
    counting.verify(export, export.head.root, export.lists)
    counted = counting.count(export, counting.keys(export.manifest, [HOLDERS[0], HOLDERS[2]]))
    assert len(counted.rows) == len(export.ballots)
    return len(counted.rows) / (time.process_time() - begin)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--ballots", type=int, default=1600)
    many = box(options.parse_args().ballots)
    rates = sorted(rate(many) for _ in range(3))
    print(f"opening: {rates[1]:.0f} ballots/s a core (three runs: {', '.join(f'{one:.0f}' for one in rates)})")
    head = box(200)
    with tempfile.TemporaryDirectory() as folder:
        begin = time.perf_counter()
        written = closed.write(head, Path(folder) / "export")
        station.carry_out(station.read(written), head.head.root, head.lists, HOLDERS, Path(folder) / "out")
        print(f"a head of 200 people: opened, counted, released in {time.perf_counter() - begin:.2f} s")


if __name__ == "__main__":
    main()
