"""Fixtures of the fault tests: a place of one's own, with the town in it or a crowd that waits for its decisions."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.faults import place as places
from tests.faults.place import Place

if TYPE_CHECKING:
    from tests.town import Town

HERE = Path(__file__).parent
# One agency large enough to be closed in several transactions, one small enough to print everybody's papers.
CROWD = """
import django; django.setup()
import agency_history as history, agency_place as place
from canbo.rulebook.process import Period
history.reviewed_month(place.found(place.LARGE, place.Size(2450, 40)), Period("month", 2026, 10))
history.past_month(place.found(place.SMALL, place.Size(30, 2, reviewed=25)), Period("month", 2026, 10))
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def empty_place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Tables and nothing in them: what the others are copied from."""
    made = places.begin(tmp_path_factory.mktemp("faults") / "empty")
    yield made
    places.forget(made)


@pytest.fixture(scope="session")
def crowded_place(empty_place: Place, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A copy with the agencies of CROWD."""
    made = places.copy(empty_place, tmp_path_factory.mktemp("faults") / "crowd")
    made.run(sys.executable, "-c", CROWD)
    yield made
    places.forget(made)


def inside(template: Place, folder: Path, blocker: Any, settings: Any) -> Iterator[Place]:
    """A copy that this test may ruin, entered."""
    place = places.copy(template, folder)
    settings.FILES, settings.KEYS = folder / "files", folder / "keys"
    settings.REQUIRE_SECOND_FACTOR = False
    try:
        with blocker.unblock(), places.entered(place):
            yield place
            place.leave()
    finally:
        places.forget(place)


@pytest.fixture
def place(empty_place: Place, tmp_path: Path, django_db_blocker: Any, settings: Any) -> Iterator[Place]:
    """A place with an empty database."""
    yield from inside(empty_place, tmp_path / "place", django_db_blocker, settings)


@pytest.fixture
def crowd(crowded_place: Place, tmp_path: Path, django_db_blocker: Any, settings: Any) -> Iterator[Place]:
    """A place with a large agency whose month waits for its decisions, and a small one whose month is published."""
    yield from inside(crowded_place, tmp_path / "place", django_db_blocker, settings)


@pytest.fixture
def town(place: Place) -> Town:
    """The cast, in a place of its own."""
    from tests.town import build

    return build()
