"""A sealed stream is read back whole or not at all."""

from __future__ import annotations

import io
import os

import pytest

from canbo.office.upkeep.sealed import CHUNK, MAGIC, PREFIX, SALT, TAG, Opening, Sealing, Unreadable

SECRET = "mười hai con giáp"
HEAD = len(MAGIC) + SALT + PREFIX
WHOLE = CHUNK + TAG


def sealed(data: bytes) -> bytes:
    target = io.BytesIO()
    stream = Sealing(target, SECRET)
    for start in range(0, len(data), 300_001):
        stream.write(data[start : start + 300_001])
    stream.finish()
    return target.getvalue()


def opened(data: bytes, secret: str = SECRET) -> bytes:
    return io.BufferedReader(Opening(io.BytesIO(data), secret)).read()


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK])
def test_any_length_comes_back(size: int) -> None:
    data = os.urandom(size)
    assert opened(sealed(data)) == data


def test_chunks_cannot_be_cut_off_exchanged_doubled_or_added() -> None:
    made = sealed(os.urandom(2 * CHUNK + 5))
    head, first, second, last = made[:HEAD], made[HEAD:][:WHOLE], made[HEAD + WHOLE :][:WHOLE], made[HEAD + 2 * WHOLE :]
    other = sealed(b"of another time")[HEAD:]
    spoilt = [
        head + first, head + first + second, head + second + first + last, head + first + first + second + last,
        head + first + second + last + last, head + first + second + other, head + last, made[:-1], made + b"\0",
        made[: HEAD - 1], b"Canbo" + made,
    ]  # fmt: skip
    for one in spoilt:
        with pytest.raises(Unreadable):
            opened(one)
    with pytest.raises(Unreadable):
        opened(made, SECRET + " ")


def test_what_was_never_finished_is_nothing() -> None:
    target = io.BytesIO()
    Sealing(target, SECRET).write(os.urandom(CHUNK + 1))
    with pytest.raises(Unreadable):
        opened(target.getvalue())
