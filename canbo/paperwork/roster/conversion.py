"""Legacy text of a sheet turned into Unicode, every change recorded, and every cell that could be read otherwise.

Rosters are pasted together from files of different years, row by row. A cell that is Vietnamese under one encoding
only decides for itself. Of the others the rest of the row decides (it came in one piece), then the column, then the
sheet; where these say nothing, or not the same, the cell is read and reported as doubtful.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from canbo.paperwork.legacy_text import Encoding, candidates, decode, detect
from canbo.paperwork.spreadsheet import Cell, Sheet

# Enough to judge a column by; more only costs time.
_SAMPLE = 400


@dataclass(frozen=True)
class Change:
    """A cell (0-based) whose legacy text was read as Unicode."""

    row: int
    column: int
    original: str
    converted: str
    encoding: Literal["tcvn3", "vni"]


@dataclass(frozen=True)
class Doubt:
    """A cell (0-based) that could be read in several ways, with the reading taken and the others."""

    row: int
    column: int
    taken: str
    others: tuple[str, ...]


@dataclass(frozen=True)
class Converted:
    """A sheet with its legacy text read as Unicode, what was changed, and what a person should look at."""

    sheet: Sheet
    changes: tuple[Change, ...]
    doubts: tuple[Doubt, ...]


def to_unicode(sheet: Sheet) -> Converted:
    """The sheet with legacy text read as Unicode."""
    possible = [[_possible(cell) for cell in row] for row in sheet.cells]
    if all(way in ((), ("unicode",)) for row in possible for way in row):
        return Converted(sheet, (), ())
    columns = list(zip(*sheet.cells, strict=True))
    overall = detect([text for column in columns for text in _marked(column, _SAMPLE // 4)])
    usual = [detect(_marked(column, _SAMPLE), fallback=overall) for column in columns]
    proven = [_decided(ways) for ways in zip(*possible, strict=True)]
    anywhere = frozenset().union(*proven)
    rows = [list(row) for row in sheet.cells]
    changes: list[Change] = []
    doubts: list[Doubt] = []
    for r, ways in enumerate(possible):
        beside = _decided(ways)
        for c, way in enumerate(ways):
            cell = sheet.cells[r][c]
            if not isinstance(cell, str) or way in ((), ("unicode",)):
                continue
            evidence = beside if len(beside) == 1 else proven[c] or anywhere
            own = _choose(way, next(iter(beside)) if len(beside) == 1 else usual[c], overall)
            rows[r][c] = taken = decode(cell, own)
            if own != "unicode" and taken != cell:
                changes.append(Change(r, c, cell, taken, own))
            others = tuple(sorted({decode(cell, other) for other in way} - {taken}))
            # A foreign name is Vietnamese under no encoding, and in a sheet without a legacy text nobody wonders.
            if others and evidence != {own} and (evidence or len(way) < 3):
                doubts.append(Doubt(r, c, taken, others))
    return Converted(Sheet(sheet.name, tuple(map(tuple, rows)), sheet.merges), tuple(changes), tuple(doubts))


def _possible(cell: Cell) -> tuple[Encoding, ...]:
    return candidates(cell) if isinstance(cell, str) and not cell.isascii() else ()


def _decided(ways: Iterable[tuple[Encoding, ...]]) -> frozenset[Encoding]:
    """The encodings that cells which can be read in one way only prove."""
    return frozenset(way[0] for way in ways if len(way) == 1)


def _choose(way: tuple[Encoding, ...], near: Encoding, overall: Encoding) -> Encoding:
    """The encoding of a cell: the nearest evidence among its own possibilities; Unicode where there is none."""
    return next(one for one in (near, overall, *way) if one in way)


def _marked(column: tuple[Cell, ...], limit: int) -> list[str]:
    return [cell for cell in column if isinstance(cell, str) and not cell.isascii()][:limit]
