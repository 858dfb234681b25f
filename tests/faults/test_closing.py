"""A worker killed while it decides the rest of a large cycle and closes it: every part is whole or absent."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from canbo.office.base import jobs
from canbo.office.base.models import Account, Event, Job
from canbo.office.cycles.models import Cycle
from canbo.office.evaluations.models import State
from canbo.office.people.access import Viewer
from canbo.office.results.actions.closing import CHUNK, undecided
from canbo.office.results.models import Closing, Decision
from tests.faults.place import CANBO, WORKER, Place, perform, until

DECISION, EVENT, CLOSING = 'INSERT INTO "decision"', 'INSERT INTO "journal_event"', 'INSERT INTO "closing"'
# What was decided when the worker dies before the last of these, and how often the cycle was closed, run after run.
MOMENTS = [
    ((DECISION, "COMMIT", DECISION), CHUNK, 0),
    (('INSERT INTO "sheet_state"|UPDATE "sheet_state"',), CHUNK, 0),
    (("INSERT INTO summary",), CHUNK, 0),
    ((EVENT, "COMMIT"), CHUNK, 0),
    ((EVENT, "COMMIT", 'UPDATE "job"'), 2 * CHUNK, 0),
    ((CLOSING, "COMMIT"), None, 0),
    ((CLOSING, "COMMIT", 'UPDATE "job"'), None, 1),
]


@pytest.fixture
def cycle(crowd: Place) -> Cycle:
    return Cycle.objects.get(unit__code="LON")


@pytest.fixture
def head(cycle: Cycle) -> Account:
    return Account.objects.get(username="LON.decider")


def queued(head: Account, cycle: Cycle) -> Job:
    given = {"cycle": cycle.pk, "number": "", "reason": "Ví dụ: chốt", "exceptional": False, "document": ""}
    return jobs.start(kind="results.close", label="Chốt", agency_id=cycle.agency_id, actor=head, arguments=given)


def whole(cycle: Cycle) -> tuple[int, int]:
    """How many decisions and closings there are; each decision with its state, summary and event, and none twice."""
    rows = Decision.objects.filter(sheet__cycle=cycle)
    decided = sorted(rows.values_list("sheet_id", "level", "total"))
    states = State.objects.filter(cycle=cycle, stage="decided").values_list("sheet_id", "level", "total")
    assert decided == sorted(states)
    assert len({sheet for sheet, _, _ in decided}) == len(decided)
    agency = Event.objects.filter(agency=cycle.agency_id)
    told = agency.filter(verb="results.decided").values_list("subject_id", flat=True)
    assert sorted(told) == sorted(rows.values_list("pk", flat=True))
    closings = Closing.objects.filter(cycle=cycle).values_list("pk", flat=True)
    assert list(agency.filter(verb="results.closed").values_list("subject_id", flat=True)) == list(closings)
    call_command("check", "summaries", "journal", "distribution")
    return len(decided), len(closings)


def test_a_closing_killed_at_any_moment_is_in_whole_parts(crowd: Place, cycle: Cycle, head: Account) -> None:
    every = len(undecided(Viewer(head), cycle))
    assert every > 3 * CHUNK
    job = queued(head, cycle)
    for moments, decided, closed in MOMENTS:
        crowd.killed_at(*moments)
        assert (moments, whole(cycle)) == (moments, (decided or every, closed))
        job.refresh_from_db()
        assert job.state == "running"
        assert jobs.revive() == 1
    crowd.work()
    job.refresh_from_db()
    assert (job.state, job.message) == ("done", f"Đã chốt {cycle.name}.")
    assert whole(cycle) == (every, 1)
    crowd.run(*CANBO, "tick")
    crowd.run(*CANBO, "check", "summaries", "journal", "distribution")


def test_a_closing_killed_from_outside_is_finished_by_two_at_once(crowd: Place, cycle: Cycle, head: Account) -> None:
    every = len(undecided(Viewer(head), cycle))
    job = queued(head, cycle)
    worker = crowd.start(*CANBO, *WORKER)
    until(lambda: Job.objects.get(pk=job.pk).done >= CHUNK, "a first part is acknowledged")
    crowd.kill(worker)
    acknowledged = Job.objects.get(pk=job.pk).done
    decided, _ = whole(cycle)
    assert acknowledged <= decided
    assert decided in (*range(0, every, CHUNK), every)
    crowd.at_once('UPDATE "job"', command=perform(job))
    assert whole(cycle) == (every, 1)
