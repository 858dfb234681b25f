"""A file system without a byte left under the database, on both engines: what is read is read, what would be written is
refused with a page that says what to do, nothing kept is lost, and with room again the service goes on by itself.

The file system is a real one, small and in memory: mounting it takes root (in a container that is one, else by a sudo
that asks nothing). Where neither is there the test fails, since it proved nothing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db import connection

from canbo.office.base import journal
from canbo.office.base.models import Event
from canbo.office.evaluations.models import Draft, Marking
from canbo.office.evaluations.queries import check_states
from tests.faults import conftest
from tests.faults.place import Place
from tests.office.evaluations import month
from tests.town import Town

DISK = "small_disk"
MEGABYTES = 160
AS_ROOT = () if os.geteuid() == 0 else ("sudo", "-n")
# Texts that no engine makes smaller: they cannot fit where a shorter draft was.
LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy"


def root(*command: str) -> None:
    done = subprocess.run([*AS_ROOT, *command], capture_output=True, text=True)
    if done.returncode:
        pytest.fail(f"Needs root: {' '.join(command)}: {done.stderr.strip()}")


@pytest.fixture
def disk() -> Iterator[Path]:
    """A file system of a few megabytes, anybody's, where another user's server may go too."""
    mounted = Path(tempfile.mkdtemp(prefix="canbo-disk."))
    root("mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m,mode=755,uid={os.geteuid()}", "tmpfs", str(mounted))
    try:
        yield mounted
    finally:
        root("umount", str(mounted))
        mounted.rmdir()


@pytest.fixture
def place(disk: Path, empty_place: Place, django_db_blocker: Any, settings: Any) -> Iterator[Place]:
    """A place whose database lies on that file system: SQLite's with its folder, a server's in a tablespace."""
    yield from conftest.inside(empty_place, disk / "place", django_db_blocker, settings)
    if os.environ.get("DATABASE_URL"):
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(f"DROP TABLESPACE IF EXISTS {DISK}")


def move_to(disk: Path) -> None:
    """Let a server keep the tables and indexes of this database there."""
    folder = disk / "server"
    folder.mkdir()
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        owner = Path(cursor.fetchone()[0]).stat()
        shutil.chown(folder, owner.st_uid, owner.st_gid)
        cursor.execute(f"CREATE TABLESPACE {DISK} LOCATION '{folder}'")
        for kind in ("TABLE", "INDEX"):
            cursor.execute(f"ALTER {kind} ALL IN TABLESPACE pg_default SET TABLESPACE {DISK}")


def fill(disk: Path) -> Path:
    """Leave no byte."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (1 << 20, 4096):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue
    assert shutil.disk_usage(disk).free == 0
    return filler


def test_a_full_disk_refuses_what_is_written_and_loses_nothing(disk: Path, place: Place, town: Town) -> None:
    cycle = month.opened(town, due=month.FAR)
    if connection.vendor == "postgresql":
        move_to(disk)
    nam, sheet, dice = town.client("nam"), month.sheet(town, "nam").pk, Random(1)
    nam.raise_request_exception = False
    where = month.url("draft", sheet, "self")
    assert nam.post(where, {"m0": "6", "w0": "Việc đã làm", "version": 0}).status_code == 200
    acts = Event.objects.count()
    long = {"m0": "7", "version": 1}
    long |= {f"w{index}": "".join(dice.choices(LETTERS, k=900)) for index in range(6)}
    filler = fill(disk)
    for _ in range(3):  # full it stays, whatever was refused before
        page = nam.post(where, long)
        assert page.status_code == 503
        assert "<h1>Máy chủ không ghi được</h1>" in page.content.decode()
        assert int(page["Retry-After"]) > 0
    read = nam.get(month.url("sheet", sheet))
    assert (read.status_code, "Việc đã làm" in read.content.decode()) == (200, True)
    assert (Draft.objects.get().marks[0], Draft.objects.get().words) == (600, {"0": "Việc đã làm"})
    assert (Event.objects.count(), Marking.objects.count()) == (acts, 0)
    filler.unlink()
    assert nam.post(where, long).status_code == 200
    assert (Draft.objects.get().marks[0], len(Draft.objects.get().words["5"])) == (700, 900)
    month.submit(town, "nam", "nam")
    assert (Marking.objects.count(), check_states()) == (1, [])
    assert journal.verify(agency_id=cycle.agency_id).faults == ()
