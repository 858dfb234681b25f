"""A place of its own for a fault: a data folder and a database, and real processes that work on them."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import sql

if TYPE_CHECKING:
    from canbo.office.base.models import Job

ROOT = Path(__file__).parents[2]
CANBO = (sys.executable, "-m", "canbo")
PUPPET = (sys.executable, str(Path(__file__).parent / "puppet.py"))
WORKER = ("db_worker", "--batch", "--no-startup-delay", "--no-reload", "--interval", "0.1")
KILLED = -signal.SIGKILL
PATIENCE_SECONDS = 180  # the machine may be busy
POLL_SECONDS = 0.01
numbers = count(1)


def until(true: Callable[[], bool], what: str) -> None:
    """Wait for something that must come; AssertionError when it does not."""
    limit = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < limit, f"waited in vain: {what}"
        time.sleep(POLL_SECONDS)


@dataclass
class Place:
    """A data folder with its database. Processes started here are killed when the place is left."""

    data: Path
    url: str = ""
    members: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def env(self) -> dict[str, str]:
        """What a process needs to work here. The secret is the tests' own, so that their sessions hold."""
        kept = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        return (
            kept
            | ({"DATABASE_URL": self.url} if self.url else {})
            | {
                "CANBO_DATA": str(self.data),
                "CANBO_SECRET_KEY": settings.SECRET_KEY,
                "CANBO_SEAL_SECRET": settings.SEAL_SECRET,
                "CANBO_SECOND_FACTOR": "0",
                "DJANGO_SETTINGS_MODULE": "canbo.office.settings",
                "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "bench")]),
            }
        )

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """Start a process that leads a group of its own; what it says is kept in the data folder."""
        with (self.data / "said").open("ab") as said:
            member = subprocess.Popen(command, env=self.env, stdout=said, stderr=said, start_new_session=True)
        self.members.append(member)
        return member

    def run(self, *command: str) -> None:
        """Run a process to its end, which must be a good one."""
        member = self.start(*command)
        assert member.wait(PATIENCE_SECONDS) == 0, self.said()

    def refused(self, *command: str) -> str:
        """Run a process that must end badly, by its own decision; the last of what it said."""
        member = self.start(*command)
        assert member.wait(PATIENCE_SECONDS) == 1, self.said()
        return self.said().strip().rpartition("\n")[2]

    def said(self) -> str:
        """The last of what the processes said."""
        return (self.data / "said").read_text(encoding="utf-8", errors="replace")[-4000:]

    def kill(self, member: subprocess.Popen[bytes]) -> None:
        """`kill -9` to a process and its children."""
        os.killpg(member.pid, signal.SIGKILL)
        assert member.wait(PATIENCE_SECONDS) == KILLED

    def killed_at(self, *moments: str, command: tuple[str, ...] = WORKER) -> None:
        """Run a command that dies just before the last of these moments."""
        member = self.start(*PUPPET, "kill", *moments, "--", *command)
        assert member.wait(PATIENCE_SECONDS) == KILLED, f"{moments[-1]} never came: {self.said()}"

    def at_once(self, *moments: str, command: tuple[str, ...]) -> None:
        """Run a command in two processes, both held just before the last of these moments and let go together."""
        folder = self.data / f"meeting-{next(numbers)}"
        folder.mkdir()
        pair = [self.start(*PUPPET, "wait", str(folder), *moments, "--", *command) for _ in range(2)]
        until(lambda: len(list(folder.iterdir())) == 2 or any(one.poll() for one in pair), "two processes at one point")
        (folder / "go").touch()
        assert [one.wait(PATIENCE_SECONDS) for one in pair] == [0, 0], self.said()

    def work(self) -> None:
        """Let a worker do all that is queued."""
        self.run(*CANBO, *WORKER)

    def leave(self) -> None:
        """End whatever still runs here."""
        for member in self.members:
            if member.poll() is None:
                self.kill(member)


def perform(job: Job) -> tuple[str, ...]:
    """The command that performs a job without asking whose turn it is."""
    return (
        "shell", "--no-imports", "-c",
        f"from canbo.office.base import jobs; jobs.perform(jobs.Job.objects.get(pk={job.pk}))",
    )  # fmt: skip


def bare(data: Path) -> Place:
    """A place without even a table, on the engine of this run."""
    data.mkdir()
    return Place(data, _database(None))


def begin(data: Path) -> Place:
    """A place with an empty database, on the engine of this run."""
    place = bare(data)
    place.run(*CANBO, "migrate", "--verbosity", "0")
    place.run(*CANBO, "collectstatic", "--no-input", "--verbosity", "0")
    return place


def copy(place: Place, data: Path) -> Place:
    """A place like another in which nothing runs."""
    shutil.copytree(place.data, data)
    return Place(data, _database(place.url))


def forget(place: Place) -> None:
    """End what runs there and remove it."""
    place.leave()
    shutil.rmtree(place.data)
    if place.url:
        _server("DROP DATABASE {0} WITH (FORCE)", urlsplit(place.url).path[1:])


@contextmanager
def entered(place: Place) -> Iterator[None]:
    """Let this process read and write in the place too: its models, its actions, its test client."""
    before = connections["default"]
    parts = urlsplit(place.url)
    on_server = {"NAME": parts.path[1:], "HOST": parts.hostname or "", "PORT": str(parts.port or "")}
    where = on_server if place.url else {"NAME": str(place.data / "canbo.sqlite3")}
    here = type(before)({**before.settings_dict, **where}, "default")
    connections["default"] = here
    try:
        yield
    finally:
        here.close()
        connections["default"] = before


def _database(template: str | None) -> str:
    """The address of a new database on the server of this run; "" on SQLite, where the folder holds it."""
    given = os.environ.get("DATABASE_URL", "")
    if not given:
        return ""
    name = f"faults_{os.getpid()}_{next(numbers)}"
    if template:
        _server("CREATE DATABASE {0} TEMPLATE {1}", name, urlsplit(template).path[1:])
    else:
        _server("CREATE DATABASE {0}", name)
    return urlsplit(given)._replace(path=f"/{name}").geturl()


def _server(statement: str, *names: str) -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
