"""The list to draw from, made of units chosen or of an office's own file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from canbo.office.base.errors import ActionError
from canbo.office.people.models import Unit
from canbo.paperwork.names import search_key, tidy
from canbo.paperwork.spreadsheet import SpreadsheetError
from canbo.paperwork.workbook import Table, TableColumn, read_grid, write_table
from canbo.rulebook.draw import Candidate, read_frame
from canbo.rulebook.errors import RuleError

FIELDS = {
    "code": ("Mã", "Mã đơn vị", "Mã trường"),
    "name": ("Tên", "Tên đơn vị", "Tên trường", "Đơn vị"),
    "level": ("Cấp", "Cấp học", "Loại", "Khối", "Nhóm"),
}
# How the name of a school tells its level: an offer for the form, corrected by whoever fills it in.
SCHOOLS = ("Mầm non", "Tiểu học", "Trung học cơ sở", "THCS", "Trung học phổ thông", "THPT")
COLUMNS = [TableColumn("Mã đơn vị", width=18), TableColumn("Tên đơn vị", width=44), TableColumn("Cấp", width=24)]
SAMPLE = [("MN-01", "(tên trường)", "Mầm non"), ("TH-01", "(tên trường)", "Tiểu học")]


def level_of(unit: Unit) -> str:
    """The level to offer for a unit: of a school what its name says, "" otherwise."""
    key = search_key(unit.name)
    return next((level for level in SCHOOLS if search_key(level) in key), "")


def of_units(rows: Iterable[tuple[Unit, str]]) -> list[Candidate]:
    """Candidates from units, each with the level typed for it. ActionError where one has none."""
    found = [Candidate(unit.code, unit.name, tidy(level)) for unit, level in rows]
    missing = [one.name for one in found if not one.level]
    if missing:
        raise ActionError(f"Hãy ghi cấp của: {', '.join(missing[:5])}{'…' if len(missing) > 5 else ''}.")
    return found


def of_file(data: bytes, name: str) -> list[Candidate]:
    """Candidates from an uploaded file: the published CSV itself, or a spreadsheet with code, name and level.
    ActionError, by row, where it cannot be read."""
    if name.lower().endswith(".csv"):
        try:
            return list(read_frame(data))
        except RuleError as error:
            raise ActionError(f"{str(error).capitalize()}.") from error
    try:
        grid = read_grid(data, name, FIELDS, required=["code", "name", "level"])
    except SpreadsheetError as error:
        raise ActionError(str(error)) from error
    found, problems = [], []
    for row, cells in grid.rows:
        texts = {key: _text(cells.get(key, "")) for key in FIELDS}
        if not all(texts.values()):
            problems.append(f"hàng {row}: cần đủ mã, tên, cấp")
        found.append(Candidate(**texts))
    if problems:
        raise ActionError(f"Tệp còn lỗi: {'; '.join(problems[:10])}. Chưa có gì được lưu.")
    return found


def _text(value: object) -> str:
    """A cell as text; Excel keeps a code of figures as a number."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else tidy(str(value))


def template() -> bytes:
    """A spreadsheet to fill in."""
    return write_table(Table("Danh sách bốc thăm", COLUMNS, SAMPLE))


def sizes(candidates: Sequence[Candidate]) -> dict[str, int]:
    """How many candidates each level has, in the order in which levels first appear."""
    return dict(Counter(one.level for one in candidates))
