"""A site of an earlier schema (`before/README.md`) brought up to date: nothing is lost, it is made like a new one."""

from __future__ import annotations

import json
import lzma
import re
import sqlite3
import subprocess
from array import array
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connections

from tests.faults import place as places
from tests.faults.place import CANBO, Place

BEFORE = Path(__file__).parent / "before"
KEPT_BY_DJANGO = {"django_migrations", "django_content_type", "auth_permission", "sqlite_sequence"}
# How a database is made: name of each part, and what it is.
SQLITE = """
WITH tables AS (SELECT name FROM sqlite_master WHERE type = 'table')
SELECT t.name || '.' || c.name, c.type || ' ' || c."notnull" || ' ' || c.pk FROM tables t, pragma_table_info(t.name) c
UNION SELECT t.name || '.' || f."from", f."table" || '.' || f."to" FROM tables t, pragma_foreign_key_list(t.name) f
UNION SELECT name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL
"""
POSTGRES = """
SELECT table_name || '.' || column_name,
    concat_ws(' ', data_type, character_maximum_length, is_nullable, collation_name, column_default)
FROM information_schema.columns WHERE table_schema = 'public'
UNION SELECT conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION SELECT tgrelid::regclass || '.' || tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
"""
CHANGED = {"decision": ("marks", "inputs", "trace_hash"), "draft": ("marks",), "marking": ("marks",)}
CASTS = r"::(character varying|text)(\[\])?|[()]"


@pytest.fixture
def site(tmp_path: Path, django_db_blocker: Any) -> Iterator[Place]:
    """The site as its code left it."""
    made = places.bare(tmp_path / "site")
    engine = "postgresql" if made.url else "sqlite"
    text = lzma.decompress((BEFORE / f"{engine}.sql.xz").read_bytes()).decode()
    if made.url:
        words = ["psql", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null", made.url]
        subprocess.run(words, input=text, text=True, check=True)
    else:
        with closing(sqlite3.connect(made.data / "canbo.sqlite3")) as line:
            line.executescript(text)
    with django_db_blocker.unblock():
        yield made
    places.forget(made)


def ask(statement: str) -> list[tuple[Any, ...]]:
    """Rows of the place that was entered."""
    with connections["default"].cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def rows() -> dict[str, tuple[list[str], set[str]]]:
    """Of each table that keeps something of the office's: its columns, and its rows as text."""
    here = connections["default"]
    found = {}
    for table in sorted(set(here.introspection.table_names()) - KEPT_BY_DJANGO):
        with here.cursor() as cursor:
            columns = sorted(one.name for one in here.introspection.get_table_description(cursor, table))
        found[table] = (columns, content(table, columns, read_then))
    return found


def content(table: str, columns: list[str], read: Callable[[str], dict[int, tuple[Any, ...]]]) -> set[str]:
    """Rows as text. `read` tells, by id, what is kept otherwise today."""
    changed = CHANGED.get(table, ())
    named = ", ".join(f'"{column}"' for column in columns if column not in changed)
    found = ask(f'SELECT {named} FROM "{table}"')
    if changed:
        beside, at = read(table), [one for one in columns if one not in changed].index("id")
        found = [(*row, *beside[row[at]]) for row in found]
    return {repr(row) for row in found}


def read_then(table: str) -> dict[int, tuple[Any, ...]]:
    """Out of the columns of that time."""
    found = ask(f'SELECT id, {", ".join(CHANGED[table])} FROM "{table}"')
    if table == "decision":
        return {
            pk: (json.loads(marks), sorted(json.loads(inputs).items()), hashed) for pk, marks, inputs, hashed in found
        }
    return {pk: (numbers(marks),) for pk, marks in found}


def numbers(marks: list[int | None] | bytes) -> list[int | None]:
    """The marks of a marking: on SQLite sixteen bits each."""
    return [None if one == -32768 else one for one in array("h", marks)] if isinstance(marks, bytes) else marks


def read_now(table: str) -> dict[int, tuple[Any, ...]]:
    """By today's models."""
    model = next(one for one in apps.get_models() if one._meta.db_table == table)
    found: Any = model._base_manager.select_related("sheet__cycle")
    if table == "decision":
        return {row.pk: (list(row.marks), sorted(row.inputs(row.sheet).items()), row.trace_hash) for row in found}
    return {row.pk: (list(row.marks),) for row in found}


def making() -> set[tuple[str, str]]:
    """How everything in the database is made; without the casts and brackets that a dump read back puts elsewhere."""
    found = ask(POSTGRES if connections["default"].vendor == "postgresql" else SQLITE)
    return {(name, re.sub(CASTS, "", how)) for name, how in found}


def test_a_site_of_an_earlier_schema_is_brought_up_to_date(site: Place, empty_place: Place) -> None:
    with places.entered(site):
        strange = forge()
        before = rows()
    assert (len(before["person"][1]), len(before["decision"][1]), len(before["journal_event"][1])) == (196, 274, 1387)
    site.run(*CANBO, "migrate", "--verbosity", "0")
    with places.entered(empty_place):
        new = making()
    assert len(new) > 1000
    with places.entered(site):
        assert making() ^ new == set()
        after = {table: content(table, columns, read_now) for table, (columns, _) in before.items()}
        assert {table: lines - after[table] for table, (_, lines) in before.items() if lines - after[table]} == {}
        assert not_recomputed() == [strange]
    site.run(*CANBO, "check", "summaries")
    site.run(*CANBO, "journal", "verify")


def forge() -> int:
    """Let a decision name another form than its sheet, past all guards: what it says stays as it is. Its id."""
    postgres = connections["default"].vendor == "postgresql"
    [(pk, inputs)] = ask("SELECT id, inputs FROM decision ORDER BY id LIMIT 1")
    with connections["default"].cursor() as cursor:
        cursor.execute(f"DROP TRIGGER decision_no_update{' ON decision' if postgres else ''}")
        forged = json.dumps(json.loads(inputs) | {"form": "khác"})
        cursor.execute("UPDATE decision SET inputs = %s WHERE id = %s", [forged, pk])
    return int(pk)


def not_recomputed() -> list[int]:
    """The decisions that do not come out as they did."""
    from canbo.office.results.models import Decision
    from canbo.office.results.queries.dossiers import recompute

    decisions = Decision.objects.select_related("sheet__person", "sheet__collective", "sheet__unit", "sheet__cycle")
    return [row.pk for row in decisions.select_related("decider") if not recompute(row.sheet, row).ok]
