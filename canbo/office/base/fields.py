"""Fields that differ between engines, so that nothing above has to know which engine it is on."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from math import gcd
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import models

Marks = tuple[int | None, ...]
POINT = 100  # hundredths
NO_MARK, NO_MARK_WIDE = 255, -32768
# By the hundredths that bytes count in: the mark of each byte, None for the last.
MARKS_OF = {unit: (*range(0, NO_MARK * unit, unit), None) for unit in range(1, POINT + 1) if POINT % unit == 0}
BYTE_OF = {unit: {mark: byte for byte, mark in enumerate(marks)} for unit, marks in MARKS_OF.items()}


class PackedField(models.Field[Any, Any]):
    """Abstract: a value kept as bytes, the same on both engines; `pack` and `unpack` turn it into them and back."""

    def pack(self, value: Any) -> bytes:
        """The bytes a value is kept as."""
        raise NotImplementedError

    def unpack(self, packed: bytes) -> Any:
        """The value that was packed."""
        raise NotImplementedError

    def db_type(self, connection: Any) -> str:
        return "bytea" if connection.vendor == "postgresql" else "blob"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> bytes | None:
        return None if value is None else self.pack(value)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return None if value is None else self.unpack(bytes(value))


class MarksField(PackedField):
    """A vector of marks in hundredths, in the order of the cycle's frozen form; None where not marked.

    The first byte says in how many hundredths the bytes after it count, 255 standing for None: marks in whole, half or
    quarter points take a byte each. Where that says 0, sixteen bits each follow, high byte first, -32768 for None. No
    marks are no bytes. A mark is therefore at most 327,67; totals and products live in integer columns.
    """

    description = "marks in hundredths"

    def pack(self, value: Iterable[int | None]) -> bytes:
        marks = check(value)
        given = {mark for mark in {*marks} if mark is not None}
        unit = gcd(POINT, *given)
        if given and not 0 <= min(given) <= max(given) < NO_MARK * unit:
            wide = [NO_MARK_WIDE if mark is None else mark for mark in marks]
            return struct.pack(f">x{len(wide)}h", *wide)
        return bytes([unit, *map(BYTE_OF[unit].__getitem__, marks)]) if marks else b""

    def unpack(self, packed: bytes) -> Marks:
        if not packed:
            return ()
        if packed[0]:
            known = MARKS_OF[packed[0]]
            return tuple([known[byte] for byte in packed[1:]])
        wide = struct.unpack(f">x{len(packed) // 2}h", packed)
        return tuple(None if mark == NO_MARK_WIDE else mark for mark in wide)

    def to_python(self, value: Any) -> Marks | None:
        return None if value is None else check(value)

    def value_to_string(self, obj: models.Model) -> str:
        return ",".join("" if mark is None else str(mark) for mark in self.value_from_object(obj) or ())


def check(marks: Iterable[int | None]) -> Marks:
    """The marks as a tuple; ValidationError when one does not fit 16 bits."""
    result = tuple(marks)
    if {*map(type, result)} == {int} and -32767 <= min(plain := cast(tuple[int, ...], result)) <= max(plain) <= 32767:
        return result
    for mark in result:
        if mark is not None and (not isinstance(mark, int) or not -32767 <= mark <= 32767):
            raise ValidationError(f"Điểm {mark!r} không lưu được.")
    return result


class DigestField(PackedField):
    """A hash, in hexadecimal letters to whoever reads it, half as many bytes in the database."""

    description = "hash"

    def pack(self, value: str) -> bytes:
        return bytes.fromhex(value)

    def unpack(self, packed: bytes) -> str:
        return packed.hex()


LONGEST_PATH = 140  # twenty steps


class PathField(models.CharField):
    """A fixed-width materialised path (7 base-36 digits a step), compared byte by byte on both engines.

    The subtree of `p` is `path >= p AND path < p + '~'`: one range on one index.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST_PATH)
        super().__init__(*args, **kwargs)

    def db_parameters(self, connection: Any) -> Any:
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters
