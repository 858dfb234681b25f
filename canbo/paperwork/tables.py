"""Finding the table inside a sheet: which rows are its header, and which column means what.

Used for staff rosters and for any other table an office uploads. A header may have two or three rows, merged
cells, and titles in any spelling of the given vocabulary.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from canbo.paperwork.names import search_key, tidy
from canbo.paperwork.spreadsheet import Sheet, column_letter

_ROWS_SEARCHED = 60
_DEEPEST_HEADER = 3
_UNDER = " > "
_BRACKETED = re.compile(r"\([^)]*\)|\[[^]]*\]")


class Spellings:
    """Field names with the titles that mean them, and titles that mean nothing though they resemble one."""

    def __init__(self, fields: Mapping[str, Sequence[str]], ignored: Sequence[str] = ()) -> None:
        self.fields = fields
        # As written first, since without marks "Nam" (male) and "Năm" (year) are one word.
        self._marked: dict[str, tuple[str | None, int]] = {}
        self._meaning: dict[str, tuple[str | None, int]] = {}
        for title in ignored:
            self._add(title, (None, 0))
        for name, titles in fields.items():
            for rank, title in enumerate(titles):
                self._add(title, (name, rank))

    def _add(self, title: str, meaning: tuple[str | None, int]) -> None:
        self._marked.setdefault(_UNDER.join(map(_marked, title.split(_UNDER))), meaning)
        self._meaning.setdefault(_UNDER.join(map(fold_title, title.split(_UNDER))), meaning)

    def meaning(self, path: Sequence[str]) -> tuple[str | None, int] | None:
        """The field a title means and how preferred its spelling is (0 best); None for an unknown title.

        `path` is the title with its merged titles above it, outermost first.
        """
        for fold, known in ((_marked, self._marked), (fold_title, self._meaning)):
            folded = [text for part in path if (text := fold(part))]
            for start in range(len(folded)):
                if found := known.get(_UNDER.join(folded[start:])):
                    return found
        return self._by_beginning(folded[-1]) if folded else None

    def _by_beginning(self, text: str) -> tuple[str | None, int] | None:
        """A longer title that begins with a known one of two words or more ("Đơn vị công tác hiện nay")."""
        known = [k for k in self._meaning if " " in k and _UNDER not in k and text.startswith(k + " ")]
        if not known:
            return None
        meaning, rank = self._meaning[max(known, key=len)]
        return meaning, rank + 100


@dataclass(frozen=True)
class Column:
    """A titled column: its letter in Excel, its title as read, the `field` it was taken for (None: ignored) and,
    when ignored though understood, a Vietnamese `note` saying why."""

    letter: str
    header: str
    field: str | None
    note: str = ""


@dataclass(frozen=True)
class Header:
    """Where the table's body begins (0-based) and its columns by 0-based index."""

    first_row: int
    columns: dict[int, Column]
    by_field: dict[str, int] = field(default_factory=dict)

    @property
    def strength(self) -> int:
        return len(self.by_field)


def fold_title(title: str) -> str:
    """A title without case, marks, punctuation and bracketed remarks."""
    return search_key(re.sub(_BRACKETED, " ", title))


def _marked(title: str) -> str:
    """The same, marks kept."""
    return " ".join(re.findall(r"[^\W_]+", tidy(re.sub(_BRACKETED, " ", title)).lower()))


def find_header(sheet: Sheet, spellings: Spellings, required: Sequence[Sequence[str]]) -> Header | None:
    """The strongest header of the sheet: most fields understood, and every one of `required` present.

    `required` lists alternatives: `[["full_name", "given_name"]]` asks for one of the two. None when no row is one.
    """
    best: Header | None = None
    for top in range(min(len(sheet.cells), _ROWS_SEARCHED)):
        titles = [cell for cell in sheet.cells[top] if isinstance(cell, str) and cell.strip()]
        if sum(spellings.meaning([tidy(title)]) is not None for title in titles) < 2:
            continue
        for depth in range(1, _DEEPEST_HEADER + 1):
            header = _read_header(sheet, top, depth, spellings)
            if header is None or not all(any(f in header.by_field for f in group) for group in required):
                continue
            if best is None or header.strength > best.strength:
                best = header
    return best


def _read_header(sheet: Sheet, top: int, depth: int, spellings: Spellings) -> Header | None:
    bottom = top + depth
    if bottom > len(sheet.cells) or not all(_is_subheader(sheet, top, row) for row in range(top + 1, bottom)):
        return None
    paths = {c: _title_path(sheet, top, bottom, c) for c in range(len(sheet.cells[top]))}
    paths = {c: path for c, path in paths.items() if path}
    meanings = {c: spellings.meaning(path) for c, path in paths.items()}
    _split_wide_name(sheet, top, paths, meanings)
    chosen: dict[str, int] = {}
    for column in sorted(paths, key=lambda c: ((meanings[c] or ("", 0))[1], c)):
        name = (meanings[column] or (None, 0))[0]
        if name is not None:
            chosen.setdefault(name, column)
    columns = {c: _column(c, paths[c], meanings[c], chosen) for c in paths}
    return Header(_skip_numbering(sheet, bottom, columns), columns, chosen)


def _column(index: int, path: Sequence[str], meaning: tuple[str | None, int] | None, chosen: dict[str, int]) -> Column:
    title = " / ".join(path)
    name = meaning[0] if meaning else None
    if name is None or chosen[name] == index:
        return Column(column_letter(index), title, name)
    note = f"trùng nghĩa với cột {column_letter(chosen[name])}"
    return Column(column_letter(index), title, None, note)


def _is_subheader(sheet: Sheet, top: int, row: int) -> bool:
    """A further header row: text only, each cell beneath a title that covers several columns."""
    own = [c for c, cell in enumerate(sheet.cells[row]) if cell != ""]
    if not own or not all(isinstance(sheet.cells[row][c], str) for c in own):
        return False
    return all(_stands_under_group(sheet, top, row, c, own) for c in own)


def _stands_under_group(sheet: Sheet, top: int, row: int, column: int, own: Sequence[int]) -> bool:
    title_row = next((r for r in range(row - 1, top - 1, -1) if sheet.at(r, column) != ""), None)
    if title_row is None:  # nothing above: a further column of an unmerged group, next to the one before
        return column - 1 in own
    (_, left), (_, right) = sheet.merge_of.get((title_row, column), ((0, column), (0, column)))
    if right > left:
        return sum(left <= c <= right for c in own) >= 2
    untitled = all(column + 1 < len(sheet.cells[r]) and sheet.at(r, column + 1) == "" for r in range(top, row))
    return untitled and column + 1 in own


def _title_path(sheet: Sheet, top: int, bottom: int, column: int) -> tuple[str, ...]:
    path: list[str] = []
    for row in range(top, bottom):
        text = tidy(str(sheet.at(row, column)))
        if not text and row == top and bottom - top > 1 and sheet.cells[row + 1][column] != "":
            text = _title_to_the_left(sheet, row, column)
        if text and (not path or path[-1] != text):
            path.append(text)
    return tuple(path)


def _title_to_the_left(sheet: Sheet, row: int, column: int) -> str:
    """The group title of an unmerged sub-column: the nearest one on its left."""
    for left in range(column - 1, -1, -1):
        if sheet.at(row, left) != "":
            return tidy(str(sheet.at(row, left)))
    return ""


def _split_wide_name(
    sheet: Sheet, top: int, paths: dict[int, tuple[str, ...]], meanings: dict[int, tuple[str | None, int] | None]
) -> None:
    """ "Họ và tên" merged over two columns without sub-titles holds family and given names side by side."""
    wide = [c for c in paths if (meanings[c] or (None, 0))[0] == "full_name"]
    if (
        len(wide) == 2
        and wide[1] == wide[0] + 1
        and paths[wide[0]] == paths[wide[1]]
        and (top, wide[1]) in sheet.merge_of
    ):
        meanings[wide[0]], meanings[wide[1]] = ("family_name", 0), ("given_name", 0)


def _skip_numbering(sheet: Sheet, row: int, columns: dict[int, Column]) -> int:
    """Past the row that numbers the columns, (1) (2) (3) or A B 1 2 3, if there is one."""
    if row < len(sheet.cells):
        marks = [str(sheet.cells[row][c]).strip(" ()") for c in columns if sheet.cells[row][c] != ""]
        if len(marks) >= 3 and all(re.fullmatch(r"\d{1,2}(\.0)?|[A-Za-z]", mark) for mark in marks):
            return row + 1
    return row
