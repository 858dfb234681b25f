"""Web server, worker, ballot box and database killed at random moments, round after round, while people save, a cycle
is closed, a roster comes in, papers go out and ballots are cast. Then every write that was acknowledged is there once,
nothing is half there, summaries equal their rows and journals verify.

CANBO_STORM_ROUNDS=100 CANBO_STORM_SEED=7 .venv/bin/python -m pytest tests/faults/test_storm.py        by hand
"""

from __future__ import annotations

import http.client
import io
import os
import random
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
import python_calamine
from django.db import connections
from django.test import Client
from django.urls import reverse

from canbo.office.base import jobs
from canbo.office.base.models import Account, Job, StoredFile
from canbo.office.cycles.models import Cycle
from canbo.office.evaluations.models import Draft
from canbo.office.people.models import Person, RosterImport
from canbo.office.results.models import Decision
from canbo.rulebook.ballot import handover
from canbo.rulebook.ballot.check import MOST_SUBMISSIONS
from canbo.rulebook.ballot.manifest import Manifest
from tests.box.place import Place as Box
from tests.box.place import ballot
from tests.box.test_dumps import PEOPLE, forty
from tests.faults import place as places
from tests.faults import test_closing, test_import, test_papers
from tests.faults.conftest import inside
from tests.faults.place import CANBO, ROOT, WORKER, Place, until
from tests.faults.test_drafts import KEYS, Writer
from tests.faults.web import Browser, browser, serve
from tests.office.evaluations import month
from tests.town import Town, build

ROUNDS = int(os.environ.get("CANBO_STORM_ROUNDS", "5"))  # on each engine
SEED = os.environ.get("CANBO_STORM_SEED", "") or str(random.SystemRandom().randrange(1_000_000))
AGAIN = 0.1  # seconds until somebody told to come again does
LONGEST = 2.0  # seconds from the first write of a round to the last kill
BUSY = tuple(word for word in WORKER if word != "--batch")  # a worker that stays


class Saver(Writer):
    """Somebody who saves until there is no answer. Told to come again (the database is busy, or coming back), they do;
    told that something newer is kept (the save of a lost answer), they stop."""

    def write(self, port: int) -> None:
        while (answer := self.save(port)) is not None and answer[0] != 409:
            assert answer[0] in (200, 503), answer
            time.sleep(AGAIN * (answer[0] == 503))


@dataclass(eq=False)
class Caster:
    """Somebody who casts one ballot after another until the box is gone, and the last one again if nobody answered.
    With the slip of a number and, once that was used as often as can be, with the next."""

    box: Box
    manifest: Manifest
    number: int
    cast: int = 0
    waiting: str = ""  # sent, not acknowledged: sealing it again would make another
    acknowledged: list[str] = field(default_factory=list)

    def write(self, port: int) -> None:
        while True:
            more, used = divmod(self.cast, MOST_SUBMISSIONS)
            self.waiting = self.waiting or ballot(self.manifest, self.number + more, used + 1)
            try:
                answer = self.box.cast(self.manifest, self.waiting)
            except (OSError, http.client.HTTPException):
                return
            assert answer.status in (200, 500), answer
            if answer.status == 500:  # its database is coming back
                time.sleep(AGAIN)
                continue
            self.cast += 1
            self.acknowledged.append(handover.leaf(self.waiting))
            self.waiting = ""


@dataclass(eq=False)
class Reader:
    """Somebody who exports the results of the month that is being closed: whole files, and no decision goes away."""

    browser: Browser
    path: str
    files: int = 0
    decided: int = 0

    def write(self, port: int) -> None:
        with suppress(OSError, http.client.HTTPException):
            while True:
                status, data = self.browser.file(port, self.path)
                assert status in (200, 503), status
                if status == 503:
                    time.sleep(AGAIN)
                    continue
                rows = len(python_calamine.load_workbook(io.BytesIO(data)).get_sheet_by_index(0).to_python())
                assert rows >= self.decided
                self.files, self.decided = self.files + 1, rows


@pytest.fixture
def crowd(
    crowded_place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, django_db_blocker: Any, settings: Any
) -> Iterator[Place]:
    """The crowd; on PostgreSQL in a server of this test's own, to kill, in which what is acknowledged is written."""
    if not crowded_place.url:
        yield from inside(crowded_place, tmp_path / "place", django_db_blocker, settings)
        return
    script = [str(ROOT / "scripts" / "with-postgres"), "sh", "-c", 'echo "$DATABASE_URL"; cat']
    with subprocess.Popen(script, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        url = server.stdout.readline().strip()
        with psycopg.connect(url, autocommit=True) as line:
            line.execute("ALTER ROLE canbo SET synchronous_commit = on")
        pipe = 'pg_dump --no-owner "$0" | psql --quiet --set=ON_ERROR_STOP=1 "$1" >/dev/null'
        subprocess.run(["bash", "-o", "pipefail", "-c", pipe, crowded_place.url, url], check=True)
        monkeypatch.setenv("DATABASE_URL", url)
        moved = Place(crowded_place.data, url)
        yield from inside(moved, tmp_path / "place", django_db_blocker, settings)
        server.stdin.close()


@dataclass
class Storm:
    """What runs, and what must be true of it however it was killed."""

    place: Place
    box: Box
    manifest: Manifest
    cycle: Cycle
    savers: dict[int, Saver]
    casters: list[Caster]
    reader: Reader
    chance: random.Random

    def round(self) -> None:
        """Start all, let everybody write, kill at random; all is dead afterwards, but for the database."""
        jobs.revive()
        server, worker = serve(self.place), self.place.start(*CANBO, *BUSY)
        self.box.serve()
        before = {writer: at(writer) for writer in self.writers}
        with ThreadPoolExecutor(len(before)) as threads:
            running = [threads.submit(writer.write, server.port) for writer in before]
            until(lambda: all(at(writer) > before[writer] for writer in before) or over(running), "everybody wrote")
            kills: list[Callable[[], None]] = [server.kill, lambda: end(worker), self.box.kill]
            if self.place.url:
                kills.append(lambda: kill_database(self.place.url))
            self.chance.shuffle(kills)
            for kill in kills:
                time.sleep(self.chance.random() * LONGEST / len(kills))
                kill()
        assert [one.result() for one in running] == [None] * len(running)
        assert [writer for writer in before if at(writer) == before[writer]] == []
        connections["default"].close()
        if self.place.url:
            until(lambda: reachable(self.place.url), "the database is back")

    @property
    def writers(self) -> list[Saver | Caster | Reader]:
        return [*self.savers.values(), *self.casters, self.reader]

    def check(self) -> None:
        """Nothing acknowledged is lost, nothing is half there."""
        drafts = {draft.sheet_id: draft for draft in Draft.objects.filter(sheet__in=self.savers)}
        for sheet, saver in self.savers.items():
            saver.check(drafts[sheet])
        test_closing.whole(self.cycle)
        done = RosterImport.objects.get().done_at is not None
        assert Person.objects.filter(code__startswith="MOI").count() == (test_import.NEW if done else 0)
        papers = Decision.objects.filter(sheet__cycle__unit__code="MOT").count()
        for file in StoredFile.objects.filter(name__endswith=".zip"):
            assert test_papers.complete(file, papers)
        stored = [leaf for (leaf,) in self.box.rows("SELECT leaf FROM box_arrival")]
        assert len(stored) == len(set(stored))
        for caster in self.casters:
            assert set(caster.acknowledged) <= set(stored)


def at(writer: Saver | Caster | Reader) -> int:
    """How much of a writer's was acknowledged."""
    match writer:
        case Saver():
            return writer.saved
        case Caster():
            return writer.cast
        case Reader():
            return writer.files


def over(running: list[Future[None]]) -> bool:
    return any(one.done() for one in running)


def end(member: subprocess.Popen[bytes]) -> None:
    """`kill -9`, unless it ended by itself because its database was gone."""
    with suppress(ProcessLookupError):
        os.killpg(member.pid, signal.SIGKILL)
    member.wait()


def kill_database(url: str) -> None:
    """`kill -9` to one of the server's processes: it throws out everybody and recovers from its log."""
    with suppress(psycopg.OperationalError), psycopg.connect(url, autocommit=True) as line:
        os.kill(line.info.backend_pid, signal.SIGKILL)
        line.execute("SELECT 1")


def reachable(url: str) -> bool:
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError:
        return False
    return True


def begin(crowd: Place, folder: Path) -> Storm:
    """The town beside the crowd; a closing, an import and the papers of a month queued; drafts and ballots to come."""
    town: Town = build("9")
    month.opened(town, due=month.FAR)
    sheets = {key: month.sheet(town, key).pk for key in KEYS}
    savers = {
        pk: Saver(browser(town, key), month.url("draft", pk, "self"), len(month.marks_for(town, key)))
        for key, pk in sheets.items()
    }
    cycle = Cycle.objects.get(unit__code="LON")
    test_closing.queued(Account.objects.get(username="LON.decider"), cycle)
    test_import.queued(town)
    small = Cycle.objects.get(unit__code="MOT")
    printing = Client()
    printing.force_login(Account.objects.get(username="MOT.decider"), "django.contrib.auth.backends.ModelBackend")
    made = printing.post(reverse("results:documents", args=[small.pk]), test_papers.FRAME | {"kind": "phieu"})
    assert made.status_code == 302
    box = Box(folder, places._database(None))
    manifest = forty("slips", "storm")
    box.offer(manifest)
    assert box.run("tick").returncode == 0
    casters = [Caster(box, manifest, number) for number in range(0, PEOPLE, 10)]
    reading = Client()
    reading.force_login(Account.objects.get(username="LON.decider"), "django.contrib.auth.backends.ModelBackend")
    address = reverse("results:roster", args=[cycle.pk]) + "?xuat=xlsx"
    reader = Reader(Browser(reading.cookies["sessionid"].value), address)
    return Storm(crowd, box, manifest, cycle, savers, casters, reader, random.Random(SEED))


def test_whatever_dies_at_whatever_moment_nothing_acknowledged_is_lost(crowd: Place, tmp_path: Path) -> None:
    (tmp_path / "box").mkdir()
    storm = begin(crowd, tmp_path / "box")
    for number in range(ROUNDS):
        try:
            storm.round()
            storm.check()
        except Exception as error:
            error.add_note(f"round {number + 1} of CANBO_STORM_SEED={SEED}")
            raise
    jobs.revive()
    crowd.work()
    storm.check()
    assert [*Job.objects.values_list("kind", "state", "message").exclude(state="done")] == []
    assert StoredFile.objects.filter(name__endswith=".zip").count() == 1
