"""Pictures of screens made small: 256 colours are plenty for paper-like pages, and a third of the size.

Written for the output of a browser (8 bits, RGB or RGBA, not interlaced); no library for pictures is needed.
"""

from __future__ import annotations

import struct
import zlib
from collections import Counter

MAGIC = b"\x89PNG\r\n\x1a\n"


def small(png: bytes) -> bytes:
    """The same picture with at most 256 colours: the most frequent ones, the others moved to the nearest of them."""
    width, height, depth, rows = read(png)
    pixels = [bytes(row[at : at + 3]) for row in rows for at in range(0, len(row), depth)]
    seen = Counter(pixels)
    palette = [colour for colour, _ in seen.most_common(256)]
    place = {colour: at for at, colour in enumerate(palette)}
    for colour in seen:
        if colour not in place:
            place[colour] = min(range(len(palette)), key=lambda at: distance(palette[at], colour))
    indices = bytes(place[pixel] for pixel in pixels)
    lines = b"".join(b"\0" + indices[at : at + width] for at in range(0, len(indices), width))
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = [(b"IHDR", head), (b"PLTE", b"".join(palette)), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b"")]
    return MAGIC + b"".join(chunk(kind, body) for kind, body in parts)


def chunk(kind: bytes, body: bytes) -> bytes:
    """One chunk of a file, with its length and checksum."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def distance(a: bytes, b: bytes) -> int:
    """How far two colours are from each other, squared."""
    return sum((x - y) ** 2 for x, y in zip(a, b, strict=True))


def read(png: bytes) -> tuple[int, int, int, list[bytearray]]:
    """Width, height, bytes a pixel, and the rows with their filters undone."""
    if not png.startswith(MAGIC):
        raise ValueError("not a PNG")
    head, data, at = b"", b"", len(MAGIC)
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kind, body = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        head = body if kind == b"IHDR" else head
        data += body if kind == b"IDAT" else b""
        at += 12 + length
    width, height, bits, colour, *rest = struct.unpack(">IIBBBBB", head)
    if bits != 8 or colour not in (2, 6) or rest != [0, 0, 0]:
        raise ValueError("only 8-bit RGB or RGBA without interlacing")
    depth = 3 if colour == 2 else 4
    raw, rows, above = zlib.decompress(data), list[bytearray](), bytearray(width * depth)
    for start in range(0, len(raw), width * depth + 1):
        above = unfilter(raw[start], bytearray(raw[start + 1 : start + 1 + width * depth]), above, depth)
        rows.append(above)
    return width, height, depth, rows


def unfilter(kind: int, row: bytearray, above: bytearray, depth: int) -> bytearray:
    """One row as it was before PNG's filter `kind` (0 none, 1 left, 2 above, 3 mean, 4 Paeth), in place."""
    for at in range(len(row) if kind else 0):
        left = row[at - depth] if at >= depth else 0
        corner = above[at - depth] if at >= depth else 0
        row[at] = (row[at] + guess(kind, left, above[at], corner)) & 255
    return row


def guess(kind: int, left: int, up: int, corner: int) -> int:
    """What a filter expects of a byte from its neighbours."""
    if kind < 3:
        return left if kind == 1 else up
    if kind == 3:
        return (left + up) // 2
    return min((left, up, corner), key=lambda one: abs(left + up - corner - one))
