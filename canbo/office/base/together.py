"""Rows of several tables in one statement: those of a table come as its number and one JSON text.

What a statement costs beside its rows (the way to the server, parsing, planning, Django's own building of it) is more
than the rows themselves wherever a handful of small tables says one thing together. The text of a statement is built
once for each engine.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import BooleanField, DateField, DateTimeField, Field, JSONField, Model
from django.db.transaction import TransactionManagementError

from canbo.office.base.fields import PackedField

Read = Callable[[Any], Any]
Given = str | int | date | datetime | Sequence[int]


@dataclass(frozen=True, eq=False)  # each is a constant of its module: told apart by what it is, not by what it says
class Part:
    """The rows of a table a condition in SQL holds for, by id. `{ids}` in it, or another name, stands for "is one of
    the numbers given by that name", `%(name)s` for a parameter. Fields in `but` stay in the database."""

    model: type[Model]
    where: str
    but: tuple[str, ...] = ()

    @property
    def fields(self) -> list[Field[Any, Any]]:
        """The fields that are read."""
        return [field for field in self.model._meta.concrete_fields if field.name not in self.but]


def read(
    parts: Sequence[Part], ids: Iterable[int] = (), *, before: str = "", kept: bool = True, **given: Given
) -> list[list[Any]]:
    """The rows of each part, by id. One statement, on the primary: what is read together is judged together. `before`:
    a WITH clause whose tables the conditions name. `kept=False`: planned anew each time, for a table that grows from
    nothing while it is asked."""
    here = connections[DEFAULT_DB_ALIAS]  # looked up once: it is kept by thread, and finding it takes as long as a row
    vendor, found = here.vendor, [[] for _ in parts]  # type: tuple[str, list[list[Any]]]
    named = {name: _adapted(value, here) for name, value in given.items()} | {"ids": _list(ids, vendor)}
    with prepared(here) if kept else here.cursor() as cursor:
        cursor.execute(_statement(tuple(parts), vendor, before), named)
        rows = cursor.fetchall()
    makers = [_maker(part, vendor) for part in parts]
    for number, text in rows:
        if text is not None:
            made = found[number] = list(map(makers[number], json.loads(text)))
            made.sort(key=attrgetter(str(parts[number].model._meta.pk.attname)))
    return found


def hold(table: str, column: str, ids: Iterable[int]) -> None:
    """Hold the rows of a table until the transaction ends, in the order of the column. A statement before those that
    read: what is read after the hold is what the holder before us left. On SQLite whoever writes holds all of it."""
    here = connections[DEFAULT_DB_ALIAS]
    if not here.in_atomic_block:
        raise TransactionManagementError("rows are held within a transaction")
    if here.vendor == "postgresql" and (wanted := list(ids)):
        among = [_list(wanted, here.vendor)]
        with prepared(here) as cursor:
            cursor.execute(
                f"SELECT 1 FROM {table} WHERE {column} = ANY(%s::bigint[]) ORDER BY {column} FOR UPDATE", among
            )


def prepared(here: BaseDatabaseWrapper | None = None) -> CursorWrapper:
    """A cursor whose statements PostgreSQL plans once a connection and keeps: planning is the most of what a statement
    over many small tables costs it. As any other cursor where a pool in front allows none to be kept, and on SQLite."""
    here = here or connections[DEFAULT_DB_ALIAS]
    if here.vendor != "postgresql":
        return here.cursor()
    from django.db.backends.postgresql.base import ServerBindingCursor

    here.close_if_health_check_failed()  # as Django's own cursor does: the first statement of a request may be ours
    here.ensure_connection()
    bound: Any = ServerBindingCursor
    return here._prepare_cursor(bound(here.connection))  # type: ignore[attr-defined]


def _adapted(value: Given, here: BaseDatabaseWrapper) -> Any:
    """A day or a moment as the engine keeps it, numbers as it looks among them."""
    if isinstance(value, datetime):
        return here.ops.adapt_datetimefield_value(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return _list(value, here.vendor)
    return here.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def _list(numbers: Iterable[int], vendor: str) -> str:
    """Numbers as the engine reads them: an array's text, or JSON's."""
    told = ",".join(map(str, numbers))
    return f"{{{told}}}" if vendor == "postgresql" else f"[{told}]"


class _Among(dict[str, str]):
    """By the name of a parameter: "is one of its numbers"."""

    def __init__(self, vendor: str) -> None:
        self.vendor = vendor

    def __missing__(self, name: str) -> str:
        if self.vendor == "postgresql":
            return f"= ANY(%({name})s::bigint[])"
        return f"IN (SELECT value FROM json_each(%({name})s))"


@lru_cache
def _statement(parts: tuple[Part, ...], vendor: str, before: str) -> str:
    """The parts side by side."""
    return before.format_map(_Among(vendor)) + " UNION ALL ".join(
        f"SELECT {number}, {_columns(part, vendor)} FROM {_quoted(part.model._meta.db_table)}"
        f" WHERE {part.where.format_map(_Among(vendor))}"
        for number, part in enumerate(parts)
    )


def _columns(part: Part, vendor: str) -> str:
    """The rows as the text of one JSON array, a row an array of its columns."""
    columns = ", ".join(_packed(field, vendor) for field in part.fields)
    if vendor == "postgresql":
        return f"json_agg(json_build_array({columns}))::text"
    return f"json_group_array(json_array({columns}))"


def _packed(field: Field[Any, Any], vendor: str) -> str:
    """A column as it goes into JSON."""
    column = _quoted(str(field.column))
    if isinstance(field, PackedField):
        return f"encode({column}, 'hex')" if vendor == "postgresql" else f"hex({column})"
    return f"json({column})" if isinstance(field, JSONField) and vendor == "sqlite" else column


def _quoted(name: str) -> str:
    return f'"{name}"'


@lru_cache
def _maker(part: Part, vendor: str) -> Callable[[list[Any]], Model]:
    """From a JSON array to the row of the model."""
    names = [field.attname for field in part.fields]
    readers = [(at, reader) for at, field in enumerate(part.fields) if (reader := _reader(field, vendor))]
    from_db: Callable[..., Model] = part.model.from_db

    def make(values: list[Any]) -> Model:
        for at, reader in readers:
            if values[at] is not None:
                values[at] = reader(values[at])
        return from_db("default", names, values)

    return make


def _reader(field: Field[Any, Any], vendor: str) -> Read | None:
    """How a value in JSON becomes one of the field; None where it is one already."""
    if isinstance(field, PackedField):
        return lambda text: field.unpack(bytes.fromhex(text))
    if isinstance(field, DateTimeField):
        return _moment
    if isinstance(field, DateField):
        return date.fromisoformat
    return bool if isinstance(field, BooleanField) and vendor == "sqlite" else None


def _moment(text: str) -> datetime:
    """In UTC, as Django reads it."""
    found = datetime.fromisoformat(text)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def by(rows: Iterable[Any], name: str) -> Mapping[Any, tuple[Any, ...]]:
    """Rows by what they hold in an attribute."""
    found: dict[Any, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, name), []).append(row)
    return {key: tuple(mine) for key, mine in found.items()}
