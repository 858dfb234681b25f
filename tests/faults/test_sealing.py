"""A worker killed while it seals a batch: each paper is sealed once, and the batch is finished by the next worker."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from canbo.office.base import files, jobs
from canbo.office.base.models import Event, Job
from canbo.office.signatures import actions
from canbo.office.signatures.models import SealKey, Signature
from tests.faults.place import CANBO, WORKER, Place, perform, until
from tests.paperwork.signing.papers import paper
from tests.town import PASSWORD

if TYPE_CHECKING:
    from tests.town import Town

PAPERS = 12
SIGNATURE, EVENT = 'INSERT INTO "signature"', 'INSERT INTO "journal_event"'
# How many papers are sealed when the worker dies just before the last of these, run after run.
MOMENTS = [
    (("FSYNC", "FSYNC"), 0),  # the first paper is on disk, by half; the key made on the way is whole
    ((SIGNATURE,), 0),
    ((SIGNATURE, EVENT), 0),
    ((SIGNATURE, EVENT, "COMMIT"), 0),
    ((SIGNATURE, EVENT, "COMMIT", 'UPDATE "job"'), 1),
    ((SIGNATURE, SIGNATURE, SIGNATURE), 3),
]


@pytest.fixture
def job(town: Town) -> Job:
    """A batch that waits for the worker."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(PAPERS):
            archive.writestr(f"{number:02d}.pdf", paper(f"Văn bản số {number}"))
    return actions.start_batch(
        actor=town.accounts["trang"], agency_id=town.units["ward"].agency_id, name="a.zip", data=buffer.getvalue(),
        seal="Phường An Bình", position="", reason="Ban hành", password=PASSWORD, back="/",
    )  # fmt: skip


def sealed() -> int:
    """How many papers are sealed; each with its file and event, none twice."""
    rows = list(Signature.objects.select_related("file"))
    assert len({row.source_sha256 for row in rows}) == len(rows)
    told = Event.objects.filter(verb="signatures.signed").values_list("subject_id", flat=True)
    assert sorted(told) == sorted(row.pk for row in rows)
    assert all(actions.verify(files.read(row.file), row.agency_id).good for row in rows)
    return len(rows)


def test_a_batch_killed_at_any_moment_seals_each_paper_once(place: Place, job: Job) -> None:
    for moments, done in MOMENTS:
        place.killed_at(*moments)
        assert (moments, sealed()) == (moments, done)
        assert jobs.revive() == 1
    worker = place.start(*CANBO, *WORKER)
    until(lambda: Job.objects.get(pk=job.pk).done >= 5, "some papers are acknowledged")
    place.kill(worker)
    assert Job.objects.get(pk=job.pk).done <= sealed() < PAPERS
    assert jobs.revive() == 1
    place.work()
    job.refresh_from_db()
    assert (job.state, job.message, sealed()) == ("done", f"Đã đóng dấu {PAPERS} văn bản.", PAPERS)


def test_a_batch_run_twice_at_once_seals_each_paper_once(place: Place, job: Job) -> None:
    place.at_once('UPDATE "job"', command=perform(job))
    assert sealed() == PAPERS
    assert SealKey.objects.count() == 1
