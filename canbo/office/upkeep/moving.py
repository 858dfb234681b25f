"""From one database engine to the other, every row once, and the proof that it is the same.

Rows go table by table with their own keys, in one transaction of the target: killed, nothing arrived. Each table is
then read on both sides and compared by count and by hash of what the product reads, not of how an engine stores it.
Until then the target is marked as no site (`base.moved`), from before it has tables.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connections, models, transaction

from canbo.office.base import moved
from canbo.office.base.errors import ActionError

BATCH = 2000  # rows in memory at once
# Tables that migrating fills by itself: theirs are replaced by the source's, since others link to them.
OWN = ("contenttypes", "auth")
Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Moved:
    """A table on both sides: rows, and whether they are the same."""

    table: str
    rows: int
    same: bool


def prepare(target: str) -> None:
    """Mark an empty database as the target of a move; tables of one that was killed may be there. ActionError where it
    holds something already."""
    _refuse_filled(target, _models())
    moved.begin(target)


def move(source: str, target: str, url: str, told: Told = lambda line: None) -> list[Moved]:
    """Copy everything from one database alias to another, prepared and of the same schema, and compare.

    `url`: the target's address, "" for SQLite; `told` gets a line for each thing done. ActionError where the target
    holds something already, the source has a table that no model knows, or anything differs afterwards; the target is
    then as it was."""
    every = _models()
    _refuse_strange(source, every)
    _refuse_filled(target, every)
    with transaction.atomic(using=source), transaction.atomic(using=target):
        _clear_own(target, every)
        told("Đang chép từng bảng …")
        for model in every:
            if rows := _copy(model, source, target):
                told(f"  {model._meta.db_table}: {rows}")
        _continue_numbers(target, every)
        told("Đang đọc lại và so sánh từng bảng …")
        compared = [_compared(model, source, target) for model in every]
        if wrong := [one.table for one in compared if not one.same]:
            raise ActionError(f"Sau khi chuyển, các bảng sau không giống: {', '.join(wrong)}. Nơi đến vẫn trống.")
        connections[target].check_constraints()  # what else only the commit would refuse, after the word was left
        moved.finish(target, url)
    return compared


def digest(model: type[models.Model], alias: str) -> tuple[int, str]:
    """Rows of a table and the sha256 of all their values, in the order of their keys."""
    found, rows = hashlib.sha256(), 0
    encode = DjangoJSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=None).encode
    for row in _rows(model, alias):
        found.update(encode([_plain(value) for value in row]).encode() + b"\n")
        rows += 1
    return rows, found.hexdigest()


def _plain(value: Any) -> Any:
    return value.hex() if isinstance(value, bytes | memoryview) else value


def _compared(model: type[models.Model], source: str, target: str) -> Moved:
    there, here = digest(model, source), digest(model, target)
    return Moved(model._meta.db_table, there[0], there == here)


def _models() -> list[type[models.Model]]:
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.managed and not model._meta.proxy]


def _refuse_strange(alias: str, every: list[type[models.Model]]) -> None:
    known = {model._meta.db_table for model in every} | {"django_migrations"}
    with connections[alias].cursor() as cursor:
        there = set(connections[alias].introspection.table_names(cursor))
    if moved.MARK in there:
        raise ActionError("Nơi đi là nơi đến của một lần `canbo move` chưa xong: không có gì để chuyển.")
    if there != known:
        differing = ", ".join(sorted(there ^ known))
        raise ActionError(f"Cấu trúc nơi đi không đúng phiên bản này ({differing}). Hãy chạy `canbo migrate` trước.")


def _refuse_filled(alias: str, every: list[type[models.Model]]) -> None:
    with connections[alias].cursor() as cursor:
        there = set(connections[alias].introspection.table_names(cursor))
    for model in every:
        table = model._meta.db_table
        if table in there and model._meta.app_label not in OWN and model._base_manager.using(alias).exists():
            where = connections[alias].settings_dict["NAME"]
            raise ActionError(f"Nơi đến ({where}) không trống: bảng {table} đã có dữ liệu. Hãy chọn nơi khác.")


def _clear_own(alias: str, every: list[type[models.Model]]) -> None:
    with connections[alias].cursor() as cursor:
        for model in every:
            if model._meta.app_label in OWN:
                cursor.execute(f'DELETE FROM "{model._meta.db_table}"')


def _rows(model: type[models.Model], alias: str) -> Iterator[tuple[Any, ...]]:
    columns = [field.attname for field in model._meta.concrete_fields]
    return model._base_manager.using(alias).order_by("pk").values_list(*columns).iterator(BATCH)


def _copy(model: type[models.Model], source: str, target: str) -> int:
    """Rows as they are: no field may put today's day where a record has its own."""
    connection, fields = connections[target], model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    places = ", ".join(["%s"] * len(fields))
    insert = f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({places})'
    rows, batch = 0, []
    with connection.cursor() as cursor:
        for row in _rows(model, source):
            values = zip(fields, row, strict=True)
            batch.append([field.get_db_prep_save(value, connection) for field, value in values])
            rows += 1
            if len(batch) == BATCH:
                cursor.executemany(insert, batch)
                batch.clear()
        if batch:
            cursor.executemany(insert, batch)
    return rows


def _continue_numbers(alias: str, every: list[type[models.Model]]) -> None:
    with connections[alias].cursor() as cursor:
        for statement in connections[alias].ops.sequence_reset_sql(no_style(), every):
            cursor.execute(statement)
