"""A catalogue of products as offices keep it in Excel: its rows read, or what is wrong with each.

The header is found by its titles in any usual spelling. A row with a name and nothing else is a heading: the job
position of the rows below it, where the file has no column for positions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from canbo.paperwork.names import tidy
from canbo.paperwork.numbers import NumberError, cell_hundredths, format_hundredths
from canbo.paperwork.spreadsheet import Cell
from canbo.paperwork.tables import Column
from canbo.paperwork.workbook import read_grid

UNIT = 10_000  # a coefficient is kept in ten-thousandths
LARGEST = 1_000_000 * UNIT
# No exponents and no grouped thousands: nobody writes a coefficient so.
_NUMBER = re.compile(r"-?[0-9]{1,9}([.,][0-9]{1,20})?")
TITLES: Mapping[str, tuple[str, ...]] = {
    "code": ("Mã", "Mã sản phẩm", "Mã số", "Mã sản phẩm, công việc", "Ký hiệu", "Mã SP"),
    "name": (
        "Sản phẩm, công việc", "Sản phẩm/công việc", "Tên sản phẩm", "Tên sản phẩm, công việc", "Sản phẩm",
        "Công việc", "Tên công việc", "Nhiệm vụ", "Danh mục sản phẩm", "Nội dung công việc",
    ),
    "position": ("Vị trí việc làm", "Vị trí", "Chức danh", "Vị trí công tác"),
    "count_unit": ("Đơn vị tính", "ĐVT", "Đơn vị"),
    "points": ("Điểm", "Điểm sản phẩm", "Số điểm", "Tổng điểm", "Điểm quy đổi"),
    "coefficient": ("Hệ số", "Hệ số quy đổi", "Hệ số K", "K"),
    "days": ("Thời gian", "Thời gian thực hiện", "Số ngày", "Thời hạn", "Thời gian thực hiện (ngày)"),
}  # fmt: skip
LONGEST = {"code": 40, "name": 400, "position": 160, "count_unit": 40}


@dataclass(frozen=True, slots=True)
class Entry:
    """One product of a catalogue to be: points in hundredths, coefficient in ten-thousandths, days in calendar days."""

    code: str
    name: str
    coefficient: int
    position: str = ""
    count_unit: str = ""
    points: int | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a cell: its row, the letter of its column, and what to do."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        return f"Dòng {self.row}, cột {self.column}: {self.message}"


@dataclass(frozen=True, slots=True)
class Reading:
    """The products of a file, what was wrong, and which columns were understood how."""

    sheet: str
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    columns: tuple[Column, ...]


def read(data: bytes, name: str, divisor: int | None) -> Reading:
    """The catalogue in an .xlsx or .xls. `divisor` (hundredths of a point): coefficients are points / divisor; None:
    they are given. SpreadsheetError where the file has no such table at all."""
    grid = read_grid(data, name, TITLES, required=["name", "coefficient" if divisor is None else "points"])
    letters = {column.field: column.letter for column in grid.columns if column.field}
    reader = _Reader(divisor, letters)
    for row, values in grid.rows:
        reader.take(row, values)
    return Reading(grid.sheet, tuple(reader.entries), tuple(reader.problems), grid.columns)


class _Reader:
    def __init__(self, divisor: int | None, letters: Mapping[str, str]) -> None:
        self.divisor, self.letters = divisor, letters
        self.entries: list[Entry] = []
        self.problems: list[Problem] = []
        self.codes: dict[str, int] = {}
        self.heading = ""

    def take(self, row: int, values: Mapping[str, Cell]) -> None:
        """Read one row: a heading, a product, or problems."""
        name = _text(values.get("name", ""))
        figures = [values.get(key, "") for key in ("points", "coefficient")]
        if all(value == "" for value in figures) and (name or values.get("code", "") != ""):
            if "position" not in self.letters:
                self.heading = (name or _text(values.get("code", ""))).strip(" .:")[: LONGEST["position"]]
                return
            if not name or not _text(values.get("position", "")):
                return
        before = len(self.problems)
        entry = self._entry(row, name, values)
        if entry is not None and len(self.problems) == before:
            self.entries.append(entry)

    def _entry(self, row: int, name: str, values: Mapping[str, Cell]) -> Entry | None:
        if not name:
            self._wrong(row, "name", "thiếu tên sản phẩm, công việc. Hãy nhập tên.")
        code = _text(values.get("code", "")) or f"SP{len(self.entries) + 1:03d}"
        self._check_code(row, code)
        points = self._points(row, values.get("points", ""))
        coefficient = self._coefficient(row, values.get("coefficient", ""), points)
        days = self._days(row, values.get("days", ""))
        position = _text(values.get("position", "")) or self.heading
        count_unit = _text(values.get("count_unit", ""))
        for key, text in (("code", code), ("name", name), ("position", position), ("count_unit", count_unit)):
            if len(text) > LONGEST[key]:
                self._wrong(row, key, f"dài {len(text)} ký tự, nhiều nhất {LONGEST[key]}. Hãy rút gọn.")
        if coefficient is None:
            return None
        return Entry(code, name, coefficient, position, count_unit, points, days)

    def _check_code(self, row: int, code: str) -> None:
        first = self.codes.setdefault(code.casefold(), row)
        if first != row:
            self._wrong(row, "code", f"mã “{code}” đã có ở dòng {first}. Mỗi mã một dòng: hãy đổi mã hoặc bỏ bớt dòng.")

    def _points(self, row: int, cell: Cell) -> int | None:
        if cell == "":
            if self.divisor is not None:
                self._wrong(row, "points", "thiếu điểm của sản phẩm. Hãy nhập điểm, ví dụ 5.")
            return None
        try:
            points = cell_hundredths(cell)
        except NumberError as error:
            self._wrong(row, "points", str(error))
            return None
        if points <= 0:
            self._wrong(row, "points", f"điểm {format_hundredths(points)} không lớn hơn 0. Hãy nhập số dương.")
            return None
        return points

    def _coefficient(self, row: int, cell: Cell, points: int | None) -> int | None:
        given = self._exact(row, cell) if cell != "" else None
        if self.divisor is None:
            if cell == "":
                self._wrong(row, "coefficient", "thiếu hệ số. Hãy nhập số dương, ví dụ 1,5.")
            return given
        if points is None:
            return None
        made, rest = divmod(points * UNIT, self.divisor)
        if rest:
            what = f"{format_hundredths(points)} chia {format_hundredths(self.divisor)} có quá bốn chữ số thập phân"
            self._wrong(row, "points", f"{what}. Hãy sửa điểm, hoặc chọn cách cho hệ số trực tiếp.")
            return None
        if given is not None and given != made:
            what = f"hệ số {shown(given)} khác {format_hundredths(points)} chia {format_hundredths(self.divisor)}"
            self._wrong(row, "coefficient", f"{what} là {shown(made)}. Hãy sửa một trong hai.")
        return made

    def _exact(self, row: int, cell: Cell) -> int | None:
        try:
            value = exact(cell)
        except NumberError as error:
            self._wrong(row, "coefficient", str(error))
            return None
        if not 0 < value <= LARGEST:
            self._wrong(row, "coefficient", f"hệ số {shown(value)} không lớn hơn 0. Hãy nhập số dương, ví dụ 1,5.")
            return None
        return value

    def _days(self, row: int, cell: Cell) -> int | None:
        if cell == "":
            return None
        try:
            days, rest = divmod(cell_hundredths(cell), 100)
        except NumberError as error:
            self._wrong(row, "days", str(error))
            return None
        if rest or not 1 <= days <= 3660:
            self._wrong(row, "days", f"“{_text(cell)}” không phải số ngày. Hãy nhập số nguyên từ 1, hoặc bỏ trống.")
            return None
        return days

    def _wrong(self, row: int, field: str, message: str) -> None:
        self.problems.append(Problem(row, self.letters.get(field, "?"), message))


def exact(cell: Cell) -> int:
    """A coefficient as whole ten-thousandths: "0,3" gives 3000. NumberError for words and for more than four decimals;
    a number in a cell may be off by a spreadsheet's own rounding (1e-9)."""
    text = _text(cell)
    if isinstance(cell, bool) or not _NUMBER.fullmatch(text):
        raise NumberError(f"“{text[:40]}” không phải là số. Hãy nhập số dương, ví dụ 1,5.")
    scaled = Decimal(text.replace(",", ".")) * UNIT
    whole = round(scaled)
    if abs(scaled - whole) > (Decimal("1e-5") if isinstance(cell, float) else 0):
        raise NumberError(f"“{text[:40]}” có quá bốn chữ số thập phân. Hãy làm tròn đến bốn chữ số, ví dụ 0,3333.")
    return whole


def shown(coefficient: int) -> str:
    """A coefficient as an office writes it: 3000 gives "0,3"."""
    sign, (whole, part) = "-" if coefficient < 0 else "", divmod(abs(coefficient), UNIT)
    return f"{sign}{whole}" + (f",{part:04d}".rstrip("0") if part else "")


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return tidy(str(cell))
