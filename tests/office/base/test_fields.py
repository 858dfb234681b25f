"""Values kept as bytes come back as they were, the same bytes on both engines."""

from __future__ import annotations

import struct
from random import Random

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from canbo.office.base.fields import DigestField, Marks, MarksField
from canbo.office.base.repacked import PACKED, packed

KEPT: dict[Marks, str] = {
    (): "",
    (None, None): "64ffff",
    (0, 0): "640000",
    (850, None, 1000): "3211ff14",
    (25, 6350): "1901fe",
    (25, 6375): "0000" "19" "18e7",
    (100, 25400): "6401fe",
    (100, 25500): "000064639c",
    (9234, None): "0024128000",
    (1, 254): "0101fe",
    (-5, 100): "00fffb0064",
    (32767, -32767): "007fff8001",
}  # fmt: skip


@pytest.mark.parametrize(("marks", "text"), KEPT.items())
def test_marks_take_a_byte_where_they_can(marks: Marks, text: str) -> None:
    assert (MarksField().pack(marks).hex(), MarksField().unpack(bytes.fromhex(text))) == (text, marks)


def test_what_fits_no_sixteen_bits_is_refused() -> None:
    for mark in (32768, -32768, 1.5):
        with pytest.raises(ValidationError):
            MarksField().pack([mark])  # type: ignore[list-item]


def vectors() -> list[Marks]:
    """Marks of every kind of form, and whatever else was kept."""
    dice, found = Random(7), [*KEPT]
    for _ in range(500):
        unit, most = dice.choice((1, 2, 3, 10, 25, 50, 100, 500)), dice.choice((5, 60, 300))
        made = [min(32767, unit * dice.randrange(most)) for _ in range(dice.randrange(1, 40))]
        found.append(tuple(None if dice.random() < 0.05 else mark for mark in made))
    return found


def test_any_marks_come_back() -> None:
    field = MarksField()
    assert [one for one in vectors() if field.unpack(field.pack(one)) != one] == []


@pytest.mark.django_db
def test_what_was_kept_before_is_packed_as_it_is_now() -> None:
    rows, field = vectors(), MarksField()
    wanted = [field.pack(one) for one in rows]
    if connection.vendor != "postgresql":
        wide = [[-32768 if mark is None else mark for mark in one] for one in rows]
        assert [packed(struct.pack(f"<{len(one)}h", *one)) for one in wide] == wanted
        return
    with connection.cursor() as cursor:
        cursor.execute(PACKED)
        found = []
        for one in rows:
            cursor.execute("SELECT pg_temp.packed(%s::smallint[]), pg_temp.packed(%s::bytea)", [list(one), b"\0"])
            made, left = cursor.fetchone() or (b"", b"")
            found.append(bytes(made))
            assert bytes(left) == b"\0"
    assert found == wanted


def test_a_hash_takes_half() -> None:
    text = "00ff" * 16
    assert (DigestField().pack(text), DigestField().unpack(DigestField().pack(text))) == (b"\x00\xff" * 16, text)
