"""Rows into PostgreSQL in bulk: COPY table by table, with ids given here; indexes and foreign keys away meanwhile, and
made anew, so checked, afterwards."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import Model

MEMORY = "1GB"
FOREIGN = "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'f'"
UNIQUE = "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'u'"
INDEXES = """
SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE i.indrelid = %s::regclass AND NOT EXISTS (SELECT 1 FROM pg_constraint o WHERE o.conindid = i.indexrelid)
"""


def told(what: str) -> None:
    """Where the work is, on one line that is written over."""
    print(f"\r{what:<70}", end="", file=sys.stderr, flush=True)


class Rows:
    """Rows of many tables on their way, in the order of `tables`: a line each, in its columns' order, for COPY."""

    def __init__(self, tables: Sequence[type[Model]]) -> None:
        self.tables = tables
        self.lines: dict[type[Model], list[str]] = {table: [] for table in tables}
        self.columns = {table: [str(one.column) for one in table._meta.local_concrete_fields] for table in tables}
        self.next: Counter[type[Model]] = Counter()
        for table in tables:
            last = table._default_manager.order_by("-pk").values_list("pk", flat=True).first()
            self.next[table] = (last or 0) + 1

    def ids(self, table: type[Model], number: int) -> int:
        """The first of so many ids, from now on taken."""
        first = self.next[table]
        self.next[table] += number
        return first

    def columns_of(self, table: type[Model], *names: str) -> None:
        """The order in which the lines of a table give its columns; all of them are given."""
        if sorted(names) != sorted(self.columns[table]):
            raise ValueError(f"{table._meta.db_table} has other columns: {sorted({*names} ^ {*self.columns[table]})}")
        self.columns[table] = list(names)

    @transaction.atomic
    def flush(self) -> int:
        """Write what is waiting, in one transaction; how many rows."""
        written = 0
        connection.ensure_connection()
        with connection.connection.cursor() as cursor:
            for table in self.tables:
                lines = self.lines[table]
                if lines:
                    columns = ", ".join(f'"{one}"' for one in self.columns[table])
                    with cursor.copy(f'COPY "{table._meta.db_table}" ({columns}) FROM STDIN') as copy:
                        copy.write("".join(lines))
                    written += len(lines)
                    lines.clear()
        return written

    def count_on(self) -> None:
        """Let the engine go on counting ids behind those given here."""
        with connection.cursor() as cursor:
            for table in self.tables:
                name = table._meta.db_table
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), %s, false)", [self.next[table]])


@contextmanager
def bare(tables: Sequence[type[Model]]) -> Iterator[None]:
    """The tables without foreign keys, unique keys and indexes but the primary keys; all are made anew at the end."""
    kept: list[tuple[str, str]] = []
    names = [table._meta.db_table for table in tables]
    key = 'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"', 'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {sql}'
    for query, (drop, make) in ((FOREIGN, key), (UNIQUE, key), (INDEXES, ('DROP INDEX "{name}"', "{sql}"))):
        for table in names:
            for name, sql in _all(query, table):
                kept.append((name, make.format(table=table, name=name, sql=sql)))
                _do(drop.format(table=table, name=name))
    yield
    _do(f"SET maintenance_work_mem = '{MEMORY}'")
    for at, (name, sql) in enumerate(reversed(kept), start=1):
        began = time.perf_counter()
        _do(sql)
        told(f"index or key {at} of {len(kept)}: {name}, {time.perf_counter() - began:.1f} s")
    _do("RESET maintenance_work_mem")


def _all(sql: str, table: str) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [table])
        return cursor.fetchall()


def _do(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
