"""What was built is held against the table, the records and the office: a nation that is wrong measures nothing."""

from __future__ import annotations

from django.db.models import Count, Sum

from canbo.office.evaluations.models import Sheet, State
from canbo.office.evaluations.queries import check_opened, check_states
from canbo.office.people.models import Unit
from canbo.office.results.actions.closing import decide_rest
from canbo.office.results.models import Decision, Summary
from canbo.office.results.queries import check_summaries
from canbo.office.results.queries.checks import outcomes

from .building import waiting
from .table import LEVELS, scaled


def against_table(people: int) -> list[str]:
    """Every month that is decided in which another number of people holds a level than the table has."""
    wanted = {
        (kind, level): n for kind, row in scaled(people).items() for level, n in zip(LEVELS, row, strict=True) if n
    }
    rows = Summary.objects.order_by().values_list("cycle__year", "cycle__number", "kind", "level")
    found: dict[tuple[int, int], dict[tuple[str, str], int]] = {}
    for year, number, kind, level, sheets in rows.annotate(n=Sum("sheets")):
        found.setdefault((year, number), {})[kind, level] = sheets
    return [f"{number}/{year}: {held}, not {wanted}" for (year, number), held in found.items() if held != wanted]


def summaries() -> list[str]:
    """What `canbo check summaries` finds."""
    return [*check_states(outcomes()), *check_opened(), *check_summaries()]


def as_the_office() -> list[str]:
    """Let the office decide what waits in the first agency; every difference from what is decided in bulk elsewhere:
    decisions on the same marks must rest on the same inputs and give the same level, total and hash."""
    cycle, account = waiting()[0]
    made = decide_rest(actor=account, person=account.person, cycle=cycle)
    states = dict(State.objects.filter(cycle=cycle).values_list("stage").annotate(n=Count("id")))
    sheets = Sheet.objects.filter(cycle=cycle).count()
    faults = [] if states == {"decided": made, "decide": 1} and made == sheets - 1 else [f"{cycle}: {states}, {made}"]
    known = {_key(row): row for row in Decision.objects.exclude(sheet__cycle=cycle)[:20_000]}
    for row in Decision.objects.filter(sheet__cycle=cycle):
        other = known.get(_key(row))
        if other is not None and _said(row) != _said(other):
            faults.append(f"decision {row.pk}: {_said(row)}, in bulk {_said(other)}")
    return faults


def _key(row: Decision) -> tuple[int, ...]:
    return tuple(row.marks)


def _said(row: Decision) -> tuple[object, ...]:
    return row.total, row.computed_level, row.kept, row.trace_hash


def names() -> tuple[int, int]:
    """How many provinces and agencies stand below the country."""
    top = Unit.objects.filter(parent__parent=None).exclude(parent=None)
    return top.count(), Unit.objects.filter(parent__in=top, is_agency=True).count()
