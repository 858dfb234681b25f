"""The sheets behind a number of a dashboard: a part of the tree, a period, a level, a kind of staff."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from canbo.office.evaluations.models import State
from canbo.office.evaluations.stage import SETTLED
from canbo.office.insight.queries.levels import COLLECTIVE
from canbo.office.insight.queries.rounds import Round
from canbo.office.people.access import subtree

UNRATED, UNDECIDED = "-", "chua"


def states(path: str, now: Round) -> QuerySet[State]:
    """The summary rows of a period's sheets under a path."""
    return State.objects.filter(subtree([path], "unit_path"), agency__in=now.agencies, cycle__in=list(now.cycles))


def stages(path: str, now: Round, kind: str = "") -> dict[str, int]:
    """How many sheets of a period stand in each stage; of everybody with the collectives, since only the sheets
    themselves would tell these apart. One query."""
    rows = states(path, now)
    rows = rows.filter(sheet__kind=kind) if kind else rows
    return dict(rows.values_list("stage").annotate(n=Count("id")).order_by())


def behind(path: str, now: Round, *, level: str = "", kind: str = "", own: int | None = None) -> QuerySet[State]:
    """The sheets of a period under a path, in the order of the tree and of names. `level` is a rank, `UNRATED`,
    `UNDECIDED` or "" for all; `own`: who reads, whose own result is left out until it is published."""
    rows = states(path, now)
    rows = rows.filter(sheet__kind=kind) if kind else rows.exclude(sheet__kind=COLLECTIVE)
    if own is not None:
        rows = rows.exclude(stage="decided", sheet__person=own)
    if level == UNDECIDED:
        rows = rows.exclude(stage__in=SETTLED)
    elif level:
        rows = rows.filter(_at(now, level), stage__in=SETTLED)
    rows = rows.select_related("sheet__person", "sheet__collective", "sheet__unit", "cycle")
    return rows.order_by("unit_path", "sheet__person__sort_key", "sheet_id")


def _at(now: Round, level: str) -> Q:
    """Decided at a rank, by what each cycle's rules call it."""
    if level == UNRATED:
        return Q(level="")
    wanted = Q(pk__in=[])
    by_key: dict[str, list[int]] = {}
    for pk, rules in now.cycles.items():
        for one in rules.levels:
            if str(one.rank) == level:
                by_key.setdefault(one.key, []).append(pk)
    for key, cycles in by_key.items():
        wanted |= Q(level=key, cycle__in=cycles)
    return wanted
