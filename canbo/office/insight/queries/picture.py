"""One part of the tree in one period, as a dashboard shows it: itself, over time, its units, its peers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from canbo.office.insight.queries import levels, listing
from canbo.office.insight.queries.levels import Counts
from canbo.office.insight.queries.rounds import Round, alike
from canbo.office.people.access import current
from canbo.office.people.models import Unit

TREND = 24  # how many periods a chart shows
STAGED = 20_000  # of more sheets it is told only whether they are decided: nothing but the sheets tell their stages


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
    """The dashboard of a unit; at most nine queries whatever its size."""
    shown = alike(every, now, TREND)
    before = shown[-2] if len(shown) > 1 else None
    over, counted = levels.both(unit, shown, 2, kind)
    total = over.get(now.key, Counts())
    stages = listing.stages(unit.path, now, kind) if total.undecided and total.opened <= STAGED else {}
    return Picture(
        unit, now, before, tuple((one, over.get(one.key, Counts())) for one in shown),
        Line(unit, total, over.get(before.key, Counts()) if before else Counts()),
        tuple(_listed(unit, now, before, day, counted)), stages, levels.peers(unit, now, kind),
    )  # fmt: skip


def lines(unit: Unit, now: Round, before: Round | None, day: date, kind: str = "") -> list[Line]:
    """The units right below that have sheets of the period or exist on the day, in their order; first what is the
    unit's own. Four queries."""
    counted = levels.by_child(unit, [one for one in (now, before) if one], kind)
    return _listed(unit, now, before, day, counted)


def _listed(
    unit: Unit, now: Round, before: Round | None, day: date, counted: Mapping[tuple[str, str], Counts]
) -> list[Line]:
    mine = {path: counts for (key, path), counts in counted.items() if key == now.key}
    then = {path: counts for (key, path), counts in counted.items() if before and key == before.key}
    found = [Line(unit, mine[unit.path], then.get(unit.path, Counts()), own=True)] if unit.path in mine else []
    here = set(Unit.objects.filter(current(day), parent=unit).values_list("path", flat=True))
    below = Unit.objects.filter(path__in=here | {path for path in mine if path != unit.path})
    found += [
        Line(one, mine.get(one.path, Counts()), then.get(one.path, Counts())) for one in below.order_by("order", "path")
    ]
    return found
