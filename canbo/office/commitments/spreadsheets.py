"""Excel in and out: competency frameworks as offices keep them, and the list of commitments of a year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from canbo.office.base.errors import ActionError
from canbo.office.commitments.models import Framework
from canbo.office.commitments.queries.board import Listed
from canbo.paperwork.names import search_key
from canbo.paperwork.spreadsheet import Cell, SpreadsheetError
from canbo.paperwork.workbook import Table, TableColumn, read_grid, write_table

FIELDS = {
    "title": ("Vị trí việc làm", "Tên vị trí việc làm", "Chức danh", "Chức vụ, chức danh", "Vị trí"),
    "group": ("Nhóm năng lực", "Nhóm"),
    "name": ("Năng lực", "Tên năng lực", "Yêu cầu năng lực", "Năng lực yêu cầu"),
    "level": ("Mức yêu cầu", "Cấp độ yêu cầu", "Cấp độ", "Mức độ", "Bậc"),
    "description": ("Mô tả", "Biểu hiện", "Mô tả yêu cầu", "Nội dung yêu cầu"),
}
LONGEST = {"title": 160, "group": 160, "name": 300, "level": 80, "description": 1000}
COLUMNS = [
    TableColumn("Vị trí việc làm", width=32), TableColumn("Nhóm năng lực", width=26), TableColumn("Năng lực", width=36),
    TableColumn("Mức yêu cầu", width=16), TableColumn("Mô tả", width=70),
]  # fmt: skip
SAMPLE = [("Chuyên viên", "Năng lực chung", "(tên năng lực)", "(mức yêu cầu)", "(mô tả yêu cầu ở mức đó)")]


@dataclass
class Position:
    """One job position of a file: its title as written first, and its items in their order."""

    title: str
    items: list[dict[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Reading:
    """What a file says: its positions, and what is wrong with it, row by row. With a problem nothing is taken."""

    positions: tuple[Position, ...]
    problems: tuple[str, ...]


def read_frameworks(data: bytes, name: str) -> Reading:
    """The positions in an uploaded file. ActionError where it is no spreadsheet, or has no such table."""
    try:
        grid = read_grid(data, name, FIELDS, required=["title", "name"])
    except SpreadsheetError as error:
        raise ActionError(str(error)) from error
    found: dict[str, Position] = {}
    problems: list[str] = []
    title = ""
    for row, cells in grid.rows:
        texts = {key: _text(cells.get(key, "")) for key in FIELDS}
        title = texts.pop("title") or title  # an office writes the position once, over the rows that follow
        if fault := _fault(title, texts, found.get(search_key(title))):
            problems.append(f"Hàng {row}: {fault}")
        else:
            found.setdefault(search_key(title), Position(title)).items.append(texts)
    if not found and not problems:
        problems.append("Tệp không có dòng năng lực nào. Hãy điền ít nhất một dòng.")
    return Reading(tuple(found.values()), tuple(problems))


def _text(cell: Cell) -> str:
    """A cell as text; Excel gives the level 3 as 3.0."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def _fault(title: str, texts: Mapping[str, str], before: Position | None) -> str:
    if not title:
        return "chưa có vị trí việc làm. Hãy điền cột Vị trí việc làm."
    if not texts["name"]:
        return "chưa có tên năng lực. Hãy điền cột Năng lực, hoặc xóa dòng."
    for key, text in {**texts, "title": title}.items():
        if len(text) > LONGEST[key]:
            return f"cột {FIELDS[key][0]} dài hơn {LONGEST[key]} ký tự. Hãy viết gọn lại."
    if before and search_key(texts["name"]) in {search_key(one["name"]) for one in before.items}:
        return f"năng lực “{texts['name']}” đã có ở vị trí “{title}”. Hãy bỏ một dòng."
    return ""


def framework_template() -> bytes:
    """An empty file in the columns that are read."""
    return write_table(Table("Khung năng lực", COLUMNS, SAMPLE, titles=("KHUNG NĂNG LỰC VỊ TRÍ VIỆC LÀM",)))


def framework_table(rows: Iterable[Framework]) -> bytes:
    """Frameworks as they are read back, one row an item."""
    lines = (
        (row.title, one["group"], one["name"], one["level"], one["description"]) for row in rows for one in row.items
    )
    return write_table(Table("Khung năng lực", COLUMNS, lines, titles=("KHUNG NĂNG LỰC VỊ TRÍ VIỆC LÀM",)))


def commitment_table(title: str, rows: Iterable[Listed]) -> bytes:
    """The commitments of a list: who, where, how far, signed when, whether late."""
    columns = [
        TableColumn("TT", "integer", 6), TableColumn("Họ và tên", width=28), TableColumn("Mã số", width=14),
        TableColumn("Chức vụ, chức danh", width=30), TableColumn("Đơn vị", width=32), TableColumn("Lần", "integer", 6),
        TableColumn("Hạn ký", "date", 12), TableColumn("Tình trạng", width=24),
        TableColumn("Người cam kết ký", "date", 16), TableColumn("Cấp trên ký", "date", 14),
        TableColumn("Cấp trên trực tiếp", width=28), TableColumn("Ghi chú", width=18),
    ]  # fmt: skip
    lines = (
        (
            number, row.person.full_name, row.person.code, row.commitment.post_title, row.commitment.unit.name,
            row.commitment.number, row.commitment.due, row.label, row.signed_on, row.countersigned_on, row.superior,
            row.note,
        )
        for number, row in enumerate(rows, start=1)
    )  # fmt: skip
    return write_table(Table("Bản cam kết", columns, lines, titles=("THEO DÕI KÝ BẢN CAM KẾT", title)))
