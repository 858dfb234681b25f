"""The database full, read-only, locked or gone: a page that says what to do, and nothing half written."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from canbo.office.desk import outage
from canbo.office.evaluations.models import Draft
from tests.faults.place import Place
from tests.office.evaluations import month
from tests.town import Town

Fault = Callable[[Place], AbstractContextManager[None]]
UNWRITABLE, BUSY, AWAY = "Máy chủ không ghi được", "Máy chủ đang bận", "Cơ sở dữ liệu không trả lời"


@contextmanager
def sqlite_read_only(place: Place) -> Iterator[None]:
    """As on a disk mounted read-only (file modes would not stop root)."""
    connection.cursor().execute("PRAGMA query_only=ON")
    yield
    connection.cursor().execute("PRAGMA query_only=OFF")


@contextmanager
def sqlite_full(place: Place) -> Iterator[None]:
    """No page more fits."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA page_count")
    cursor.execute(f"PRAGMA max_page_count={cursor.fetchone()[0]}")
    yield
    cursor.execute("PRAGMA max_page_count=1073741823")


@contextmanager
def sqlite_locked(place: Place) -> Iterator[None]:
    """Somebody else holds the lock longer than anybody waits."""
    connection.cursor().execute("PRAGMA busy_timeout=100")
    with closing(sqlite3.connect(place.data / "canbo.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
    connection.cursor().execute("PRAGMA busy_timeout=20000")


@contextmanager
def sqlite_gone(place: Place) -> Iterator[None]:
    """The folder is not there, as a network disk that fell off."""
    connection.close()
    moved = place.data.rename(place.data.with_name("moved"))
    yield
    moved.rename(place.data)


@contextmanager
def postgresql_read_only(place: Place) -> Iterator[None]:
    """A server that became a standby, or was set so since its disk is full."""
    connection.cursor().execute("SET default_transaction_read_only = on")
    yield
    connection.cursor().execute("SET default_transaction_read_only = off")


@contextmanager
def postgresql_locked(place: Place) -> Iterator[None]:
    """Somebody else holds the table longer than anybody waits."""
    connection.cursor().execute("SET lock_timeout = 100")
    with psycopg.connect(place.url) as other:
        other.execute("LOCK TABLE draft IN ACCESS EXCLUSIVE MODE")
        yield
        other.rollback()
    connection.cursor().execute("SET lock_timeout = 0")


@contextmanager
def postgresql_gone(place: Place) -> Iterator[None]:
    """Nobody listens there."""
    connection.close()
    there = connection.settings_dict["PORT"]
    connection.settings_dict["PORT"] = "1"
    yield
    connection.settings_dict["PORT"] = there


HERE = "postgresql" if "postgresql" in connections.settings["default"]["ENGINE"] else "sqlite"
FAULTS = {
    "sqlite": [(sqlite_read_only, UNWRITABLE), (sqlite_full, UNWRITABLE), (sqlite_locked, BUSY), (sqlite_gone, AWAY)],
    "postgresql": [(postgresql_read_only, UNWRITABLE), (postgresql_locked, BUSY), (postgresql_gone, AWAY)],
}


@pytest.mark.parametrize(("fault", "heading"), FAULTS[HERE], ids=lambda each: getattr(each, "__name__", ""))
def test_a_save_is_refused_with_a_page_that_says_what_to_do(
    place: Place, town: Town, fault: Fault, heading: str
) -> None:
    month.opened(town, due=month.FAR)
    nam = town.client("nam")
    nam.raise_request_exception = False
    where = month.url("draft", month.sheet(town, "nam").pk, "self")
    long = {"m0": "7", "version": 0} | {f"w{index}": "Việc đã làm. " * 70 for index in range(6)}
    with fault(place):
        began = time.monotonic()
        page = nam.post(where, long)
        said = page.content.decode()
    assert (page.status_code, time.monotonic() - began < 15) == (503, True)
    assert f"<h1>{heading}</h1>" in said
    assert "nút quay lại của trình duyệt" in said
    assert "meta http-equiv" not in said  # what was sent is not sent again by itself
    assert int(page["Retry-After"]) > 0
    assert Draft.objects.count() == 0
    assert nam.post(where, long).status_code == 200
    assert Draft.objects.get().marks[0] == 700


@pytest.mark.parametrize("fault", [faults[-1][0] for engine, faults in FAULTS.items() if engine == HERE])
def test_a_page_read_without_a_database_tries_again_by_itself(place: Place, town: Town, fault: Fault) -> None:
    nam = town.client("nam")
    nam.raise_request_exception = False
    with fault(place):
        page = nam.get("/")
        assert Client().get("/alive/").status_code == 200
        assert Client().get("/ready/").json()["database"] == "no answer"
        login = Client(raise_request_exception=False).post(reverse("account_login"), {"login": "nam", "password": "x"})
    assert (page.status_code, login.status_code) == (503, 503)
    assert f'<meta http-equiv="refresh" content="{outage.AGAIN_SECONDS}">' in page.content.decode()
    assert nam.get("/").status_code == 200


def test_a_fault_of_ours_is_no_outage(tmp_path: Path) -> None:
    assert outage.kind(ValueError()) == ""
    assert outage.kind(FileNotFoundError(2, "x")) == ""
    assert outage.kind(OSError(28, "No space left on device")) == "unwritable"
