"""A worker killed in the middle of countersigning many: each is signed whole or not; run again, signed once each."""

from __future__ import annotations

from django.core.management import call_command

from canbo.office.base import jobs
from canbo.office.base.models import Event, Job
from canbo.office.commitments.models import CommitmentSigning, CommitmentState
from canbo.office.signatures import actions as signatures
from canbo.office.signatures.models import Signature
from tests.faults.place import CANBO, WORKER, Place, until
from tests.office.commitments import year
from tests.town import PASSWORD, Town

SIGNED = ("nam", "hoa", "trang")
# Where a countersignature is under way: its file, its record, its summary, its event, its end; then between two.
MOMENTS = [
    ("FSYNC",),
    ('INSERT INTO "signature"',),
    ('INSERT INTO "commitment_signing"',),
    ('INSERT INTO "commitment_signing"', 'UPDATE "commitment_state"'),
    ('INSERT INTO "commitment_signing"', 'INSERT INTO "journal_event"', "COMMIT"),
    ('INSERT INTO "commitment_signing"', "COMMIT", "FSYNC"),
]


def queued(town: Town) -> Job:
    """Three signed commitments, ticked by their superior, waiting for the worker."""
    year.opened(town)
    for key in SIGNED:
        year.sign(town, key, key)
    confirmation = signatures.confirm(actor=town.accounts["mai"], password=PASSWORD)
    ids = [year.of(town, key).pk for key in SIGNED]
    return jobs.start(
        kind="commitments.sign", label="Ký", agency_id=confirmation.agency_id, actor=town.accounts["mai"],
        arguments={"commitments": ids, "confirmation": confirmation.pk, "next": "/"},
    )  # fmt: skip


def whole() -> int:
    """How many are countersigned, having checked that each is so in every table or in none."""
    done = CommitmentSigning.objects.filter(part="superior").count()
    assert CommitmentState.objects.filter(stage="done").count() == done
    assert Signature.objects.count() == len(SIGNED) + done
    assert Event.objects.filter(verb="commitments.signed").count() == len(SIGNED) + done
    return done


def test_a_batch_killed_at_any_moment_goes_on_where_it_stopped(place: Place, town: Town) -> None:
    job, before = queued(town), 0
    for moments in MOMENTS:
        place.killed_at(*moments)
        assert before <= whole() <= before + 1, moments
        before = whole()
        job.refresh_from_db()
        assert job.state == "running"
        assert jobs.revive() == 1
    assert before < len(SIGNED)
    place.work()
    finished(job)


def test_a_batch_killed_from_outside_signs_each_once(place: Place, town: Town) -> None:
    job = queued(town)
    for _ in range(2):
        worker = place.start(*CANBO, *WORKER)
        until(lambda: Job.objects.get(pk=job.pk).state != "waiting", "the batch begins")
        place.kill(worker)
        whole()
        jobs.revive()
    place.work()
    finished(job)


def finished(job: Job) -> None:
    """The job is done as if nothing had happened, and each is signed once."""
    job.refresh_from_db()
    assert (job.state, job.message) == ("done", f"Đã ký {len(SIGNED)} bản cam kết.")
    assert whole() == len(SIGNED)
    call_command("check", "journal", "distribution", "summaries")
