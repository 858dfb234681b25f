"""Which characters the fonts of this package can print.

A PDF/A holds only text its fonts have: one emoji pasted into a comment would otherwise refuse the whole paper.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

MISSING = "\N{WHITE SQUARE}"


def printable(value: Any) -> Any:
    """Text, or whatever nests texts in lists and mappings, with a square for each character the font lacks."""
    if isinstance(value, str):
        return _unprintable().sub(MISSING, value)
    if isinstance(value, dict):
        return {key: printable(one) for key, one in value.items()}
    return [printable(one) for one in value] if isinstance(value, list | tuple) else value


@cache
def _unprintable() -> re.Pattern[str]:
    """Matches one character, with what is joined to it, that the font has no glyph for."""
    spans = [(first, last) for first, last in _spans() if first >= 0x20]
    kept = "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in spans)
    return re.compile(f"[^\\n\\t{kept}\u200b]+")


def _spans() -> Iterator[tuple[int, int]]:
    """First and last code point of each run in the font's character map (OpenType cmap, format 4)."""
    data = files("canbo.paperwork").joinpath("fonts", "LiberationSerif-Regular.ttf").read_bytes()
    tables = {data[at : at + 4]: struct.unpack_from(">I", data, at + 8)[0] for at in _records(data, 12, 4, 16)}
    cmap = tables[b"cmap"]
    starts = [cmap + struct.unpack_from(">I", data, at + 4)[0] for at in _records(data, cmap + 4, cmap + 2, 8)]
    at = next(start for start in starts if struct.unpack_from(">H", data, start)[0] == 4)
    count = struct.unpack_from(">H", data, at + 6)[0] // 2
    last = struct.unpack_from(f">{count}H", data, at + 14)
    first = struct.unpack_from(f">{count}H", data, at + 16 + 2 * count)
    return ((low, high) for low, high in zip(first, last, strict=True) if low != 0xFFFF)


def _records(data: bytes, first: int, counted_at: int, size: int) -> range:
    """Where the records of a table of the font begin; how many there are stands at `counted_at`."""
    return range(first, first + size * struct.unpack_from(">H", data, counted_at)[0], size)
