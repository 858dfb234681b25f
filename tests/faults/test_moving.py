"""Moving between the engines, and back: every table the same; killed on the way, nothing arrived."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from canbo.office.base.moved import UNFINISHED
from tests.browser.server import free_port
from tests.faults import place as places
from tests.faults.place import CANBO, KILLED, PATIENCE_SECONDS, ROOT, Place, until
from tests.office.evaluations import month
from tests.town import Town

DIGESTS = """
import json, sys
import django; django.setup()
from django.apps import apps
from canbo.office.upkeep import moving
found = {model._meta.label: moving.digest(model, "default") for model in apps.get_models()}
open(sys.argv[1], "w").write(json.dumps(found))
"""
TABLES = """
import sys
import django; django.setup()
from django.db import connection
sys.exit(0 if len(connection.introspection.table_names()) > 20 else 3)
"""


def contents(place: Place) -> dict[str, list[object]]:
    """What each table of a place says: by a process, since this one knows one engine."""
    path = place.data / "digests"
    place.run(sys.executable, "-c", DIGESTS, str(path))
    found: dict[str, list[object]] = json.loads(path.read_text())
    path.unlink()
    return found


@pytest.fixture
def across(place: Place) -> Iterator[str]:
    """An empty database of the other engine, as `canbo move` is told it."""
    if place.url:
        yield "sqlite"
        return
    with a_server() as url:
        yield url


@contextmanager
def a_server() -> Iterator[str]:
    """A PostgreSQL of its own."""
    script = ["scripts/with-postgres", "sh", "-c", 'echo "$DATABASE_URL"; read _']
    server = subprocess.Popen(script, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    try:
        yield server.stdout.readline().strip()
    finally:
        server.communicate("\n")


def test_there_and_back_every_table_is_the_same(place: Place, town: Town, across: str, tmp_path: Path) -> None:
    month.opened(town, due=month.FAR)
    before = contents(place)
    place.killed_at('FROM "person"', command=("move", across))
    place.run(*CANBO, "move", across)
    assert "không trống" in place.refused(*CANBO, "move", across)
    there = Place(place.data, "" if across == "sqlite" else across)
    assert contents(there) == before
    old_is_left_alone(place, across)
    there.run(*CANBO, "journal", "verify")
    home = places.bare(tmp_path / "home")
    if not home.url:  # SQLite lies in the folder it is moved to
        there = Place(home.data, across)
    there.run(*CANBO, "move", home.url or "sqlite")
    assert contents(Place(home.data, home.url)) == before
    places.forget(home)
    assert os.listdir(tmp_path) == ["place"]


def old_is_left_alone(place: Place, across: str) -> None:
    """Whoever forgets DATABASE_URL is told, and may go on with the old one by removing what was left beside it."""
    word = place.data / "canbo.sqlite3.moved"
    assert word.exists() == (not place.url)
    if place.url:
        return
    for command in (
        ("up", "--no-demo", "--prepare"),
        ("serve", "--port", str(free_port())),
        ("work",),
        ("tick",),
        ("code", "nam"),
    ):
        said = place.refused(*CANBO, *command)
        assert f" sang {across}. Hãy đặt DATABASE_URL tới đó; hoặc xóa tệp {word} để" in said
    kept = word.read_text()
    word.unlink()
    place.run(*CANBO, "up", "--no-demo", "--prepare")
    word.write_text(kept)


def test_killed_while_tables_are_made_it_is_done_again_at_once(place: Place, town: Town, across: str) -> None:
    """Only the command is killed, as by an administrator: what it started ends with it."""
    there = Place(place.data, "" if across == "sqlite" else across)
    command = (*CANBO, "move", across)
    member = place.start(*command)
    until(lambda: there.start(sys.executable, "-c", TABLES).wait(PATIENCE_SECONDS) == 0, "tables are made")
    os.kill(member.pid, signal.SIGKILL)
    assert member.wait(PATIENCE_SECONDS) == KILLED
    place.run(*command)
    assert contents(there) == contents(place)


def test_until_all_is_compared_the_target_is_no_site(place: Place, town: Town, across: str) -> None:
    there = Place(place.data, "" if across == "sqlite" else across)
    place.killed_at('FROM "person"', 'FROM "person"', command=("move", across))  # copied, and compared
    for wrong in (
        ("check",),
        ("check", "journal"),
        ("up", "--prepare"),
        ("serve", "--port", str(free_port())),
        ("tick",),
    ):
        assert there.refused(*CANBO, *wrong).endswith(UNFINISHED)
    assert not (place.data / "canbo.sqlite3.moved").exists()
    place.run(*CANBO, "move", across)
    there.run(*CANBO, "check", "journal")
    assert contents(there) == contents(place)
