"""A box as it is served: real processes, a data folder and a database of its own, a clock the tests set."""

from __future__ import annotations

import datetime as dt
import http.client
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from cryptography.hazmat.primitives.asymmetric import ec

from canbo.rulebook.ballot import handover, slip
from canbo.rulebook.ballot.handover import Handed
from canbo.rulebook.ballot.manifest import Manifest
from tests.rulebook.ballot.survey import SALT, answers, cast, codes, opened, survey

ROOT = Path(__file__).parents[2]
GRANIAN = Path(sys.executable).parent / "granian"
PATIENCE_SECONDS = 60
FIRST = dt.date(2026, 5, 5)  # of casting, in `survey()`
LAST = dt.date(2026, 5, 9)
DAY = dt.timedelta(days=1)
EVERYTHING = Handed((), {})  # every slip was taken; every token issued


@dataclass
class Answer:
    """What the box answered."""

    status: int
    body: bytes
    headers: Mapping[str, str]

    @property
    def data(self) -> Any:
        return json.loads(self.body)


@dataclass
class Place:
    """A box in a folder. `url` of its database, "" for SQLite."""

    folder: Path
    url: str
    workers: int = 1
    app: str = "tests.box.puppet:application"
    port: int = 0
    server: subprocess.Popen[bytes] | None = None
    env: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        keep = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "CANBO_BOX_INBOX"}}
        self.env = keep | {
            "CANBO_DATA": str(self.folder),
            "CANBO_BOX_DATABASE_URL": self.url,
            "BOX_TEST_CLOCK": str(self.folder / "clock"),
            "BOX_TEST_SEEN": str(self.folder / "seen"),
            "PYTHONPATH": str(ROOT),
        }
        self.day(FIRST)

    @property
    def inbox(self) -> Path:
        return self.folder / "box-inbox"

    def day(self, day: dt.date) -> None:
        """Set the clock."""
        new = self.folder / "clock.new"
        new.write_text(day.isoformat())
        new.replace(self.folder / "clock")

    def run(self, *args: str) -> subprocess.CompletedProcess[str]:
        """`canbo box …`."""
        command = [sys.executable, "-m", "tests.box.puppet", *args]
        return subprocess.run(command, env=self.env, cwd=ROOT, capture_output=True, text=True, check=False)

    def cut(self, *args: str, after: float) -> None:
        """`canbo box …`, killed after so many seconds."""
        command = [sys.executable, "-m", "tests.box.puppet", *args]
        quiet = subprocess.DEVNULL
        with subprocess.Popen(command, env=self.env, cwd=ROOT, stdout=quiet, stderr=quiet) as process:
            time.sleep(after)
            process.kill()

    def serve(self) -> None:
        """Start the server, as `canbo box up` starts it, and wait until it answers."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        command = [
            str(GRANIAN), "--interface", "wsgi", "--no-ws", "--no-log", "--no-access-log", "--host", "127.0.0.1",
            "--port", str(self.port), "--workers", str(self.workers), "--blocking-threads", "4",
            self.app,
        ]  # fmt: skip
        with (self.folder / "server.log").open("ab") as said:
            self.server = subprocess.Popen(
                command, env=self.env, cwd=ROOT, stdout=said, stderr=said, start_new_session=True
            )
        limit = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < limit:
            try:
                if self.get("/api/surveys").status == 200:
                    return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError((self.folder / "server.log").read_text())

    def kill(self) -> None:
        """`kill -9`, with its workers."""
        if self.server:
            os.killpg(self.server.pid, signal.SIGKILL)
            self.server.wait()
            self.server = None

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as line:
            line.request(method, path, body=body, headers=headers)
            answer = line.getresponse()
            return Answer(answer.status, answer.read(), {key.lower(): value for key, value in answer.getheaders()})

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def cast(self, manifest: Manifest, ballot: str | bytes) -> Answer:
        source = ballot if isinstance(ballot, bytes) else ballot.encode()
        return self.ask("POST", f"/api/{manifest.hash}/ballots", source)

    def seen(self) -> list[tuple[str, set[str]]]:
        """Path and names of headers of every request that reached the box since the last time this was asked."""
        file = self.folder / "seen"
        found = [(line.split()[0], set(line.split()[1:])) for line in file.read_text().splitlines()]
        file.write_text("")
        return found

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What a database administrator sees."""
        if self.url:
            with psycopg.connect(self.url) as base:
                return base.execute(sql).fetchall()
        with closing(sqlite3.connect(self.folder / "box" / "box.sqlite3")) as base:
            return base.execute(sql).fetchall()

    def offer(self, manifest: Manifest, *, handed: Handed | None = EVERYTHING) -> Path:
        """A survey in the inbox, as office and opening station put it there."""
        folder = self.inbox / manifest.hash
        folder.mkdir(parents=True)
        (folder / handover.MANIFEST).write_text(manifest.text)
        slips = manifest.way == "slips"
        marks = {group.id: printed(manifest, group.id)[1] for group in manifest.groups} if slips else {}
        (folder / handover.SLIPS).write_text(handover.slips_text(manifest, marks))
        if handed is not None:
            issued = {} if slips else {group.id: group.invited for group in manifest.groups}
            handed = Handed(handed.voided, handed.issued or issued, "" if slips else SALT)
            (folder / handover.HANDED).write_text(handover.handed_text(manifest, handed))
        return folder

    def campaign(self, name: str = "", **changes: Any) -> Manifest:
        """A survey of its own that takes ballots."""
        manifest = survey(survey=name or uuid.uuid4().hex, **changes)
        self.offer(manifest)
        done = self.run("tick")
        assert done.returncode == 0, done.stderr
        return manifest


@cache
def printed(manifest: Manifest, group: str = "gv") -> tuple[list[bytes], list[str]]:
    """A group's slips: their codes, and the sorted marks."""
    about = manifest.group(group)
    return codes(manifest, group, about.invited + about.spare)


def voter(manifest: Manifest, number: int = 0, group: str = "gv") -> ec.EllipticCurvePrivateKey:
    """The key of a slip."""
    return slip.private_key(printed(manifest, group)[0][number], manifest.hash, group)


def ballot(manifest: Manifest, number: int = 0, counter: int = 1, group: str = "gv", seed: object = 0) -> str:
    """A ballot as the device of whoever took that slip makes it."""
    what = opened(answers(), (number, counter, seed))
    return cast(manifest, voter(manifest, number, group), what, counter, group)


@contextmanager
def database() -> Iterator[str]:
    """An empty database: on the server of DATABASE_URL where there is one, else "" (SQLite in the folder)."""
    server = os.environ.get("DATABASE_URL", "")
    if not server:
        yield ""
        return
    name = f"box_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as base:
        base.execute(f"CREATE DATABASE {name}")
    try:
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(server, autocommit=True) as base:
            base.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def box(folder: Path, workers: int = 1, app: str = Place.app) -> Iterator[Place]:
    """A box that answers."""
    with database() as url:
        place = Place(folder, url, workers, app)
        done = place.run("tick")
        assert done.returncode == 0, done.stderr
        place.serve()
        try:
            yield place
        finally:
            place.kill()
