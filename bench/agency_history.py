"""The months of an agency: opened, decided, closed and published by the office's own actions, each on its day.

Only marks are written in bulk: as submitted one by one they would be 100,000 requests. The rows are those `submit`
writes: markings, their journal events, the summary rows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import cache

from agency_place import ABOVE, DECIDER, OFFICER, PERSON, REVIEWER, Agency
from django.db import connection, transaction
from django.utils import timezone

from canbo.office.base import journal
from canbo.office.base.models import Event
from canbo.office.cycles import actions as cycle_actions
from canbo.office.cycles.models import Cycle
from canbo.office.demo import clock
from canbo.office.evaluations import actions as evaluations
from canbo.office.evaluations.models import Assignee, Marking, Sheet
from canbo.office.people.models import Person
from canbo.office.regulations import queries as regulations
from canbo.office.results import actions as results
from canbo.rulebook import scoring
from canbo.rulebook.process import Period

HALF_POINT = 50
STEPS = {"self": "review", "review": "decide"}
Vector = tuple[int, ...]


def periods(last: Period, number: int) -> list[Period]:
    """`number` months, the last one last."""
    months = last.year * 12 + last.number - 1
    return [Period("month", at // 12, at % 12 + 1) for at in range(months - number + 1, months + 1)]


def open_month(agency: Agency, period: Period) -> Cycle:
    """Open a month for everybody, on its first day."""
    with clock.on(period.starts):
        return evaluations.open_with_sheets(
            actor=agency.account(OFFICER), unit=agency.root, adoption=agency.adoption, period=period, deadlines={},
            today=period.starts,
        )  # fmt: skip


def mark(cycle: Cycle, step: str, leave_out: Iterable[int] = ()) -> int:
    """Give everybody the marks of a step but for the persons left out; how many were given."""
    out = set(leave_out)
    day = cycle.ends - timedelta(days=6 if step == "self" else 4)
    rows = Sheet.objects.filter(agency=cycle.agency_id, cycle=cycle).select_related("cycle").order_by("id")
    sheets = [row for row in rows if row.person_id not in out]
    authors = {row.pk: row.person_id for row in sheets} if step == "self" else _assigned(cycle, step)
    people = Person.objects.select_related("account").in_bulk(set(authors.values()))
    with clock.on(day), transaction.atomic():
        made = Marking.objects.bulk_create(
            [_marking(sheet, step, people[authors[sheet.pk]]) for sheet in sheets], batch_size=1000
        )
        Event.objects.bulk_create([_event(row) for row in made], batch_size=1000)
        _advance(made, step)
    return len(made)


def _assigned(cycle: Cycle, step: str) -> dict[int, int]:
    rows = Assignee.objects.filter(agency=cycle.agency_id, sheet__cycle=cycle, step=step, ended_at=None)
    return dict(rows.values_list("sheet_id", "person_id"))


def _marking(sheet: Sheet, step: str, author: Person) -> Marking:
    marks, total = vector(sheet.cycle.rules_id, sheet.form, quality(sheet.person_id or 0, sheet.cycle_id, step))
    return Marking(
        agency_id=sheet.agency_id, sheet=sheet, step=step, author=author, account=author.account, marks=marks,
        total=total, facts={},
    )  # fmt: skip


def quality(person: int, cycle: int, step: str) -> int:
    """How good the marks are, 60 to 97 percent: one in six at 90 or more, below the ceiling of 30 percent."""
    dice = hashlib.sha256(f"{person}/{cycle}".encode()).digest()
    good = 90 + dice[0] % 8 if dice[1] % 6 == 0 else 60 + dice[0] % 28
    return good - (dice[2] % 3 if step == "review" and good < 90 else 0)


@cache
def vector(rules: str, form: str, share: int) -> tuple[Vector, int]:
    """Marks of about this percentage of each item's maximum, in steps of half a point, and their total."""
    parsed = regulations.rules(rules)
    found = parsed.form(form)
    marks = tuple(-(-item.scale.max * share // 100 // HALF_POINT) * HALF_POINT for item in found.items)
    return marks, scoring.score(parsed, found, marks).total


def _event(row: Marking) -> Event:
    """The journal's event of one submission, as `evaluations.submit` writes it."""
    event = Event(
        agency_id=row.agency_id, at=timezone.now(), actor=row.account, actor_name=str(row.account),
        verb="evaluations.submitted", subject_type=row._meta.label_lower, subject_id=row.pk,
        data={"sheet": row.sheet_id, "step": row.step, "total": row.total},
    )  # fmt: skip
    event.digest = journal.digest(event)
    return event


def _advance(made: Sequence[Marking], step: str) -> None:
    """The summary rows after these markings."""
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE sheet_state SET stage = %s, {step}_total = %s WHERE sheet_id = %s",
            [(STEPS[step], row.total, row.sheet_id) for row in made],
        )


def decide(agency: Agency, cycle: Cycle) -> int:
    """Decide on everything as the rules have it, the agency's head by the head above; how many were decided."""
    done = 0
    for role in (ABOVE, DECIDER):
        account = agency.account(role)
        done += results.decide_rest(actor=account, person=account.person, cycle=cycle)
    return done


def close(agency: Agency, cycle: Cycle) -> None:
    """Close and publish a cycle that is decided."""
    account = agency.account(DECIDER)
    results.close(actor=account, person=account.person, cycle=cycle, reason="Đo tốc độ")
    results.publish(actor=account, cycle=cycle)


def past_month(agency: Agency, period: Period) -> Cycle:
    """A month from its opening to its publication, locked and sealed."""
    cycle = open_month(agency, period)
    mark(cycle, "self")
    mark(cycle, "review")
    with clock.on(cycle.ends):
        decide(agency, cycle)
        close(agency, cycle)
        cycle_actions.lock(actor=agency.account(OFFICER), cycle=cycle)
        journal.seal(agency_id=cycle.agency_id)
    return cycle


def reviewed_month(agency: Agency, period: Period) -> Cycle:
    """A month that waits for its decisions."""
    cycle = open_month(agency, period)
    mark(cycle, "self")
    mark(cycle, "review")
    return cycle


def current_month(agency: Agency, period: Period) -> Cycle:
    """The month in course: all scored but one person, all reviewed but those of the measured reviewer."""
    cycle = open_month(agency, period)
    reviewer, person = agency.account(REVIEWER).person, agency.account(PERSON).person
    mark(cycle, "self", [person.pk])
    theirs = Assignee.objects.filter(agency=cycle.agency_id, sheet__cycle=cycle, step="review", person=reviewer)
    mark(cycle, "review", theirs.values_list("sheet__person_id", flat=True))
    return cycle
