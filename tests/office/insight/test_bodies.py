"""An agency counted by the bodies below it comes to the same as unit by unit, in any tree."""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random

import pytest

from canbo.office.base.models import Agency
from canbo.office.cycles.models import Cycle
from canbo.office.evaluations import counting
from canbo.office.evaluations.models import Opened
from canbo.office.insight.queries import levels
from canbo.office.insight.queries.levels import Counts
from canbo.office.insight.queries.rounds import Round, rounds
from canbo.office.people.access import PATH_STEP
from canbo.office.people.models import Unit
from canbo.office.results.actions import summing
from canbo.office.results.models import Summary
from canbo.rulebook.process import Period
from tests.office.evaluations import month
from tests.town import Town

LEVELS = ("excellent", "good", "completed", "not_completed", "")
KINDS = ("civil_servant", "public_employee", "collective")
Row = tuple[Cycle, Unit, str, str, int]  # cycle, unit, kind, level (`levels.ALL`: opened), sheets


def grow(parent: Unit, dice: Random, depth: int) -> list[Unit]:
    """Units below another, some of them agencies of their own, agencies below departments too."""
    made = []
    for number in range(1, 6):
        own = dice.random() < 0.5
        code = f"{parent.code}.{number}"
        agency = Agency.objects.create(code=code, name=code) if own else parent.agency
        made.append(
            Unit.objects.create(
                code=code, name=code, parent=parent, path=f"{parent.path}z{number:06d}", agency=agency, is_agency=own,
                valid_from=date(2020, 1, 1),
            )
        )  # fmt: skip
        if depth:
            made += grow(made[-1], dice, depth - 1)
    return made


def cycles(town: Town, units: list[Unit], first: Cycle) -> list[Cycle]:
    """Two months of every agency, beside the one that was opened."""
    made = []
    for unit in units:
        for number in (5, 6):
            made.append(
                Cycle.objects.create(
                    agency=unit.agency, unit=unit, adoption=first.adoption, rules_id=first.rules_id,
                    period_kind="month", year=2026, number=number, starts=date(2026, number, 1),
                    ends=date(2026, number, 28), name="Kỳ",
                )
            )  # fmt: skip
    return made


def kept(every: list[Cycle], units: list[Unit], dice: Random) -> list[Row]:
    """Counts as acts leave them: sheets of an agency's own units, and now and then of any other."""
    rows: list[Row] = []
    for cycle in every:
        inside = [unit for unit in units if unit.agency_id == cycle.agency_id]
        for unit in {*inside, *dice.sample(units, 2)}:
            for kind in dice.sample(KINDS, 2):
                parts = {level: dice.randint(0, 9) for level in dice.sample(LEVELS, 3)}
                rows += [(cycle, unit, kind, level, number) for level, number in parts.items()]
                rows.append((cycle, unit, kind, levels.ALL, sum(parts.values()) + dice.randint(0, 3)))
    for cycle, unit, kind, level, number in rows:
        given = {"agency_id": cycle.agency_id, "cycle": cycle, "unit": unit, "kind": kind, "sheets": number}
        if level == levels.ALL:
            Opened.objects.create(**given)
        else:
            Summary.objects.create(**given, level=level)
    return rows


def counted(rows: list[Row], found: list[Round], kind: str) -> Counts:
    """What rows come to, by the definition."""
    total, mine = Counts(), {pk for one in found for pk in one.cycles}
    for cycle, _, own, level, number in rows:
        if cycle.pk in mine and (own == kind if kind else own != "collective"):
            if level == levels.ALL:
                total.opened += number
            else:
                ranks = {"excellent": 1, "good": 2, "completed": 3, "not_completed": 4, "": 0}
                total.ranks += Counter({ranks[level]: number})
    return total


def same(one: Counts, other: Counts) -> bool:
    return (one.opened, +one.ranks) == (other.opened, +other.ranks)


def beside(unit: Unit, rows: list[Row], now: Round) -> None:
    """Whoever else stands below the parent."""
    above, end = unit.path[:-PATH_STEP], len(unit.path)
    others = [
        row for row in rows
        if above and row[1].path.startswith(above) and len(row[1].path) >= end and row[1].path[:end] != unit.path
        and row[0].number == now.period.number and row[2] != "collective" and row[3] != levels.ALL and row[4]
    ]  # fmt: skip
    found = levels.peers(unit, now)
    number = len({row[1].path[:end] for row in others})
    assert (found is None) == (number < levels.PEERS)
    if found:
        assert (found[0], found[1].decided) == (number, sum(row[4] for row in others))


@pytest.mark.parametrize("seed", range(4))
def test_an_agency_by_its_bodies_comes_to_what_its_units_come_to(town: Town, seed: int) -> None:
    dice = Random(seed)
    first = month.opened(town)
    Opened.objects.all().delete()
    units = [town.units["district"], *grow(town.units["district"], dice, 1)]
    rows = kept(cycles(town, [one for one in units if one.is_agency], first), units, dice)
    counting.retally([counting.OPENED], counting.FROM_OPENED)
    summing.retally_decided()
    for unit in units:
        every = [one for one in rounds(unit.path) if one.period.number < 7]
        below = [row for row in rows if row[1].path.startswith(unit.path)]
        for kind in ("", "civil_servant", "collective"):
            over = levels.over_time(unit, every, kind)
            children = levels.by_child(unit, every, kind)
            assert levels.both(unit, every, 1, kind) == (over, levels.by_child(unit, every[-1:], kind))
            for one in every:
                assert same(over.get(one.key, Counts()), counted(below, [one], kind))
                for path in {row[1].path[: len(unit.path) + PATH_STEP] for row in below}:
                    mine = [row for row in below if row[1].path[: len(unit.path) + PATH_STEP] == path]
                    assert same(children.get((one.key, path), Counts()), counted(mine, [one], kind))
        now = next(one for one in every if one.period == Period("month", 2026, 5))
        parts = levels.by_part(unit, now).values()
        assert sum(part.opened for part in parts) == counted(below, [now], "").opened
        beside(unit, rows, now)
        kinds = levels.by_kind(unit, now)
        assert kinds.keys() <= {*KINDS} - {"collective"}
        assert sum(kinds[key].decided for key in kinds) == counted(below, [now], "").decided
