"""Ceilings of a cycle: how many people may hold the highest level, group by group.

Every ceiling in the packs speaks of people (Art 20 of NĐ 335 "số công chức", 3814 "người"); collectives do not count.
Decided sheets count as decided, the others as the rules would have them. Nobody is moved here: a head is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, QuerySet

from canbo.office.cycles import queries as cycles
from canbo.office.cycles.models import Cycle
from canbo.office.evaluations.models import Sheet, State
from canbo.office.evaluations.stage import SETTLED
from canbo.office.results.access import untold
from canbo.office.results.bases import Basis
from canbo.rulebook import Ceiling, Rules, Trace, explain, quota
from canbo.rulebook.quota import GroupReport, Member

WHOLE = "Toàn cơ quan"
UNGROUPED = "Chưa ghi nhóm nhiệm vụ"


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
    def named(self) -> frozenset[int]:
        """The sheets the report speaks of: who would have to move, and who is equal to them at the cut."""
        return frozenset(one.sheet for panel in self.panels for one in (*panel.movers, *panel.tied))

    @property
    def level(self) -> str:
        """The label of the level the ceiling is about."""
        return self.rules.level(self.rule.level).label if self.rule else ""

    def expecting(self, expected: Mapping[int, Basis]) -> Ceilings:
        """The same once what is expected and ready will have been decided."""
        ready = sum(1 for basis in expected.values() if not basis.problems)
        return replace(self, undecided=self.undecided - ready)


def of(
    cycle: Cycle, expected: Mapping[int, Basis] | None = None, exceptional: bool = False, own: int | None = None
) -> Ceilings:
    """The ceilings of a cycle as decided so far, with the bases of what is `expected` counted as the rules have them.
    `own`: a person who only looks; what they are not told yet of themselves is left out. What is kept of a closing, and
    what it is held against, is whole. Three queries at most: counts, who holds the level, whom the report names."""
    rules = cycles.rules(cycle)
    states = State.objects.filter(agency=cycle.agency_id, cycle=cycle).exclude(untold(own)).order_by()
    if rules.ceiling is None:
        return Ceilings(None, rules, (), states.exclude(stage__in=SETTLED).count())
    others, waiting = _others(rules.ceiling, states)
    named = {one.key: one for one in (*_holding(rules.ceiling, states), *_expected(rules.ceiling, expected or {}))}
    exceptional = exceptional and rules.ceiling.exceptional_share is not None
    members = [*named.values(), *others]
    reports = quota.check(rules.ceiling, members, rules, exceptional)
    people = _people(key for report in reports for key in (*report.would_move, *report.tied))
    sizes = Counter(member.group for member in members)
    panels = tuple(
        Panel(
            report,
            explain.ceiling(rules, rules.ceiling, report, exceptional),
            tuple(people[key].with_(named[key]) for key in report.would_move),
            tuple(people[key].with_(named[key]) for key in report.tied),
            sizes[report.group],
        )
        for report in reports
    )
    return Ceilings(rules.ceiling, rules, panels, waiting)


def group_of(rule: Ceiling, task_group: str) -> str:
    """The group within which somebody counts: their similar-task group where the rules say so, else all together."""
    return (task_group or UNGROUPED) if "task_group" in rule.scope else WHOLE


def _others(rule: Ceiling, states: QuerySet[State]) -> tuple[list[Member], int]:
    """Those decided otherwise than at the level, counted and not read one by one, since no report names them; and how
    many sheets are not decided."""
    found: list[Member] = []
    waiting = 0
    counted = states.values_list("stage", "level", "sheet__task_group")
    for stage, level, group, sheets, people in counted.annotate(n=Count("id"), people=Count("sheet__person")):
        if stage not in SETTLED:
            waiting += sheets
        elif level != rule.level:
            found += [Member("", level or None, None, group_of(rule, group))] * people
    return found, waiting


def _holding(rule: Ceiling, states: QuerySet[State]) -> Iterator[Member]:
    """Those decided at the level."""
    rows = states.filter(stage__in=SETTLED, level=rule.level, sheet__person__isnull=False)
    for sheet, total, group in rows.values_list("sheet_id", "total", "sheet__task_group"):
        yield Member(_key(sheet), rule.level, total, group_of(rule, group))


def _expected(rule: Ceiling, expected: Mapping[int, Basis]) -> Iterator[Member]:
    """What the rules would give people not decided yet, where that is known."""
    for sheet, basis in expected.items():
        case = basis.case
        if case.state.stage not in SETTLED and case.sheet.person_id and not basis.problems:
            yield Member(_key(sheet), basis.level or None, basis.total, group_of(rule, case.sheet.task_group))


def _people(keys: Iterable[str]) -> dict[str, Holder]:
    """Whom these sheets are about, by member key. One query, none where nobody would have to move."""
    wanted = {int(key) for key in keys}
    rows = Sheet.objects.filter(pk__in=wanted).select_related("person", "unit") if wanted else ()
    return {_key(row.pk): Holder(row.pk, str(row.person), row.unit.name, None) for row in rows}


def _key(sheet: int) -> str:
    """A member's key; fixed width, so that equal totals come in the order of the sheets."""
    return f"{sheet:012d}"
