"""Ceilings of a cycle: how many may hold the highest level, group by group. People and collectives count apart.

Decided sheets count as decided, the others as the rules would have them. Nobody is moved here: a head is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from canbo.office.cycles import queries as cycles
from canbo.office.cycles.models import Cycle
from canbo.office.evaluations.models import Sheet, State
from canbo.office.evaluations.stage import SETTLED
from canbo.office.results.bases import Basis
from canbo.rulebook import Ceiling, Rules, Trace, explain, quota
from canbo.rulebook.quota import GroupReport, Member

COLLECTIVES = "Tập thể"
WHOLE = "Toàn cơ quan"
UNGROUPED = "Chưa ghi nhóm nhiệm vụ"


@dataclass(frozen=True)
class Holder:
    """One sheet in a group: whom it is about, its level and total; `decided` or only expected."""

    sheet: int
    name: str
    unit: str
    level: str
    total: int | None
    decided: bool


@dataclass(frozen=True)
class Panel:
    """One group's report with the people behind its numbers."""

    report: GroupReport
    trace: Trace
    movers: tuple[Holder, ...]
    tied: tuple[Holder, ...]
    members: int

    @property
    def group(self) -> str:
        return self.report.group

    def data(self) -> dict[str, Any]:
        """What a closing keeps of it."""
        found = self.report
        return {
            "group": found.group, "share": found.share, "denominator": found.denominator, "allowed": found.allowed,
            "held": found.held, "over": found.over, "allowed_after": found.allowed_after,
            "would_move": [one.sheet for one in self.movers], "tied": [one.sheet for one in self.tied],
        }  # fmt: skip


@dataclass(frozen=True)
class Ceilings:
    """The ceilings of a cycle. `rule` None: its rules have none."""

    rule: Ceiling | None
    rules: Rules
    panels: tuple[Panel, ...]
    undecided: int

    @property
    def over(self) -> int:
        """How many at least would have to move, over all groups."""
        return sum(panel.report.over for panel in self.panels)

    @property
    def level(self) -> str:
        """The label of the level the ceiling is about."""
        return self.rules.level(self.rule.level).label if self.rule else ""

    def expecting(self, expected: Mapping[int, Basis]) -> Ceilings:
        """The same once what is expected and ready will have been decided."""
        ready = sum(1 for basis in expected.values() if not basis.problems)
        return replace(self, undecided=self.undecided - ready)


def of(cycle: Cycle, expected: Mapping[int, Basis] | None = None, exceptional: bool = False) -> Ceilings:
    """The ceilings of a cycle as decided so far, with the bases of what is `expected` counted as the rules have them.
    Two queries."""
    rules = cycles.rules(cycle)
    rows = State.objects.filter(agency=cycle.agency_id, cycle=cycle)
    rows = rows.select_related("sheet__person", "sheet__collective", "sheet__unit").order_by("sheet_id")
    states = list(rows)
    waiting = sum(1 for row in states if row.stage not in SETTLED)
    if rules.ceiling is None:
        return Ceilings(None, rules, (), waiting)
    members: dict[str, tuple[Member, Holder]] = {}
    for row in states:
        found = _holder(row, expected or {})
        if found is not None:
            group = group_of(rules.ceiling, row.sheet)
            members[_key(row.sheet_id)] = (Member(_key(row.sheet_id), found.level or None, found.total, group), found)
    exceptional = exceptional and rules.ceiling.exceptional_share is not None
    reports = quota.check(rules.ceiling, [member for member, _ in members.values()], rules, exceptional)
    panels = tuple(_panel(rules, rules.ceiling, report, members, exceptional) for report in reports)
    return Ceilings(rules.ceiling, rules, panels, waiting)


def group_of(rule: Ceiling, sheet: Sheet) -> str:
    """The group within which a sheet counts: collectives apart; people by their task group where the rules say so."""
    if sheet.collective_id:
        return COLLECTIVES
    return (sheet.task_group or UNGROUPED) if "task_group" in rule.scope else WHOLE


def _holder(row: State, expected: Mapping[int, Basis]) -> Holder | None:
    sheet = row.sheet
    name = str(sheet.person or sheet.collective)
    if row.stage in SETTLED:
        return Holder(sheet.pk, name, sheet.unit.name, row.level, row.total, True)
    basis = expected.get(sheet.pk)
    if basis is None or basis.problems:
        return None
    return Holder(sheet.pk, name, sheet.unit.name, basis.level, basis.total, False)


def _panel(
    rules: Rules, rule: Ceiling, report: GroupReport, members: Mapping[str, tuple[Member, Holder]], exceptional: bool
) -> Panel:
    def people(keys: Iterable[str]) -> tuple[Holder, ...]:
        return tuple(members[key][1] for key in keys)

    size = sum(1 for member, _ in members.values() if member.group == report.group)
    why = explain.ceiling(rules, rule, report, exceptional)
    return Panel(report, why, people(report.would_move), people(report.tied), size)


def _key(sheet: int) -> str:
    """A member's key; fixed width, so that equal totals come in the order of the sheets."""
    return f"{sheet:012d}"
