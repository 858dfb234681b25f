"""Ceilings of a cycle: how many people may hold the highest level, group by group.

Every ceiling in the packs speaks of people (Art 20 of NĐ 335 "số công chức", 3814 "người"); collectives do not count.
Decided sheets count as decided, the others as the rules would have them. Nobody is moved here: a head is told.
"""

from __future__ import annotations

from collections import Counter
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

WHOLE = "Toàn cơ quan"
UNGROUPED = "Chưa ghi nhóm nhiệm vụ"
COLUMNS = ("sheet_id", "stage", "level", "total", "sheet__task_group", "sheet__collective_id")


@dataclass(frozen=True)
class Holder:
    """Somebody behind a number of the report: the sheet, whom it is about, the unit, the total."""

    sheet: int
    name: str
    unit: str
    total: int | None

    def with_(self, member: Member) -> Holder:
        """The same with the member's total."""
        return replace(self, total=member.total)


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
    rows = list(State.objects.filter(agency=cycle.agency_id, cycle=cycle).order_by("sheet_id").values_list(*COLUMNS))
    waiting = sum(1 for row in rows if row[1] not in SETTLED)
    if rules.ceiling is None:
        return Ceilings(None, rules, (), waiting)
    members: dict[str, Member] = {}
    for sheet, stage, level, total, group, collective in rows:
        found = (level, total) if stage in SETTLED else _expected(expected or {}, sheet)
        if found is not None and collective is None:
            name = group_of(rules.ceiling, group)
            members[_key(sheet)] = Member(_key(sheet), found[0] or None, found[1], name)
    exceptional = exceptional and rules.ceiling.exceptional_share is not None
    reports = quota.check(rules.ceiling, list(members.values()), rules, exceptional)
    people = _holders(key for report in reports for key in (*report.would_move, *report.tied))
    sizes = Counter(member.group for member in members.values())
    panels = tuple(
        Panel(
            report,
            explain.ceiling(rules, rules.ceiling, report, exceptional),
            tuple(people[key].with_(members[key]) for key in report.would_move),
            tuple(people[key].with_(members[key]) for key in report.tied),
            sizes[report.group],
        )
        for report in reports
    )
    return Ceilings(rules.ceiling, rules, panels, waiting)


def group_of(rule: Ceiling, task_group: str) -> str:
    """The group within which somebody counts: their similar-task group where the rules say so, else all together."""
    return (task_group or UNGROUPED) if "task_group" in rule.scope else WHOLE


def _expected(expected: Mapping[int, Basis], sheet: int) -> tuple[str, int | None] | None:
    """What the rules would give a sheet not decided yet; None where that is not known."""
    basis = expected.get(sheet)
    return None if basis is None or basis.problems else (basis.level, basis.total)


def _holders(keys: Iterable[str]) -> dict[str, Holder]:
    """Whom these sheets are about, by member key. One query, none where nobody would have to move."""
    wanted = {int(key) for key in keys}
    rows = Sheet.objects.filter(pk__in=wanted).select_related("person", "collective", "unit") if wanted else ()
    return {_key(row.pk): Holder(row.pk, str(row.person or row.collective), row.unit.name, None) for row in rows}


def _key(sheet: int) -> str:
    """A member's key; fixed width, so that equal totals come in the order of the sheets."""
    return f"{sheet:012d}"
