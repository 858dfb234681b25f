"""The one place where backup and return know which engine they are on."""

from __future__ import annotations

import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection

from canbo.office.base import children
from canbo.office.base.errors import ActionError

MISSING = "Thiếu chương trình {} của PostgreSQL. Trên Debian, Ubuntu: sudo apt-get install postgresql-client"


def counts(cursor: Any, tables: list[str]) -> dict[str, int]:
    """Rows of each table, as the cursor sees them."""
    found = {}
    for table in tables:
        cursor.execute(f'SELECT count(*) FROM "{table}"')
        found[table] = cursor.fetchone()[0]
    return found


def empty() -> bool:
    """Whether the database of this installation has no table yet."""
    with connection.cursor() as cursor:
        return not connection.introspection.table_names(cursor)


def snapshot(target: Path) -> dict[str, int]:
    """Copy the whole database as it stands at one moment, while others work; rows of each table in that copy.

    SQLite: a database file. PostgreSQL: an archive of pg_dump. ActionError where the program is missing or fails."""
    return _copied(target) if connection.vendor == "sqlite" else _dumped(target)


def bring_back(source: Path) -> None:
    """Fill the empty database from a snapshot of the same engine, whole or not at all."""
    if connection.vendor == "sqlite":
        connection.close()
        name = Path(connection.settings_dict["NAME"])
        for beside in ("-wal", "-shm"):  # of the empty database that is there now
            name.with_name(name.name + beside).unlink(missing_ok=True)
        source.replace(name)
        return
    _run("pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges",
         f"--dbname={connection.settings_dict['NAME']}", str(source))  # fmt: skip


def counted() -> dict[str, int]:
    """Rows of each table of this installation's database, now."""
    with connection.cursor() as cursor:
        return counts(cursor, sorted(connection.introspection.table_names(cursor)))


def _copied(target: Path) -> dict[str, int]:
    name = Path(connection.settings_dict["NAME"]).resolve()
    with closing(sqlite3.connect(f"file:{name}?mode=ro", uri=True)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        kept = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        return counts(copy.cursor(), [row[0] for row in copy.execute(kept)])


def _dumped(target: Path) -> dict[str, int]:
    import psycopg

    with psycopg.connect(**_options(), autocommit=False) as held, held.cursor() as cursor:
        held.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        cursor.execute("SELECT pg_export_snapshot()")
        (name,) = cursor.fetchone() or ("",)
        _run("pg_dump", "--format=custom", "--compress=0", "--no-owner", "--no-privileges", f"--snapshot={name}",
             f"--file={target}")  # fmt: skip
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename")
        return counts(cursor, [row[0] for row in cursor.fetchall()])


def _options() -> dict[str, Any]:
    set_ = connection.settings_dict
    named = {"dbname": set_["NAME"], "user": set_["USER"], "password": set_["PASSWORD"], "host": set_["HOST"]}
    return {key: value for key, value in {**named, "port": set_["PORT"], **set_["OPTIONS"]}.items() if value}


def _run(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs; how to reach the server goes by the environment, where no list of processes
    shows a password."""
    names = {"dbname": "PGDATABASE", "user": "PGUSER", "password": "PGPASSWORD", "host": "PGHOST", "port": "PGPORT"}
    options: Mapping[str, Any] = _options()
    reached = {names[key]: str(value) for key, value in options.items() if key in names}
    reached |= {f"PG{key.upper()}": str(value) for key, value in options.items() if key not in names}
    try:
        children.run([program, *arguments], env=reached)
    except FileNotFoundError:
        raise ActionError(MISSING.format(program)) from None
    except subprocess.CalledProcessError as error:
        raise ActionError(f"{program}: {error.stderr.strip()[-500:]}") from error
