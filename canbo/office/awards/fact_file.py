"""A table of facts as offices keep it in Excel: one row a fact, exact or refused by row and column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from canbo.office.awards import law
from canbo.office.awards.queries.roll import Key
from canbo.office.awards.recordable import TITLES, fault, recordable
from canbo.office.base.errors import ActionError
from canbo.paperwork.names import search_key
from canbo.paperwork.spreadsheet import Cell, SpreadsheetError
from canbo.paperwork.workbook import Table, TableColumn, read_grid, write_table
from canbo.rulebook.amounts import natural

HELD = "Danh hiệu đã được tặng"
FIELDS = {
    "code": ("Mã số", "Mã", "Mã cán bộ", "Mã đơn vị"),
    "name": ("Họ và tên hoặc tên đơn vị", "Họ và tên", "Tên đơn vị"),
    "year": ("Năm",),
    "fact": ("Nội dung", "Nội dung ghi nhận"),
    "value": ("Giá trị", "Kết quả"),
    "document": ("Văn bản", "Số văn bản", "Căn cứ"),
}
COLUMNS = [
    TableColumn("Mã số", width=14), TableColumn("Họ và tên hoặc tên đơn vị", width=32), TableColumn("Năm", width=8),
    TableColumn("Nội dung", width=48), TableColumn("Giá trị", width=30), TableColumn("Văn bản", width=40),
]  # fmt: skip
YES, NO = ("co", "x", "1", "duoc", "dat"), ("khong", "0", "chua")
FIRST_YEAR = 1990
Known = Mapping[str, tuple[Key, str]]  # by code in small letters: whom, and their name


@dataclass(frozen=True)
class Row:
    """A fact of a file."""

    key: Key
    name: str
    year: int
    fact: str
    value: object
    document: str


@dataclass(frozen=True)
class Reading:
    """What a file says, and what is wrong with it, row by row. With a problem nothing is taken."""

    rows: tuple[Row, ...]
    problems: tuple[str, ...]


def codes(data: bytes, name: str) -> set[str]:
    """The codes a file names. ActionError where it is no spreadsheet or has no such table."""
    return {_text(cells["code"]) for _, cells in _grid(data, name)}


def read(data: bytes, name: str, known: Known) -> Reading:
    """The facts of a file about subjects one may record about (`known`)."""
    found: list[Row] = []
    problems: list[str] = []
    seen: set[tuple[Key, int, str]] = set()
    for number, cells in _grid(data, name):
        one = _row({key: _text(cells.get(key, "")) for key in FIELDS}, known)
        if isinstance(one, str):
            problems.append(f"Hàng {number}: {one}")
        elif (one.key, one.year, one.fact) in seen:
            problems.append(f"Hàng {number}: {one.name} đã có nội dung này của năm {one.year} ở hàng trên.")
        else:
            seen.add((one.key, one.year, one.fact))
            found.append(one)
    if not found and not problems:
        problems.append("Tệp không có dòng nào. Hãy điền ít nhất một dòng.")
    return Reading(tuple(found), tuple(problems))


def _grid(data: bytes, name: str) -> tuple[tuple[int, Mapping[str, Cell]], ...]:
    try:
        return read_grid(data, name, FIELDS, required=["code", "year", "fact", "value"]).rows
    except SpreadsheetError as error:
        raise ActionError(str(error)) from error


def _row(texts: Mapping[str, str], known: Known) -> Row | str:
    """A row, or what is wrong with it."""
    subject = known.get(texts["code"].lower())
    if subject is None:
        return f"cột Mã số: không thấy “{texts['code']}” trong phạm vi phụ trách."
    key, name = subject
    if texts["name"] and search_key(texts["name"]) != search_key(name):
        return f"mã {texts['code']} là của {name}, không phải “{texts['name']}”. Hãy sửa mã hoặc tên."
    year = natural(texts["year"], 4)
    if year is None or not FIRST_YEAR <= year <= timezone.localdate().year + 1:
        return f"cột Năm: “{texts['year']}” chưa đúng, hãy ghi năm có bốn chữ số."
    fact = _fact(texts["fact"])
    if not fact:
        choices = "; ".join((*(one.label for one in recordable().values()), HELD))
        return f"cột Nội dung: không có “{texts['fact']}”. Hãy ghi một trong: {choices}."
    value = titles_of(texts["value"], key) if fact == TITLES else value_of(fact, texts["value"])
    if value is None or (wrong := fault(fact, value, key[0] == "collective")):
        return f"cột Giá trị: “{texts['value']}” chưa đúng: {wrong if value is not None else 'không hiểu'}."
    if not texts["document"]:
        return "cột Văn bản: chưa ghi số, ký hiệu, ngày của văn bản."
    return Row(key, name, int(texts["year"]), fact, value, texts["document"][:200])


def _fact(text: str) -> str:
    wanted = search_key(text)
    if wanted == search_key(HELD):
        return TITLES
    return next((key for key, one in recordable().items() if search_key(one.label) == wanted), "")


def value_of(fact: str, text: str) -> object:
    """A text as the value of a fact, but of titles; None where it is not understood."""
    plain = search_key(text)
    if recordable()[fact].type == "flag":
        return True if plain in YES else False if plain in NO else None
    levels = law.latest().words.levels
    return next((one.key for one in levels if plain in (search_key(one.label), search_key(one.short))), None)


def titles_of(text: str, key: Key) -> list[str] | None:
    """Titles named in a cell, separated by commas or semicolons (a title's own comma is known); "không": none held."""
    if search_key(text) in (*NO, "khong co"):
        return []
    of = "collective" if key[0] == "collective" else "person"
    left, found = search_key(text), []
    named = {search_key(one.label): one.key for one in law.titles().values() if one.of == of}
    for label in sorted(named, key=len, reverse=True):
        if label in left:
            found.append(named[label])
            left = left.replace(label, " ")
    return sorted(found) if found and not left.replace(" ", "") else None


def _text(cell: Cell) -> str:
    """A cell as text; Excel gives the year 2025 as 2025.0."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def template() -> bytes:
    """An empty file in the columns that are read, with one row of each kind to go by."""
    said = ("(mã số)", "(họ và tên)", "(năm)")
    rows = [(*said, one.label, _sample(key), "(số, ký hiệu, ngày)") for key, one in recordable().items()]
    return write_table(
        Table(
            "Ghi nhận", COLUMNS, [*rows, (*said, HELD, "(tên danh hiệu, hoặc không)", "(số, ký hiệu, ngày)")],
            titles=("GHI NHẬN PHỤC VỤ XÉT THI ĐUA, KHEN THƯỞNG",),
        )
    )  # fmt: skip


def _sample(fact: str) -> str:
    return "(có hoặc không)" if recordable()[fact].type == "flag" else "(tên mức)"
