"""The list of results of a cycle, from the summary rows; how many hold each level. Constant queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Case, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from canbo.office.cycles.models import Cycle
from canbo.office.evaluations.models import State
from canbo.office.evaluations.stage import SETTLED
from canbo.office.people.access import subtree
from canbo.office.regulations.kept import rules_many
from canbo.office.results.access import untold
from canbo.office.results.models import Summary
from canbo.paperwork.names import search_key
from canbo.rulebook import Rules

RANKS = Case(When(sheet__rank="head", then=Value(0)), When(sheet__rank="deputy", then=Value(1)), default=Value(2))
SORTS = {"name": "sheet__person__sort_key", "total": "total", "self": "self_total", "review": "review_total"}
UNRATED = "Không xếp loại"


@dataclass(frozen=True, slots=True)
class Share:
    """How many hold a level: `rank` 1 is the best, 0 not rated."""

    key: str
    rank: int
    label: str
    short: str
    count: int

    @property
    def level(self) -> int:
        """The hue of the level in bars and badges."""
        return self.rank


def roster(
    cycle: Cycle, paths: Sequence[str] | None = None, *, stages: Sequence[str] = SETTLED, level: str | None = None,
    unit: str = "", q: str = "", sort: str = "", own: int | None = None,
) -> QuerySet[State]:  # fmt: skip
    """The results of a cycle within these subtrees (None: all of it), by unit, rank and given name, or as sorted.

    `level` "" are those not rated; `unit` is the path of a subtree; `own` the person who reads: what is not published
    yet of their own is left out.
    """
    rows = State.objects.filter(agency=cycle.agency_id, cycle=cycle, stage__in=stages).exclude(untold(own))
    if paths is not None:
        rows = rows.filter(subtree(paths, "unit_path"))
    if unit:
        rows = rows.filter(subtree([unit], "unit_path"))
    if level is not None:
        rows = rows.filter(level=level)
    if q:
        rows = rows.filter(sheet__person__search_key__contains=search_key(q))
    rows = rows.select_related("sheet__person", "sheet__collective", "sheet__unit").annotate(place=RANKS)
    tree = ["unit_path", "place", "sheet__person__sort_key", "sheet_id"]
    key = SORTS.get(sort.lstrip("-"))
    return rows.order_by(*([f"-{key}" if sort.startswith("-") else key] if key else []), *tree)


def kept_back(cycle: Cycle, own: int, stages: Sequence[str]) -> bool:
    """Whether `roster` leaves out a sheet in these stages because it is the reader's own. One query."""
    return State.objects.filter(untold(own), agency=cycle.agency_id, cycle=cycle, stage__in=stages).exists()


@dataclass(frozen=True, slots=True)
class Row:
    """One result of a list; totals in hundredths, `level` "" where not rated."""

    sheet: int
    person: int | None
    name: str
    post: str
    unit: str
    short_unit: str
    stage: str
    self_total: int | None
    review_total: int | None
    total: int | None
    level: str


COLUMNS = (
    "sheet_id", "sheet__person_id", Coalesce("sheet__person__full_name", "sheet__collective__name"),
    "sheet__post_title", "sheet__unit__name", "sheet__unit__short_name", "stage", "self_total", "review_total",
    "total", "level",
)  # fmt: skip


def listed(states: QuerySet[State]) -> list[Row]:
    """These results as a list shows them, without the records behind them. One query."""
    return [
        Row(sheet, person, name, post, unit, short or unit, *rest)
        for sheet, person, name, post, unit, short, *rest in states.values_list(*COLUMNS)
    ]


def shares(rules: Rules, counts: Counter[str]) -> tuple[Share, ...]:
    """Every level of the rules with its count, the best first; those not rated last, where there are any."""
    rows = [Share(one.key, one.rank, one.label, one.short, counts[one.key]) for one in rules.levels]
    if counts[""]:
        rows.append(Share("", 0, UNRATED, UNRATED, counts[""]))
    return tuple(rows)


def counts_of(
    cycles: Iterable[Cycle], paths: Sequence[str], own: int | None = None
) -> dict[int, tuple[Share, ...]]:  # fmt: skip
    """The counts by level of many cycles within these subtrees, from the summaries, without what the person who reads
    (`own`) is not told yet. One query, one more for a person, and the rules'."""
    rows = list(cycles)
    found: dict[int, Counter[str]] = {row.pk: Counter() for row in rows}
    summaries = Summary.objects.filter(subtree(paths, "unit__path"), cycle__in=rows)
    for cycle, level, number in summaries.values_list("cycle_id", "level").annotate(n=Sum("sheets")).order_by():
        found[cycle][level] += number
    if own is not None:
        mine = State.objects.filter(untold(own), subtree(paths, "unit_path"), cycle__in=rows, stage__in=SETTLED)
        for cycle, level in mine.values_list("cycle_id", "level"):
            found[cycle][level] -= 1
    rules = rules_many(row.rules_id for row in rows)
    return {row.pk: shares(rules[row.rules_id], found[row.pk]) for row in rows}


def units_in(cycle: Cycle, paths: Sequence[str] | None = None) -> list[tuple[str, str]]:
    """(path, name) of the units with sheets in a cycle, in the order of the tree, for a filter."""
    rows = State.objects.filter(agency=cycle.agency_id, cycle=cycle)
    if paths is not None:
        rows = rows.filter(subtree(paths, "unit_path"))
    return list(rows.order_by("unit_path").values_list("unit_path", "sheet__unit__name").distinct())
