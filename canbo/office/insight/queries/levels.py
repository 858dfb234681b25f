"""How many hold each level, from the summaries alone: over the periods, by unit, beside peers. Constant queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import Q, QuerySet, Sum

from canbo.office.evaluations.models import Opened
from canbo.office.insight.queries.rounds import Round
from canbo.office.people.access import PATH_STEP, subtree
from canbo.office.people.models import Unit
from canbo.office.regulations.kept import rules_many
from canbo.office.results.models import Summary
from canbo.rulebook import Rules, quota

COLLECTIVE = "collective"
PEERS = 3  # so few units besides one's own are not told of together: their numbers could be guessed
K = TypeVar("K", bound=Hashable)


@dataclass
class Counts:
    """Sheets of a place and period: how many were opened, and how many were decided at each rank (0: not rated).

    `allowed`: what the ceilings would permit of rank 1, taken together; None where no rule has one."""

    opened: int = 0
    ranks: Counter[int] = field(default_factory=Counter)
    allowed: int | None = None

    @property
    def decided(self) -> int:
        return self.ranks.total()

    @property
    def unrated(self) -> int:
        return self.ranks[0]

    @property
    def best(self) -> int:
        return self.ranks[1]

    @property
    def rated(self) -> int:
        return self.decided - self.ranks[0]

    @property
    def undecided(self) -> int:
        return max(0, self.opened - self.decided)

    @property
    def over(self) -> int:
        """How many hold the best level beyond what the ceilings would permit."""
        return max(0, self.ranks[1] - self.allowed) if self.allowed is not None else 0

    def tenths(self, rank: int) -> int | None:
        """The share of a rank among those rated, in tenths of a percent; None where nobody is rated."""
        return _tenths(self.ranks[rank], self.rated)


def _tenths(part: int, whole: int) -> int | None:
    return (2000 * part + whole) // (2 * whole) if whole else None


def over_time(path: str, rounds: Sequence[Round], kind: str = "") -> dict[str, Counts]:
    """The counts of a subtree in each of these periods, by their keys. Two queries."""
    at = {pk: one.key for one in rounds for pk in one.cycles}
    return _counted(path, rounds, kind, lambda cycle, unit: at[cycle], ("cycle_id",))


def by_child(unit: Unit, now: Round, kind: str = "") -> dict[str, Counts]:
    """The counts of a period for each unit right below, by its path; those of the unit itself under its own path. Two
    queries."""
    end = len(unit.path) + PATH_STEP
    return _counted(unit.path, [now], kind, lambda cycle, path: path[:end], ("cycle_id", "unit__path"))


def by_kind(path: str, now: Round) -> dict[str, Counts]:
    """The counts of a period of everybody but collectives, by kind of staff. Two queries."""
    return _counted(path, [now], "", lambda cycle, kind: kind, ("cycle_id", "kind"))


def by_unit(path: str, now: Round) -> dict[str, Counts]:
    """The counts of a period by the path of each unit's own sheets. Two queries."""
    return _counted(path, [now], "", lambda cycle, unit: unit, ("cycle_id", "unit__path"))


def peers(unit: Unit, now: Round, kind: str = "") -> tuple[int, Counts] | None:
    """How many other units with the same parent have results of the period, and their counts together; None where
    they are so few that one of them could be told from the others. One query, and the rules'."""
    if unit.parent_id is None:
        return None
    above, end = unit.path[:-PATH_STEP], len(unit.path)
    period = now.period
    names = {"cycle__period_kind": period.kind, "cycle__year": period.year, "cycle__number": period.number}
    rows = Summary.objects.filter(subtree([above], "unit__path"), **names).exclude(subtree([unit.path], "unit__path"))
    counted = _people(rows, kind).values_list("cycle__rules_id", "unit__path", "level").annotate(n=Sum("sheets"))
    found = [row for row in counted.order_by() if row[3] and len(row[1]) >= end]
    rules = rules_many({row[0] for row in found})
    total = Counts()
    for digest, _, level, number in found:
        total.ranks[_rank(rules[digest], level)] += number
    others = {path[:end] for _, path, _, _ in found}
    return (len(others), total) if len(others) >= PEERS else None


def _counted(
    path: str, rounds: Sequence[Round], kind: str, key: Callable[[int, str], K], columns: tuple[str, ...]
) -> dict[K, Counts]:
    """Counts by a key of (cycle, the second of the columns); "" where there is none."""
    rules = {pk: found for one in rounds for pk, found in one.cycles.items()}
    agencies = {pk for one in rounds for pk in one.agencies}
    within = Q(subtree([path], "unit__path"), agency__in=agencies, cycle__in=list(rules))
    levels: dict[tuple[K, int], Counter[str]] = {}
    rows = _people(Summary.objects.filter(within), kind).values_list(*columns, "level")
    for cycle, *second, level, number in rows.annotate(n=Sum("sheets")).order_by():
        levels.setdefault((key(cycle, second[0] if second else ""), id(rules[cycle])), Counter())[level] += number
    found: dict[K, Counts] = {}
    known = {id(one): one for one in rules.values()}
    for (where, digest), counts in levels.items():
        _add(found.setdefault(where, Counts()), known[digest], counts, ceiling=kind != COLLECTIVE)
    opened = _people(Opened.objects.filter(within), kind).values_list(*columns)
    for cycle, *second, number in opened.annotate(n=Sum("sheets")).order_by():
        found.setdefault(key(cycle, second[0] if second else ""), Counts()).opened += number
    return found


def _add(total: Counts, rules: Rules, counts: Counter[str], *, ceiling: bool) -> None:
    for level, number in counts.items():
        total.ranks[_rank(rules, level)] += number
    if ceiling and rules.ceiling is not None:
        total.allowed = (total.allowed or 0) + quota.allowed(rules.ceiling, rules, counts)


def _rank(rules: Rules, level: str) -> int:
    return rules.level(level).rank if level else 0


def _people(rows: QuerySet, kind: str) -> QuerySet:
    """One kind of staff, or everybody but the collectives."""
    return rows.filter(kind=kind) if kind else rows.exclude(kind=COLLECTIVE)
