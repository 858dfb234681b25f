"""From a finding back to the sheets it rests on: the rows of one unit or evaluator, read again as they stand now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from canbo.office.insight.levelling.finding import body_of
from canbo.office.insight.levelling.source import TOP, Part, Source, closed
from canbo.office.insight.models import Examined
from canbo.office.people.access import subtree
from canbo.office.people.models import Unit
from canbo.rulebook.errors import RuleError
from canbo.rulebook.levelling import Row, Yardstick, by_period, evidence
from canbo.rulebook.process import Period

GROUP = "here"


@dataclass(frozen=True)
class Drilled:
    """The rows of one unit or evaluator, with the forms they are on."""

    rows: tuple[Row, ...]
    yardsticks: Mapping[str, Yardstick]

    def periods(self, signal: str) -> dict[Period, int]:
        """A signal in each period by itself; empty where it cannot be counted."""
        try:
            return by_period(self.rows, self.yardsticks, GROUP, signal, TOP)
        except RuleError:
            return {}

    def sheets(self, signal: str) -> list[int]:
        """The ids of the sheets a signal rests on, by period and person."""
        try:
            return [int(pk) for pk in evidence(self.rows, self.yardsticks, GROUP, signal, TOP)]
        except RuleError:
            return []

    def totals(self) -> dict[Period, Counter[int]]:
        """How many totals stand at each whole point of 100, by period in order."""
        found: dict[Period, Counter[int]] = {}
        for row in sorted(self.rows, key=lambda row: row.period):
            if row.decided is not None:
                point = round(self.yardsticks[row.form].of_hundred(row.decided) / 100)
                found.setdefault(row.period, Counter())[point] += 1
        return found


def drill(row: Examined) -> Drilled:
    """The sheets of what was examined: of a unit its own and those below that belong to it, of an evaluator those they
    reviewed, with what they gave as the total. Of periods closed by then; marks as they stand now."""
    run = row.examination
    cycles = closed(run.unit, run.starts, run.ends, run.at)
    if row.evaluator_id is not None:
        source = Source(row.path, cycles, reviewer=row.evaluator_id)
    else:
        below = Unit.objects.filter(subtree([row.path])).values_list("pk", flat=True)
        units = [pk for pk, body in body_of(run.unit, below).items() if body == row.unit_id]
        source = Source(row.path, cycles, units=units)
    rows = []
    for read in source.read(Part(row.path, row.path + "~", row.sheets)):
        if row.evaluator_id is None:
            rows.append(replace(read.row, group=GROUP))
        else:
            rows.append(read.reviewed(row.evaluator_id, GROUP, source.yardsticks[read.row.form]))
    return Drilled(tuple(rows), source.yardsticks)
