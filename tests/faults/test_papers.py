"""A worker killed while it prints everybody's papers: nothing half made is offered, and it can be made again."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from django.test import Client
from django.urls import reverse

from canbo.office.base import files, jobs
from canbo.office.base.models import Account, Job, StoredFile
from canbo.office.cycles.models import Cycle
from canbo.office.results.models import Decision
from tests.faults.place import CANBO, WORKER, Place, until

FRAME = {"issuer": "Cơ quan MOT", "place": "Hà Nội", "position": "Thủ trưởng", "dated": "30/11/2026"}
OFFER = "Tải tệp"
LINKED = 'UPDATE "job" SET "file_id"'
MOMENTS = [("FSYNC",), ('INSERT INTO "stored_file"',), (LINKED,)]


def complete(file: StoredFile, papers: int) -> bool:
    """Whether the archive can be read and holds so many papers, and the one that prints them all."""
    archive = zipfile.ZipFile(io.BytesIO(files.read(file)))
    return archive.testzip() is None and len(archive.namelist()) == papers + 1


def test_papers_killed_at_any_moment_are_offered_whole_or_not_at_all(crowd: Place) -> None:
    head = Client()
    head.force_login(Account.objects.get(username="MOT.decider"), backend="django.contrib.auth.backends.ModelBackend")
    cycle = Cycle.objects.get(unit__code="MOT")
    made = head.post(reverse("results:documents", args=[cycle.pk]), FRAME | {"kind": "phieu"})
    job = Job.objects.get()
    assert (made.status_code, made.url) == (302, reverse("base:job", args=[job.pk]))  # type: ignore[attr-defined]

    def offered() -> bool:
        """What the page of the job shows; whatever is recorded as a file is a whole one."""
        assert all(complete(file, Decision.objects.count()) for file in StoredFile.objects.all())
        return OFFER in head.get(reverse("base:job", args=[job.pk])).content.decode()

    worker = crowd.start(*CANBO, *WORKER)
    until(lambda: Job.objects.get(pk=job.pk).done >= 3, "the first papers are made")
    crowd.kill(worker)
    assert not offered()
    for moments in MOMENTS:
        assert jobs.revive() == 1
        crowd.killed_at(*moments)
        assert not offered()
    assert jobs.revive() == 1
    crowd.killed_at(LINKED, 'UPDATE "job"')  # all is there, nobody was told
    assert not offered()
    assert jobs.revive() == 1
    crowd.work()
    assert offered()
    job.refresh_from_db()
    assert job.file is not None
    got = head.get(reverse("base:file", args=[job.file.pk]))
    assert (job.state, got.content) == ("done", files.read(job.file))


def test_what_a_crash_left_half_written_is_removed_at_the_next_start(crowd: Place) -> None:
    left = crowd.data / "files" / "ab" / "ab12.99.part"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"nua chung")
    kept: list[Path] = [path for path in (crowd.data / "files").rglob("*") if path.is_file() and path != left]
    crowd.run(*CANBO, "up", "--no-demo", "--prepare", "--port", "0")
    assert [path for path in (crowd.data / "files").rglob("*") if path.is_file()] == kept
