"""Moving between the engines, and back: every table the same; killed on the way, nothing arrived."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import place as places
from tests.faults.place import CANBO, ROOT, Place
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
    script = ["scripts/with-postgres", "sh", "-c", 'echo "$DATABASE_URL"; read _']
    server = subprocess.Popen(script, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    yield server.stdout.readline().strip()
    server.communicate("\n")


def test_there_and_back_every_table_is_the_same(place: Place, town: Town, across: str, tmp_path: Path) -> None:
    month.opened(town, due=month.FAR)
    before = contents(place)
    place.killed_at('FROM "person"', command=("move", across))
    place.run(*CANBO, "move", across)
    assert "không trống" in place.refused(*CANBO, "move", across)
    there = Place(place.data, "" if across == "sqlite" else across)
    assert contents(there) == before
    there.run(*CANBO, "journal", "verify")
    home = places.bare(tmp_path / "home")
    if not home.url:  # SQLite lies in the folder it is moved to
        there = Place(home.data, across)
    there.run(*CANBO, "move", home.url or "sqlite")
    assert contents(Place(home.data, home.url)) == before
    places.forget(home)
    assert os.listdir(tmp_path) == ["place"]
