"""Building the nation, step by step: tree and people, months, counts, closings."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from django.db import connection, transaction

from canbo.office.base.models import Account
from canbo.office.cycles.models import Cycle
from canbo.office.evaluations import counting
from canbo.office.people.models import Unit
from canbo.office.results import ceilings
from canbo.office.results.actions import summing
from canbo.office.results.models import Closing
from canbo.rulebook.process import Period

from . import months, people
from .country import bodies
from .loading import bare, told
from .marks import vectors
from .months import Month
from .people import Staffed, Top
from .table import Deal, scaled

LAST = Period("month", 2026, 10)
BATCH = 20_000  # people whose rows are on their way at once


def build(number: int, periods: Sequence[Period], *, waiting: bool = False) -> None:
    """A nation of so many people with these months, decided and closed; `waiting`: the last of them waits for the
    decisions of the heads. In an empty database on PostgreSQL."""
    if connection.vendor != "postgresql" or Unit.objects.exists():
        raise SystemExit("The nation is built in an empty PostgreSQL database: scripts/with-postgres COMMAND.")
    with transaction.atomic():
        top = people.top()
    staffed = staff(top, number)
    load(top, staffed, number, periods, waiting)
    analyse()
    told("counting")
    counting.rebuild()
    summing.rebuild()
    close(top.officer)
    analyse()
    told("")


def staff(top: Top, number: int) -> list[Staffed]:
    """All agencies with their units and people."""
    into, made, held = people.rows(), [], 0
    with bare(people.TABLES):
        for at, body in enumerate(bodies(number)):
            made.append(people.staff(into, top, body, at))
            held += body.people
            if sum(one.body.people for one in made[-40:]) > BATCH or at % 40 == 39:
                into.flush()
                told(f"people {held:,} of {number:,}")
        into.flush()
        into.count_on()
    return made


def load(top: Top, staffed: Sequence[Staffed], number: int, periods: Sequence[Period], waiting: bool) -> None:
    """The sheets of these months."""
    into, dealt = months.rows(), scaled(number)
    known = vectors(top.adoption.rules_id)
    with bare(months.TABLES):
        for at, period in enumerate(periods):
            began, last = time.perf_counter(), at == len(periods) - 1
            deals = {kind: Deal(counts, at) for kind, counts in dealt.items()}
            month, done = Month(period, at, waiting and last, top, deals, known), 0
            for part in _parts(staffed):
                for one in part:
                    months.fill(into, month, one)
                into.flush()
                done += sum(one.body.people for one in part)
                told(f"{period.key}: {done:,} of {number:,} sheets, {time.perf_counter() - began:.0f} s")
        into.count_on()


def _parts(staffed: Sequence[Staffed]) -> Iterator[list[Staffed]]:
    """The agencies in parts of about `BATCH` people."""
    part: list[Staffed] = []
    for one in staffed:
        part.append(one)
        if sum(each.body.people for each in part) >= BATCH:
            yield part
            part = []
    if part:
        yield part


def close(officer: Account) -> None:
    """Close every cycle that is decided, with the report of its ceilings as the office makes it."""
    rows = Cycle.objects.exclude(summaries=None).order_by("id")
    made = [_closing(cycle, officer) for cycle in rows.iterator()]
    Closing.objects.bulk_create(made, batch_size=1000)


def _closing(cycle: Cycle, officer: Account) -> Closing:
    found = ceilings.of(cycle)
    return Closing(
        agency_id=cycle.agency_id, cycle=cycle, by=officer, reason="Đo tải" if found.over else "",
        report={"undecided": found.undecided, "groups": [panel.data() for panel in found.panels]},
    )  # fmt: skip


def analyse() -> None:
    """Let the engine look at its tables, as a server that has run for a day has done."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def past(number: int, last: Period = LAST) -> list[Period]:
    """So many months, the last one last."""
    at = last.year * 12 + last.number - 1
    return [Period("month", one // 12, one % 12 + 1) for one in range(at - number + 1, at + 1)]


def waiting() -> list[tuple[Cycle, Account]]:
    """The cycles of the month that waits, each with the account of the head who decides on all but their own sheet;
    that one waits for the head of the province."""
    open_cycles = Cycle.objects.filter(closings=None).select_related("unit").order_by("id")
    heads = Account.objects.filter(
        person__postings__post__rank="head", person__postings__post__unit__in=open_cycles.values("unit")
    )
    by_unit = dict(heads.values_list("person__postings__post__unit", "pk"))
    accounts = heads.select_related("person").in_bulk()
    return [(cycle, accounts[by_unit[cycle.unit_id]]) for cycle in open_cycles]
