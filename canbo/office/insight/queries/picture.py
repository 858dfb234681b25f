"""One part of the tree in one period, as a dashboard shows it: itself, over time, its units, its peers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from canbo.office.insight.queries import levels, listing
from canbo.office.insight.queries.levels import Counts
from canbo.office.insight.queries.rounds import Round, alike
from canbo.office.people.access import current
from canbo.office.people.models import Unit

TREND = 24  # how many periods a chart shows


@dataclass(frozen=True)
class Line:
    """A unit's line: its counts of the period and of the one before. `own`: those of the unit shown, not below it."""

    unit: Unit
    counts: Counts
    before: Counts
    own: bool = False

    @property
    def change(self) -> int | None:
        """The best level's share against the period before, in tenths of a percentage point."""
        now, then = self.counts.tenths(1), self.before.tenths(1)
        return None if now is None or then is None else now - then


@dataclass(frozen=True)
class Picture:
    """What a dashboard shows. `before` None: there is no earlier period of the kind."""

    unit: Unit
    now: Round
    before: Round | None
    trend: tuple[tuple[Round, Counts], ...]
    total: Line
    lines: tuple[Line, ...]
    stages: dict[str, int]
    peers: tuple[int, Counts] | None


def picture(unit: Unit, every: Sequence[Round], now: Round, day: date, kind: str = "") -> Picture:
    """The dashboard of a unit; at most eleven queries whatever its size."""
    shown = alike(every, now, TREND)
    before = shown[-2] if len(shown) > 1 else None
    over = levels.over_time(unit.path, shown, kind)
    mine = levels.by_child(unit, now, kind)
    then = levels.by_child(unit, before, kind) if before else {}
    total = over.get(now.key, Counts())
    stages = listing.stages(unit.path, now, kind) if total.undecided else {}
    return Picture(
        unit, now, before, tuple((one, over.get(one.key, Counts())) for one in shown),
        Line(unit, total, over.get(before.key, Counts()) if before else Counts()),
        tuple(_lines(unit, mine, then, day)), stages, levels.peers(unit, now, kind),
    )  # fmt: skip


def _lines(unit: Unit, mine: dict[str, Counts], then: dict[str, Counts], day: date) -> list[Line]:
    """The units right below that have sheets of the period or exist on the day, in their order; first what is the
    unit's own."""
    found = [Line(unit, mine[unit.path], then.get(unit.path, Counts()), own=True)] if unit.path in mine else []
    here = set(Unit.objects.filter(current(day), parent=unit).values_list("path", flat=True))
    below = Unit.objects.filter(path__in=here | {path for path in mine if path != unit.path})
    found += [
        Line(one, mine.get(one.path, Counts()), then.get(one.path, Counts())) for one in below.order_by("order", "path")
    ]
    return found
