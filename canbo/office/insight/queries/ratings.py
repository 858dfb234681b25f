"""The table of ratings as ministries and provinces reported it for 2018: by level and kind of staff, at any node of the
tree, adding up from the reports below; which of these are missing is said. Four queries and the rules'."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from canbo.office.insight.queries import levels
from canbo.office.insight.queries.levels import Counts
from canbo.office.insight.queries.rounds import Round
from canbo.office.people.access import PATH_STEP, above, current, subtree
from canbo.office.people.models import KINDS, Unit

ALL = ""


@dataclass(frozen=True)
class Below:
    """What a unit right below adds to the table. `missing`: agencies within it that have no result of the period."""

    unit: Unit
    counts: Counts
    missing: tuple[Unit, ...]
    own: bool = False


@dataclass(frozen=True)
class Ratings:
    """The table of a unit and a period: counts by kind of staff (`ALL`: everybody), who added how much."""

    now: Round
    columns: tuple[tuple[str, str], ...]
    counts: Mapping[str, Counts]
    below: tuple[Below, ...]

    @property
    def missing(self) -> tuple[Unit, ...]:
        """Every agency below without a result of the period."""
        return tuple(unit for one in self.below for unit in one.missing)

    @property
    def adds_up(self) -> bool:
        """Whether the parts below and the kinds both come to the whole."""
        whole = self.counts[ALL].ranks
        kinds = (self.counts[kind].ranks for kind, _ in self.columns if kind != ALL)
        return sum(kinds, Counter()) == +whole == sum((one.counts.ranks for one in self.below), Counter())


def ratings(unit: Unit, now: Round) -> Ratings:
    """The table of a unit with all below it in a period. Only what is decided counts."""
    kinds, units = levels.by_kind(unit, now), levels.by_part(unit, now)
    every = Counts()
    for one in units.values():
        every.opened += one.opened
        every.ranks += one.ranks
    columns = ((ALL, "Tổng số"), *((key, label) for key, label in KINDS if key in kinds))
    return Ratings(now, columns, {ALL: every, **kinds}, tuple(_below(unit, now, units)))


def _below(unit: Unit, now: Round, units: Mapping[str, Counts]) -> Sequence[Below]:
    end = len(unit.path) + PATH_STEP
    seen = Unit.objects.filter(subtree([unit.path])).filter(Q(is_agency=True) | Q(parent=unit))
    tree = list(seen.filter(current(now.period.ends)).order_by("order", "path"))
    told = {way for path, counts in units.items() if counts.decided for way in above(path)}
    silent = [one for one in tree if one.is_agency and one.path not in told]
    found = [Below(unit, units[unit.path], (), own=True)] if unit.path in units else []
    known = {one.path: one for one in tree if len(one.path) == end}
    gone = {path[:end] for path in units if len(path) >= end} - known.keys()
    known |= {one.path: one for one in Unit.objects.filter(path__in=gone)}
    for path, one in known.items():
        total = Counts()
        for at, counts in units.items():
            if at.startswith(path):
                total.opened += counts.opened
                total.ranks += counts.ranks
        found.append(Below(one, total, tuple(row for row in silent if row.path.startswith(path))))
    return found
