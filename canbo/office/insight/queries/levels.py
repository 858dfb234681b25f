"""How many hold each level, from the summaries alone: over the periods, by unit, beside peers. Constant queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Substr

from canbo.office.evaluations.counting import COLUMNS
from canbo.office.evaluations.models import Opened, Tally
from canbo.office.insight.queries.rounds import Round, Untold, within
from canbo.office.people.access import PATH_STEP, subtree
from canbo.office.people.models import Unit
from canbo.office.regulations.kept import rules_many
from canbo.office.results.models import Summary
from canbo.rulebook import Rules, quota
from canbo.rulebook.process import Period

COLLECTIVE = "collective"
ALL = "*"  # instead of a level: all that were opened; no rules name a level so
RULES = "cycle__rules_id"
PERIOD = ("cycle__period_kind", "cycle__year", "cycle__number", RULES)
BODIES = Q(body__is_agency=True)  # every body is one; said so, PostgreSQL knows how few they are among the units
PEERS = 3  # so few units besides one's own are not told of together: their numbers could be guessed
K = TypeVar("K", bound=Hashable)
Row = tuple[str, str, str, str, int]  # key of the period, hash of its rules, second column, level (or `ALL`), sheets


@dataclass(frozen=True)
class Second:
    """What counts are told apart by beside the period: a column of what counts (a unit or a body), and the same of a
    result that is taken out."""

    column: Callable[[str], str | Substr]
    of: Callable[[Untold], str]


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


def over_time(unit: Unit, rounds: Sequence[Round], kind: str = "") -> dict[str, Counts]:
    """The counts of a unit and all below it in each of these periods, by their keys. Two queries at most."""
    return _together(_rows(unit, rounds, kind), kind, lambda period, _: period)


def by_child(unit: Unit, rounds: Sequence[Round], kind: str = "") -> dict[tuple[str, str], Counts]:
    """The counts of each of these periods for each unit right below, by the keys of periods and their paths; those of
    the unit itself under its own path. Three queries at most."""
    return _together(_rows(unit, rounds, kind, _child(unit), apart=True), kind, lambda *key: key)


def both(
    unit: Unit, rounds: Sequence[Round], last: int, kind: str = ""
) -> tuple[dict[str, Counts], dict[tuple[str, str], Counts]]:
    """`over_time` of these periods, and `by_child` of the last so many of them; no period is read twice. Five queries
    at most."""
    recent = list(_rows(unit, rounds[-last:], kind, _child(unit), apart=True))
    older = _rows(unit, rounds[:-last], kind)
    over = _together([*older, *recent], kind, lambda period, _: period)
    return over, _together(recent, kind, lambda *key: key)


def by_kind(unit: Unit, now: Round) -> dict[str, Counts]:
    """The counts of a period of everybody but collectives, by kind of staff. Two queries at most."""
    own = Second(lambda _: "kind", lambda one: one.kind)
    return _together(_rows(unit, [now], "", own), "", lambda _, kind: kind)


def by_part(unit: Unit, now: Round) -> dict[str, Counts]:
    """The counts of a period by the path of each unit's own sheets; agencies below an agency as a whole, under their
    own paths. Three queries at most."""
    part = Second(lambda at: f"{at}__path", lambda one: one.unit if one.agency == unit.agency_id else one.body)
    return _together(_rows(unit, [now], "", part, apart=True), "", lambda _, path: path)


def peers(unit: Unit, now: Round, kind: str = "") -> tuple[int, Counts] | None:
    """How many other units with the same parent have results of the period, and their counts together; None where
    they are so few that one of them could be told from the others. What the reader is not told yet is not in them. Two
    queries, and the rules'."""
    if unit.parent_id is None:
        return None
    above, total = unit.path[:-PATH_STEP], Counts()
    beside = Unit.objects.filter(pk=unit.parent_id).values("agency_id")
    found = [
        *_results(Tally, BODIES, "body", above, unit, now, kind),
        *_results(Summary, Q(unit__agency__in=beside), "unit", above, unit, now, kind),
        *_taken_out(above, unit, now, kind),
    ]
    rules = rules_many({row[0] for row in found})
    for digest, _, level, number in found:
        total.ranks[_rank(rules[digest], level)] += number
    of_each: Counter[str] = Counter()
    for _, path, _, number in found:
        of_each[path] += number
    others = len(+of_each)
    return (others, total) if others >= PEERS else None


def _taken_out(above: str, unit: Unit, now: Round, kind: str) -> Iterator[tuple[str, str, str, int]]:
    """What the reader of the period is not told yet, beside the unit: as in `_results`, to be taken out again."""
    for one in now.beside:
        path = one.unit[: len(unit.path)]
        if one.unit.startswith(above) and len(path) == len(unit.path) and (one.kind == kind or not kind):
            yield one.digest, path, one.level, -1


def _results(
    counts: type[Tally | Summary], where: Q, at: str, above: str, unit: Unit, now: Round, kind: str
) -> list[tuple[str, str, str, int]]:
    """Hash of the rules, path right below `above`, level, number of sheets: of what is below but not in the unit."""
    period, end = now.period, len(unit.path)
    rows = counts._default_manager.filter(
        where, subtree([above], f"{at}__path"), cycle__period_kind=period.kind, cycle__year=period.year,
        cycle__number=period.number,
    ).exclude(subtree([unit.path], f"{at}__path"))  # fmt: skip
    found = _summed(_people(rows, kind), RULES, Substr(f"{at}__path", 1, end))
    return [(digest, path, level, n) for digest, path, level, n in found if level != ALL and n and len(path) >= end]


def _child(unit: Unit) -> Second:
    """Told apart by the unit right below."""
    end = len(unit.path) + PATH_STEP
    return Second(lambda at: Substr(f"{at}__path", 1, end), lambda one: one.unit[:end])


def _together(rows: Iterable[Row], kind: str, key: Callable[[str, str], K]) -> dict[K, Counts]:
    """Counts by a key of (period, second column)."""
    rows = list(rows)
    rules = rules_many({row[1] for row in rows})
    levels: dict[tuple[K, str], Counter[str]] = {}
    found: dict[K, Counts] = {}
    for period, digest, part, level, number in rows:
        where = key(period, part)
        if level == ALL:
            found.setdefault(where, Counts()).opened += number
        else:
            levels.setdefault((where, digest), Counter())[level] += number
    for (where, digest), counts in levels.items():
        _add(found.setdefault(where, Counts()), rules[digest], counts, ceiling=kind != COLLECTIVE)
    return found


def _rows(
    unit: Unit, rounds: Sequence[Round], kind: str, second: Second | None = None, *, apart: bool = False
) -> Iterator[Row]:
    """The counts of a unit and all below it in these periods, told apart by what `second` names of what counts (a unit
    or a body). An agency is counted by its bodies: as many rows as a tenth of its units have, or fewer. `apart`: what
    is an agency's own is counted unit by unit, beside the agencies below it."""
    if not rounds:
        return
    cycles = within(unit.path, [one.period for one in rounds], "cycle__")
    inside = subtree([unit.path], "unit__path")
    if unit.is_agency:
        bodies = BODIES & subtree([unit.path], "body__path")
        yield from _of_periods(Tally, bodies & ~Q(body=unit.pk) if apart else bodies, cycles, kind, "body", second)
        inside &= Q(unit__agency=unit.agency_id)
    if apart or not unit.is_agency:
        yield from _of_periods(Summary, inside, cycles, kind, "unit", second)
        yield from _of_periods(Opened, inside, cycles, kind, "unit", second)
    yield from _untold(rounds, kind, second)


def _untold(rounds: Sequence[Round], kind: str, second: Second | None) -> Iterator[Row]:
    """What the reader is not told yet, taken out again: with its sheet, as the lists do."""
    for now in rounds:
        for one in now.untold:
            if one.kind == kind or not kind:
                part = second.of(one) if second else ""
                yield now.key, one.digest, part, one.level, -1
                yield now.key, one.digest, part, ALL, -1


def _of_periods(
    counts: type[Tally | Summary | Opened], where: Q, cycles: Q, kind: str, at: str, second: Second | None
) -> Iterator[Row]:
    """The rows of one table of counts, by period. `at`: what its counts are of."""
    rows = _people(counts._default_manager.filter(where, cycles), kind)
    part = [second.column(at)] if second else []
    for period_kind, year, number, digest, *rest, level, sheets in _summed(rows, *PERIOD, *part):
        yield Period(period_kind, year, number).key, digest, rest[0] if rest else "", level, sheets


def _summed(rows: QuerySet, *columns: str | Substr) -> Iterator[tuple]:
    """These columns of counts, the hash of the rules among them, with each level (`ALL`: opened) and its number."""
    if rows.model is Tally:
        yield from _by_rank(rows, columns)
    elif rows.model is Opened:
        for *said, n in rows.values_list(*columns).annotate(n=Sum("sheets")).order_by():
            yield (*said, ALL, n)
    else:
        yield from rows.values_list(*columns, "level").annotate(n=Sum("sheets")).order_by()


def _by_rank(rows: QuerySet, columns: Sequence[str | Substr]) -> Iterator[tuple]:
    """Counts by body, each of its numbers under the level that has this rank in the rules."""
    sums = {f"n_{column}": Sum(column) for column in COLUMNS}
    found = list(rows.values_list(*columns).annotate(**sums).order_by())
    at = columns.index(RULES)
    rules = rules_many({row[at] for row in found})
    for row in found:
        said, numbers = row[: len(columns)], row[len(columns) :]
        keys = (ALL, "", *(level.key for level in rules[row[at]].levels))
        yield from ((*said, key, n) for key, n in zip(keys, numbers, strict=False) if n)


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
