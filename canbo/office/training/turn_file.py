"""A table of past turns as offices keep it in Excel: one row a turn, exact or refused by row and column."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from canbo.office.base.errors import ActionError
from canbo.office.training import law
from canbo.paperwork.dates import DateError, parse_date
from canbo.paperwork.names import search_key
from canbo.paperwork.spreadsheet import Cell, SpreadsheetError
from canbo.paperwork.workbook import Table, TableColumn, read_grid, write_table

FIELDS = {
    "code": ("Mã số", "Mã", "Mã cán bộ"),
    "name": ("Họ và tên",),
    "course": ("Tên lớp, khóa", "Lớp, khóa", "Tên lớp", "Khóa học"),
    "content": ("Nhóm nội dung", "Nội dung"),
    "qualification": ("Trình độ đạt được", "Trình độ"),
    "organiser": ("Nơi mở lớp", "Cơ sở đào tạo"),
    "starts": ("Từ ngày", "Ngày bắt đầu"),
    "ends": ("Đến ngày", "Ngày kết thúc"),
    "document": ("Văn bản cử", "Quyết định cử"),
    "certificate": ("Văn bằng, chứng chỉ", "Chứng chỉ", "Văn bằng"),
}
COLUMNS = [
    TableColumn("Mã số", width=14), TableColumn("Họ và tên", width=28), TableColumn("Tên lớp, khóa", width=40),
    TableColumn("Nhóm nội dung", width=30), TableColumn("Trình độ đạt được", width=30),
    TableColumn("Nơi mở lớp", width=28), TableColumn("Từ ngày", width=12), TableColumn("Đến ngày", width=12),
    TableColumn("Văn bản cử", width=28), TableColumn("Văn bằng, chứng chỉ", width=28),
]  # fmt: skip
Known = Mapping[str, tuple[int, str]]  # by code in small letters: the person's id and name
Turn = tuple[int, str, date]  # the person's id, the course's name as it is searched for, its first day


@dataclass(frozen=True)
class Row:
    """A turn of a file."""

    person: int
    name: str
    course: str
    content: str
    qualification: str
    organiser: str
    starts: date
    ends: date
    document: str
    certificate: str

    @property
    def lesson(self) -> tuple[object, ...]:
        """What makes turns ones of the same course."""
        return self.course, self.content, self.qualification, self.organiser, self.starts, self.ends


@dataclass(frozen=True)
class Reading:
    """What a file says, and what is wrong with it, row by row. With a problem nothing is taken."""

    rows: tuple[Row, ...]
    problems: tuple[str, ...]


class Wrong(Exception):
    """A row that cannot be taken; the message is Vietnamese."""


def codes(data: bytes, name: str) -> set[str]:
    """The codes a file names. ActionError where it is no spreadsheet or has no such table."""
    return {_text(cells["code"]).lower() for _, cells in _grid(data, name)}


def read(data: bytes, name: str, known: Known, held: Collection[Turn] = ()) -> Reading:
    """The turns of a file about people one keeps (`known`); those on record by now (`held`) are problems: counted
    twice, a report would publish them twice."""
    found: list[Row] = []
    seen: set[tuple[object, ...]] = set()
    problems: list[str] = []
    for number, cells in _grid(data, name):
        try:
            row = _row(cells, known)
            if (row.person, *row.lesson) in seen:
                raise Wrong(f"{row.name} đã có lớp này ở hàng trên.")
            if (row.person, search_key(row.course), row.starts) in held:
                raise Wrong(f"{row.name} đã có lượt học này trong phần mềm. Hãy bỏ hàng.")
            seen.add((row.person, *row.lesson))
            found.append(row)
        except Wrong as error:
            problems.append(f"Hàng {number}: {error}")
    if not found and not problems:
        problems.append("Tệp không có dòng nào. Hãy điền ít nhất một dòng.")
    return Reading(tuple(found), tuple(problems))


def _grid(data: bytes, name: str) -> tuple[tuple[int, Mapping[str, Cell]], ...]:
    try:
        return read_grid(data, name, FIELDS, required=["code", "course", "starts"]).rows
    except SpreadsheetError as error:
        raise ActionError(str(error)) from error


def _row(cells: Mapping[str, Cell], known: Known) -> Row:
    texts = {key: _text(cells.get(key, "")) for key in FIELDS}
    subject = known.get(texts["code"].lower())
    if subject is None:
        raise Wrong(f"cột Mã số: không thấy “{texts['code']}” trong phạm vi phụ trách.")
    if texts["name"] and search_key(texts["name"]) != search_key(subject[1]):
        raise Wrong(f"mã {texts['code']} là của {subject[1]}, không phải “{texts['name']}”. Hãy sửa mã hoặc tên.")
    if not texts["course"] or len(texts["course"]) > 200:
        raise Wrong("cột Tên lớp, khóa: để trống hoặc dài hơn 200 ký tự.")
    starts = _day(cells.get("starts", ""), "Từ ngày")
    ends = _day(cells.get("ends", ""), "Đến ngày") if texts["ends"] else starts
    if ends < starts:
        raise Wrong("cột Đến ngày: trước ngày bắt đầu.")
    if not texts["document"]:
        raise Wrong("cột Văn bản cử: chưa ghi số, ngày của văn bản.")
    content = _key(texts["content"], law.contents(), "Nhóm nội dung")
    qualification = _key(texts["qualification"], law.steps(), "Trình độ đạt được")
    if qualification and not texts["certificate"]:
        raise Wrong("cột Văn bằng, chứng chỉ: để trống mà lớp có trình độ đạt được.")
    return Row(
        *subject, texts["course"], content, qualification, texts["organiser"][:200], starts, ends,
        texts["document"][:200], texts["certificate"][:200],
    )  # fmt: skip


def _key(text: str, known: Mapping[str, str], column: str) -> str:
    wanted = search_key(text)
    if not wanted:
        return ""
    for key, label in known.items():
        if wanted == search_key(label):
            return key
    raise Wrong(f"cột {column}: không có “{text}”. Hãy ghi một trong: {'; '.join(known.values())}.")


def _day(cell: Cell, column: str) -> date:
    try:
        found = parse_date(cell if not isinstance(cell, str) else cell.strip()).day
    except DateError as error:
        raise Wrong(f"cột {column}: {error}") from error
    if found is None:
        raise Wrong(f"cột {column}: cần đủ ngày, tháng, năm.")
    return found


def _text(cell: Cell) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def template() -> bytes:
    """An empty file in the columns that are read, with a row to go by."""
    steps, contents = law.steps(), law.contents()
    sample = (
        "(mã số)", "(họ và tên)", "(tên lớp)", next(iter(contents.values()), ""), steps["political_theory:advanced"],
        "(nơi mở lớp)", "01/03/2021", "30/06/2021", "(số, ngày)", "(số, ngày)",
    )  # fmt: skip
    return write_table(Table("Lượt đào tạo", COLUMNS, [sample], titles=("LƯỢT CỬ ĐI ĐÀO TẠO, BỒI DƯỠNG",)))
