"""Legacy text of a sheet turned into Unicode, every change recorded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from canbo.paperwork.legacy_text import decode, detect
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


def to_unicode(sheet: Sheet) -> tuple[Sheet, tuple[Change, ...]]:
    """The sheet with legacy text read as Unicode, and what was changed."""
    columns = list(zip(*sheet.cells, strict=True))
    overall = detect([text for column in columns for text in _marked(column, _SAMPLE // 4)])
    changes: list[Change] = []
    for c, column in enumerate(columns):
        encoding = detect(_marked(column, _SAMPLE), fallback=overall)
        for r, cell in enumerate(column):
            if not isinstance(cell, str):
                continue
            # A row pasted from an old file into a new one: the cell's own words decide.
            own = detect([cell]) if encoding == "unicode" else encoding
            if own != "unicode" and (converted := decode(cell, own)) != cell:
                changes.append(Change(r, c, cell, converted, own))
    if not changes:
        return sheet, ()
    rows = [list(row) for row in sheet.cells]
    for change in changes:
        rows[change.row][change.column] = change.converted
    return Sheet(sheet.name, tuple(map(tuple, rows)), sheet.merges), tuple(changes)


def _marked(column: tuple[Cell, ...], limit: int) -> list[str]:
    return [cell for cell in column if isinstance(cell, str) and not cell.isascii()][:limit]
