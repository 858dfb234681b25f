"""One box for the tests of a file; each test has a survey of its own in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.box.place import FIRST, Place, box


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with box(tmp_path_factory.mktemp("box")) as place:
        yield place


@pytest.fixture
def place(served: Place) -> Place:
    """The box, on the first day of casting."""
    served.day(FIRST)
    return served


@pytest.fixture
def own_place(tmp_path: Path) -> Iterator[Place]:
    """A box of the test's own, to kill."""
    with box(tmp_path) as place:
        yield place
