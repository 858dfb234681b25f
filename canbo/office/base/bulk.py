"""Many rows written at once. PostgreSQL takes them by COPY, SQLite by one prepared statement: neither builds a text of
thousands of values. Constraints, triggers and what is told of a statement are those of any INSERT."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import Any

from django.db import connection
from django.db.models import Field, JSONField, Model

from canbo.office.base.fields import PackedField


class Written(str):
    """JSON that is text already."""


def insert(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Rows of a model, as tuples of these fields' values (links by `_id`); what is not named takes the database's
    default. One statement, none without rows."""
    given = list(rows)
    if not given:
        return
    table = model._meta
    fields = [next(one for one in table.concrete_fields if one.attname == name) for name in names]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _copy(cursor, f'COPY "{table.db_table}" ({columns}) FROM STDIN', fields, given)
            return
        places = ", ".join(["%s"] * len(fields))
        cursor.executemany(
            f'INSERT INTO "{table.db_table}" ({columns}) VALUES ({places})',
            [[_prepared(field, value) for field, value in zip(fields, row, strict=True)] for row in given],
        )


def _prepared(field: Field[Any, Any], value: Any) -> Any:
    return value if isinstance(value, Written) else field.get_db_prep_save(value, connection)


def add(made: Sequence[Model]) -> None:
    """New objects of one model, as `bulk_create` writes them: each has its id afterwards. Two statements."""
    if not made:
        return
    model = type(made[0])
    if connection.vendor != "postgresql":
        model._default_manager.bulk_create(made)
        return
    fields = model._meta.concrete_fields
    own = [field for field in fields if type(field).pre_save is not Field.pre_save]  # set by the moment of writing
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(own.ids) FROM (SELECT pg_get_serial_sequence(%s, 'id')::regclass AS ids OFFSET 0) own, "
            "generate_series(1, %s)",
            [f'"{model._meta.db_table}"', len(made)],
        )
        ids = cursor.fetchall()
    moment = {field.attname: field.pre_save(made[0], add=True) for field in own}  # one for all
    for row, (pk,) in zip(made, ids, strict=True):
        row.__dict__.update(moment, id=pk)
        row._state.adding, row._state.db = False, connection.alias
    names = [field.attname for field in fields]
    values = itemgetter(*names)
    insert(model, names, [values(row.__dict__) for row in made])


def _copy(cursor: Any, statement: str, fields: Sequence[Field[Any, Any]], rows: Sequence[Sequence[Any]]) -> None:
    """The rows by COPY, told to whoever listens to statements."""
    ways = [(at, way) for at, field in enumerate(fields) if (way := _way(field))]

    def copy(sql: str, given: Sequence[Sequence[Any]], *_: object) -> None:
        connection.validate_no_broken_transaction()
        with connection.wrap_database_errors, cursor.copy(sql) as out:
            for row in given:
                values = list(row)
                for at, way in ways:
                    values[at] = way(values[at])
                out.write_row(values)

    tell: Callable[..., None] = copy
    for wrapper in reversed(connection.execute_wrappers):
        tell = _told(wrapper, tell)
    tell(statement, rows, True, {"connection": connection, "cursor": cursor})


def _way(field: Field[Any, Any]) -> Callable[[Any], Any] | None:
    """How a value is written by COPY; None where it is as it is."""
    if isinstance(field, JSONField):
        return lambda value: value if type(value) is Written else json.dumps(value)
    return field.pack if isinstance(field, PackedField) else None


def _told(wrapper: Callable[..., Any], inner: Callable[..., None]) -> Callable[..., None]:
    return lambda *given: wrapper(inner, *given)
