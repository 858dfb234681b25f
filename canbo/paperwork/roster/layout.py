"""Which rows of the sheet are people: headings of units, totals and signatures are told apart here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from canbo.paperwork.names import search_key, tidy
from canbo.paperwork.roster.vocabulary import vocabulary
from canbo.paperwork.spreadsheet import Sheet
from canbo.paperwork.tables import Header

_NUMERAL = r"[IVXLC]{1,6}|[A-ZĐ]|\d{1,2}(?:\.\d{1,2})*"
_NUMBERED = re.compile(rf"(?:{_NUMERAL})\s*[./)\-–:]+\s*(?=\D)")
_ROMAN_OR_LETTER = re.compile(r"(?:[IVXLC]{1,6}|[A-ZĐ])\s*[./)]?")
_COUNT = re.compile(r"\s*[(:–-]\s*\d+\s*(?:người|đ/c|đồng chí|cán bộ|CBCC\w*|CB\w*)?\s*\)?\s*$", re.IGNORECASE)
_PLACE_AND_DATE = re.compile(r"ngay\W.*\bthang\b.*\bnam\b")
_NAME_FIELDS = ("full_name", "family_name", "given_name")
_QUIET_FIELDS = frozenset({"ordinal", *_NAME_FIELDS})


@dataclass(frozen=True)
class PersonRow:
    """A 0-based row describing a person, under the unit heading last seen ("" when none)."""

    index: int
    heading: str


@dataclass(frozen=True)
class OtherRow:
    """A row that is no person: its 0-based index and text."""

    index: int
    text: str


def classify(sheet: Sheet, header: Header) -> Iterator[PersonRow | OtherRow]:
    """The non-empty rows below the header, in order."""
    heading, closed = "", False
    for index in range(header.first_row, len(sheet.cells)):
        words = [text for cell in sheet.cells[index] if (text := tidy(str(cell)))]
        if not words:
            continue
        person = _has_ordinal(sheet, header, index) or _evidence(sheet, header, index) >= 2
        first = search_key(_telling_words(sheet, header, index, words))
        total = not person and _starts(first, vocabulary().totals)
        closing = not person and bool(_starts(first, vocabulary().closings) or _PLACE_AND_DATE.search(first))
        closed = closed or closing
        unit = "" if total or closed else _heading(sheet, header, index, words)
        heading = unit or heading
        if unit or total or (closed and not person):
            yield OtherRow(index, " ".join(words))
        else:
            yield PersonRow(index, heading)


def _telling_words(sheet: Sheet, header: Header, row: int, words: list[str]) -> str:
    """What the row begins with: the cell where a name should be, or else its first words that are no number."""
    column = header.by_field.get("full_name", header.by_field.get("family_name"))
    name = tidy(str(sheet.cells[row][column])) if column is not None else ""
    if name and not any(char.isdigit() for char in name):
        return name
    return next((text for text in words if not re.fullmatch(r"[\d.,]+", text)), "")


def _evidence(sheet: Sheet, header: Header, row: int) -> int:
    """How many columns beyond number and name are filled in this very row with understood content."""
    return sum(1 for name, c in header.by_field.items() if name not in _QUIET_FIELDS and sheet.cells[row][c] != "")


def _has_ordinal(sheet: Sheet, header: Header, row: int) -> bool:
    column = header.by_field.get("ordinal")
    return column is not None and re.fullmatch(r"\d+(\.0)?", str(sheet.cells[row][column]).strip()) is not None


def _heading(sheet: Sheet, header: Header, row: int, words: list[str]) -> str:
    """The unit named by a heading row, or "" when the row is none.

    A heading fills no column about a person. It is numbered ("I", "A", "II."), or merged across the table, or
    begins with a word for a unit.
    """
    if _evidence(sheet, header, row) or (_has_ordinal(sheet, header, row) and not _merged_across(sheet, row)):
        return ""
    lettered = len(words) > 1 and _ROMAN_OR_LETTER.fullmatch(words[0]) is not None
    text = words[1] if lettered else words[0]
    numbered = _NUMBERED.match(text)
    name = _COUNT.sub("", text[numbered.end() :] if numbered else text).strip(" :.-–")
    if lettered or numbered or _merged_across(sheet, row) or _starts(search_key(name), vocabulary().unit_words):
        return name
    return ""


def _merged_across(sheet: Sheet, row: int) -> bool:
    return any(
        top <= row <= bottom and right - left >= 2
        for column in range(len(sheet.cells[row]))
        if sheet.cells[row][column] != ""
        for (top, left), (bottom, right) in [sheet.merge_of.get((row, column), ((row, column), (row, column)))]
    )


def _starts(text: str, beginnings: tuple[str, ...]) -> bool:
    return any(text == word or text.startswith(word + " ") for word in beginnings)
