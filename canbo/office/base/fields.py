"""Fields that differ between engines, so that nothing above has to know which engine it is on."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

NO_MARK = -32768
Marks = tuple[int | None, ...]


class MarksField(models.Field[Any, Any]):
    """A vector of marks in hundredths, in the order of the cycle's frozen form; None where not marked.

    `smallint[]` on PostgreSQL; on SQLite little-endian 16-bit integers packed into bytes, -32768 for None.
    A mark is therefore at most 327,67; totals and products live in integer columns.
    """

    description = "marks in hundredths"

    def db_type(self, connection: Any) -> str:
        return "smallint[]" if connection.vendor == "postgresql" else "blob"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is None:
            return None
        marks = list(check(value))
        if connection.vendor == "postgresql":
            return marks
        packed = array("h", (NO_MARK if mark is None else mark for mark in marks))
        return _little(packed).tobytes()

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Marks | None:
        if value is None or isinstance(value, tuple):
            return value
        if isinstance(value, list):
            return tuple(value)
        packed = array("h", value)
        marks = tuple(_little(packed))
        return tuple(None if mark == NO_MARK else mark for mark in marks) if NO_MARK in marks else marks

    def to_python(self, value: Any) -> Marks | None:
        return None if value is None else check(value)

    def get_prep_value(self, value: Any) -> Any:
        return value

    def value_to_string(self, obj: models.Model) -> str:
        return ",".join("" if mark is None else str(mark) for mark in self.value_from_object(obj) or ())


def check(marks: Iterable[int | None]) -> Marks:
    """The marks as a tuple; ValidationError when one does not fit a 16-bit column."""
    result = tuple(marks)
    for mark in result:
        if mark is not None and (not isinstance(mark, int) or not -32767 <= mark <= 32767):
            raise ValidationError(f"Điểm {mark!r} không lưu được.")
    return result


def _little(packed: array[int]) -> array[int]:
    if sys.byteorder == "big":
        packed.byteswap()
    return packed


class PathField(models.CharField):
    """A fixed-width materialised path (7 base-36 digits a step), compared byte by byte on both engines.

    The subtree of `p` is `path >= p AND path < p + '~'`: one range on one index.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 140)
        super().__init__(*args, **kwargs)

    def db_parameters(self, connection: Any) -> Any:
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters
