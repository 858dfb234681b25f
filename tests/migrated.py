"""A migrated SQLite database, made once and copied into memory by every later run while migrations and models stand.

Playing the migrations takes longer than most rooms' tests. PostgreSQL, and a fresh clone, always play them.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.metadata import version
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

OFFICE = Path(__file__).resolve().parent.parent / "canbo" / "office"
# What a migrated database follows from: the migrations, the models behind permissions, and what both are made with.
SOURCES = ("*/migrations/*.py", "*/models.py", "*/models/*.py", "base/*.py", "settings.py")
PACKAGES = ("django", "django-allauth", "django-axes", "django-tasks", "django-tasks-db")


def fingerprint() -> str:
    """One name for everything a migrated database follows from."""
    found = hashlib.sha256()
    for path in sorted(path for pattern in SOURCES for path in OFFICE.glob(pattern)):
        found.update(f"{path.relative_to(OFFICE)}\n".encode() + path.read_bytes())
    found.update(" ".join(map(version, PACKAGES)).encode() + sqlite3.sqlite_version.encode())
    return found.hexdigest()[:32]


@contextmanager
def database(config: pytest.Config) -> Iterator[None]:
    """The tests' database, for the length of a run."""
    if connection.vendor != "sqlite":
        with _played(config):
            yield
        return
    kept = Path(config.cache.mkdir("migrated")) / f"{fingerprint()}.sqlite3"
    if kept.exists():
        with _copied(kept):
            yield
        return
    with _played(config):
        _keep(kept)
        yield


@contextmanager
def _played(config: pytest.Config) -> Iterator[None]:
    made = setup_databases(verbosity=config.option.verbose, interactive=False)
    try:
        yield
    finally:
        teardown_databases(made, verbosity=config.option.verbose)


@contextmanager
def _copied(kept: Path) -> Iterator[None]:
    name = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = connection.creation._get_test_db_name()  # type: ignore[attr-defined]
    connection.ensure_connection()
    with closing(sqlite3.connect(f"file:{kept}?mode=ro", uri=True)) as source:
        source.backup(connection.connection)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def _keep(kept: Path) -> None:
    beside = kept.with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(beside)) as target:
        connection.connection.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")
    beside.replace(kept)
    for other in kept.parent.glob("*.sqlite3"):
        if other != kept:
            other.unlink(missing_ok=True)
