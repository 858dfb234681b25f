"""Opening an uploaded spreadsheet safely: is it what it says, is it of a sane size, and what is in its cells.

Reads .xlsx and .xls through calamine, which tells merged ranges for both. Everything refused is refused with a
`SpreadsheetError` whose message (Vietnamese) says what the person should do.
"""

from __future__ import annotations

import io
import pickle
import re
import subprocess
import sys
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path, PurePath
from typing import Any, cast
from xml.etree import ElementTree

Cell = str | int | float | bool | date | datetime | time | timedelta

MAX_FILE_BYTES = 20 * 2**20
MAX_UNPACKED_BYTES = 100 * 2**20
MAX_PARTS = 2_000
MAX_ROWS = 50_000
MAX_COLUMNS = 300
_PATIENCE_SECONDS = 120

_ZIP, _OLE = b"PK\x03\x04", bytes.fromhex("D0CF11E0A1B11AE1")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELL = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br=[\"']([A-Z]{1,7})(\d{1,9})[\"'][^>]*?(/?)>")
_ERROR_CELL = re.compile(
    rb"<(?:\w+:)?c\s(?=[^>]*\bt=[\"']e[\"'])"
    rb"[^>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>]*>.{0,2000}?<(?:\w+:)?v>(#[^<]{2,8})<",
    re.DOTALL,
)
_SAVE_AS_XLSX = "Hãy mở tệp bằng Excel, chọn “Lưu thành” (Save As) dạng Excel Workbook (.xlsx) rồi tải lên lại."


class SpreadsheetError(ValueError):
    """A file that cannot be read at all. The message is Vietnamese and says what to do."""


@dataclass(frozen=True)
class Sheet:
    """One sheet: `cells[row][column]` from A1, all rows equally long; empty cells are "". `merges` are 0-based
    inclusive ((top, left), (bottom, right)); only the top-left cell of a merge holds its value.

    A formula error is its text, "#REF!", in .xlsx; in .xls the reader gives such a cell as empty."""

    name: str
    cells: tuple[tuple[Cell, ...], ...]
    merges: tuple[tuple[tuple[int, int], tuple[int, int]], ...]

    @cached_property
    def merge_of(self) -> dict[tuple[int, int], tuple[tuple[int, int], tuple[int, int]]]:
        """The merge each covered cell belongs to. Merges running outside the used area are cut to it."""
        covered = {}
        for (top, left), (bottom, right) in self.merges:
            width = len(self.cells[0]) if self.cells else 0
            for row in range(top, min(bottom + 1, len(self.cells))):
                for column in range(left, min(right + 1, width)):
                    covered[row, column] = ((top, left), (bottom, right))
        return covered

    def at(self, row: int, column: int) -> Cell:
        """The value of a cell, or of the merge that covers it."""
        (row, column), _ = self.merge_of.get((row, column), ((row, column), None))
        return self.cells[row][column]


@dataclass(frozen=True)
class Workbook:
    """The visible worksheets of a file, in its order."""

    sheets: tuple[Sheet, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(sheet.name for sheet in self.sheets)

    def sheet(self, name: str) -> Sheet:
        """The sheet of that name; SpreadsheetError lists the sheets there are."""
        for sheet in self.sheets:
            if sheet.name == name:
                return sheet
        raise SpreadsheetError(f"Tệp không có trang tính “{name}”. Các trang tính hiện có: {', '.join(self.names)}.")


def column_letter(index: int) -> str:
    """0-based column to its letters: 0 is A, 27 is AB."""
    letters = ""
    while index >= 0:
        index, rest = divmod(index, 26)
        letters = chr(65 + rest) + letters
        index -= 1
    return letters


def open_workbook(data: bytes, filename: str) -> Workbook:
    """Checks and reads an uploaded .xlsx or .xls.

    Raises SpreadsheetError for an empty, too large, disguised, password-protected, macro-bearing or broken file.
    """
    errors = _check_content(data, filename)
    sheets = []
    for name, rows, merges in _read_apart(data):
        for (row, column), text in errors.get(name, {}).items():
            if row < len(rows) and column < len(rows[row]):
                rows[row][column] = text
        sheets.append(Sheet(name, tuple(map(tuple, rows)), tuple(merges)))
    if not any(sheet.cells for sheet in sheets):
        raise SpreadsheetError("Tệp không có dữ liệu: mọi trang tính đều trống. Hãy kiểm tra lại tệp đã chọn.")
    return Workbook(tuple(sheets))


def _read_apart(data: bytes) -> list[tuple[str, list[list[Cell]], list[Any]]]:
    """Name, rows and merges of each visible sheet, read by `spreadsheet_child` (which says why) in its own process."""
    child = Path(__file__).with_name("spreadsheet_child.py")
    command = [sys.executable, "-I", str(child), str(MAX_ROWS), str(MAX_COLUMNS)]
    broken = SpreadsheetError(f"Tệp bị hỏng hoặc không phải bảng tính Excel. {_SAVE_AS_XLSX}")
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_PATIENCE_SECONDS, check=True)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        # Its standard error is dropped: it could quote the file, which holds personal data.
        raise broken from None
    outcome, content = pickle.loads(done.stdout)  # written by our own child, not by the file's sender
    if outcome == "sheets":
        return cast(list[tuple[str, list[list[Cell]], list[Any]]], content)
    if outcome == "wide":
        raise _too_wide(*content)
    raise _protected() if outcome == "password" else broken


_Errors = dict[str, dict[tuple[int, int], str]]  # by sheet and 0-based cell


def _check_content(data: bytes, filename: str) -> _Errors:
    suffix = PurePath(filename).suffix.lower()
    if not data:
        raise SpreadsheetError("Tệp trống (0 byte). Hãy chọn lại tệp danh sách.")
    if len(data) > MAX_FILE_BYTES:
        raise SpreadsheetError(f"Tệp lớn hơn {MAX_FILE_BYTES // 2**20} MB. Hãy bỏ hình ảnh hoặc chia thành nhiều tệp.")
    if suffix in (".xlsm", ".xlsb", ".xltm"):
        raise SpreadsheetError(f"Không nhận tệp {suffix} (có thể chứa macro). {_SAVE_AS_XLSX}")
    if suffix not in (".xlsx", ".xls"):
        raise SpreadsheetError(
            f"Chỉ nhận tệp Excel .xlsx hoặc .xls, không nhận “{suffix or filename}”. {_SAVE_AS_XLSX}"
        )
    if data.startswith(_OLE):
        _check_ole(data, suffix)
        return {}
    if data.startswith(_ZIP):
        if suffix != ".xlsx":
            raise SpreadsheetError(
                "Tệp có đuôi .xls nhưng nội dung là .xlsx. Hãy đổi đuôi tệp thành .xlsx rồi tải lên lại."
            )
        return _check_zip(data)
    what = "trang web (HTML)" if b"<" in data[:200].lstrip()[:5] else "văn bản hoặc dạng khác"
    raise SpreadsheetError(f"Tệp có đuôi {suffix} nhưng nội dung là {what}, không phải Excel. {_SAVE_AS_XLSX}")


def _check_ole(data: bytes, suffix: str) -> None:
    # Stream names stand in the file's directory as UTF-16, always uncompressed.
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise _protected()
    if suffix != ".xls":
        raise SpreadsheetError(
            "Tệp có đuôi .xlsx nhưng nội dung là Excel đời cũ. Hãy đổi đuôi thành .xls rồi tải lên lại."
        )
    if "_VBA_PROJECT".encode("utf-16-le") in data:
        raise SpreadsheetError(f"Tệp có chứa macro nên không được nhận. {_SAVE_AS_XLSX}")


def _check_zip(data: bytes) -> _Errors:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS:
                raise _bomb()
            names = {part.filename for part in parts}
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise SpreadsheetError(f"Tệp có chứa macro nên không được nhận. {_SAVE_AS_XLSX}")
            if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
                raise SpreadsheetError(f"Tệp có đuôi .xlsx nhưng không phải bảng tính Excel. {_SAVE_AS_XLSX}")
            return _unpack_within_bounds(archive, parts)
    except (
        ElementTree.ParseError,
        KeyError,
        zlib.error,
        zipfile.BadZipFile,
        NotImplementedError,
        RuntimeError,
        EOFError,
    ) as error:
        raise SpreadsheetError(f"Tệp bị hỏng, không mở được. {_SAVE_AS_XLSX}") from error


def _unpack_within_bounds(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> _Errors:
    """Counts what the parts really unpack to (the declared size may lie) and how far their cells reach.

    Returns the formula errors, which the reader would give as empty cells.
    """
    left = MAX_UNPACKED_BYTES
    errors = {}
    for part in parts:
        if part.file_size > left:
            raise _bomb()
        part.file_size = 2**40  # do not stop at the declared end of the stream: read what there is, up to the bound
        with archive.open(part) as stream:
            content = stream.read(left + 1)
        left -= len(content)
        if left < 0:
            raise _bomb()
        if part.filename.startswith("xl/worksheets/"):
            _check_extent(part.filename, content)
            if found := _ERROR_CELL.findall(content) if b"#" in content else []:
                errors[part.filename] = {(int(r) - 1, _column_number(c) - 1): v.decode() for c, r, v in found}
    names = _sheet_names(archive) if errors else {}
    return {names[path]: cells for path, cells in errors.items() if path in names}


def _sheet_names(archive: zipfile.ZipFile) -> dict[str, str]:
    """The sheet's name by the path of its part."""
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {r.get("Id"): r.get("Target", "") for r in relations}
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    found = {}
    for sheet in book.iter("{http://schemas.openxmlformats.org/spreadsheetml/2006/main}sheet"):
        target = targets.get(sheet.get(_RELATION), "")
        found[target.lstrip("/") if target.startswith("/") else f"xl/{target}"] = sheet.get("name", "")
    return found


def _check_extent(name: str, content: bytes) -> None:
    """The reader allocates a full rectangle up to the farthest filled cell: refuse a far one before that."""
    bottom, widest = 0, set[bytes]()
    for column, row, empty in _CELL.findall(content):
        if not empty:
            bottom = max(bottom, int(row))
            widest.add(column)
    right = max((_column_number(letters) for letters in widest), default=0)
    if bottom > MAX_ROWS or right > MAX_COLUMNS:
        raise _too_wide(PurePath(name).stem, bottom, right)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _too_wide(name: str, height: int, width: int) -> SpreadsheetError:
    return SpreadsheetError(
        f"Trang tính “{name}” quá lớn ({height} hàng, {width} cột; giới hạn {MAX_ROWS} hàng, {MAX_COLUMNS} cột). "
        "Hãy xóa các hàng, cột thừa ở cuối trang rồi lưu và tải lên lại."
    )


def _protected() -> SpreadsheetError:
    return SpreadsheetError(
        "Tệp có đặt mật khẩu. Hãy mở bằng Excel, bỏ mật khẩu (Tệp > Thông tin > Bảo vệ sổ làm việc) rồi tải lên lại."
    )


def _bomb() -> SpreadsheetError:
    return SpreadsheetError(f"Tệp nén chứa quá nhiều dữ liệu (trên {MAX_UNPACKED_BYTES // 2**20} MB). {_SAVE_AS_XLSX}")
