"""How codes stand on paper, and so on the voter's screen (canbo/box/page/src/codes.js): one grouping for both."""

from __future__ import annotations

SLIP, DIGEST = 4, 8  # letters that stand together


def slip(code: str) -> str:
    """The code of a slip in groups of four."""
    return _grouped(code, SLIP)


def digest(value: str) -> str:
    """A hash in hex, in groups of eight."""
    return _grouped(value, DIGEST)


def _grouped(text: str, size: int) -> str:
    return " ".join(text[at : at + size] for at in range(0, len(text), size))
