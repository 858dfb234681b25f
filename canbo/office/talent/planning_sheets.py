"""Excel in and out of planning: a plan's lists, its check, and lists read back exact or refused by row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Lower

from canbo.office.base.errors import ActionError
from canbo.office.people.models import Person
from canbo.office.talent.actions.planning_lists import Row
from canbo.office.talent.models import CadrePlan, PlanPost
from canbo.office.talent.queries.planning_checks import Check
from canbo.office.talent.queries.planning_lists import Line
from canbo.office.talent.queries.planning_steps import Told
from canbo.paperwork.names import search_key
from canbo.paperwork.spreadsheet import Cell, SpreadsheetError
from canbo.paperwork.workbook import Table, TableColumn, read_grid, write_table

FIELDS = {
    "code": ("Mã số", "Mã", "Mã cán bộ"),
    "name": ("Họ và tên", "Họ tên"),
    "post": ("Chức danh quy hoạch", "Chức danh", "Quy hoạch chức danh"),
    "unit": ("Đơn vị của chức danh", "Đơn vị"),
}


def listed(plan: CadrePlan, lines: Sequence[tuple[Line, Sequence[Told]]]) -> bytes:
    """Everybody on the lists of a plan."""
    columns = [
        TableColumn("TT", "integer", 6), TableColumn("Chức danh quy hoạch", width=30),
        TableColumn("Đơn vị của chức danh", width=28), TableColumn("Mã số", width=12),
        TableColumn("Họ và tên", width=26, total="count"), TableColumn("Chức vụ đang giữ", width=34),
        TableColumn("Tình trạng", width=18), TableColumn("Ngày", "date", 12), TableColumn("Văn bản", width=28),
        TableColumn("Phiếu", width=34), TableColumn("Lưu ý", width=34),
    ]  # fmt: skip
    rows = (
        (
            number, line.post.title, str(line.post.unit), line.person.code, str(line.person), held(line), line.state,
            line.entry.day, line.entry.document, "; ".join(f"{one.label}: {one.words}" for one in votes),
            "; ".join(line.notes),
        )
        for number, (line, votes) in enumerate(lines, start=1)
    )  # fmt: skip
    titles = ("DANH SÁCH QUY HOẠCH CÁN BỘ", f"{plan.name}, nhiệm kỳ {plan.term}")
    return write_table(Table("Quy hoạch", columns, rows, titles=titles))


def held(line: Line) -> str:
    """What somebody holds on the day asked about: "Trưởng phòng, Phòng Kinh tế"."""
    return "; ".join(f"{one.post.title}, {one.post.unit}" for one in line.places)


def checked(found: Check) -> bytes:
    """What the check says: what is broken, then the targets."""
    columns = [
        TableColumn("TT", "integer", 6), TableColumn("Quy định, chỉ tiêu", width=44), TableColumn("Số liệu", width=22),
        TableColumn("Kết luận", width=18), TableColumn("Người", width=44), TableColumn("Chức danh", width=44),
        TableColumn("Cách xử lý", width=40), TableColumn("Căn cứ", width=44),
    ]  # fmt: skip
    broken = [
        (
            one.label, one.counted, "Chưa đúng" if one.known else "Chưa rõ", "; ".join(map(str, one.people)),
            "; ".join(map(str, one.posts)), one.opens, one.cite,
        )
        for one in found.broken
    ]  # fmt: skip
    targets = [
        (one.label, f"{one.held}/{one.people}" if one.told else "", one.word, "", "", "", one.cite)
        for one in found.targets
    ]
    rows = ((number, *row) for number, row in enumerate([*broken, *targets], start=1))
    titles = ("KIỂM TRA DANH SÁCH QUY HOẠCH", f"{found.plan.name}, xét ngày {found.day:%d/%m/%Y}, {found.law.number}")
    return write_table(Table("Kiểm tra", columns, rows, titles=titles))


def template(posts: Sequence[PlanPost]) -> bytes:
    """An empty file in the columns that are read, with a row for each post to go by."""
    columns = [
        TableColumn("Mã số", width=14), TableColumn("Họ và tên", width=30),
        TableColumn("Chức danh quy hoạch", width=36), TableColumn("Đơn vị của chức danh", width=36),
    ]  # fmt: skip
    rows = [("(mã số)", "(họ và tên)", one.title, str(one.unit)) for one in posts]
    return write_table(Table("Quy hoạch", columns, rows, titles=("DANH SÁCH QUY HOẠCH",)))


def read(data: bytes, name: str, posts: Sequence[PlanPost], people: QuerySet[Person]) -> list[Row]:
    """The rows of a file for these posts, about these people. ActionError naming every wrong row; then nothing of the
    file is taken."""
    try:
        grid = read_grid(data, name, FIELDS, required=["code", "post"]).rows
    except SpreadsheetError as error:
        raise ActionError(str(error)) from error
    codes = {_text(cells["code"]).lower() for _, cells in grid}
    rows = people.annotate(small=Lower("code")).filter(small__in=codes)
    known = {one.code.lower(): one for one in rows}
    found, problems = [], []
    for number, cells in grid:
        one = _row(cells, posts, known)
        if isinstance(one, str):
            problems.append(f"hàng {number}: {one}")
        else:
            found.append(one)
    if problems or not found:
        said = "; ".join(problems[:10]) + ("; …" if len(problems) > 10 else "") or "tệp không có dòng nào"
        raise ActionError(f"Chưa nhập gì. Hãy sửa tệp rồi tải lại: {said}.")
    return found


def _row(cells: Mapping[str, Any], posts: Sequence[PlanPost], known: Mapping[str, Person]) -> Row | str:
    """A row, or what is wrong with it."""
    code, name, title, unit = (_text(cells.get(key, "")) for key in FIELDS)
    person = known.get(code.lower())
    if person is None:
        return f"không thấy mã số “{code}” trong phạm vi được xem"
    if name and search_key(name) != search_key(person.full_name):
        return f"mã số {code} là của {person}, không phải “{name}”"
    fitting = [
        one
        for one in posts
        if search_key(one.title) == search_key(title) and (not unit or search_key(str(one.unit)) == search_key(unit))
    ]
    if len(fitting) != 1:
        return f"{'không có' if not fitting else 'có nhiều đơn vị có'} chức danh “{title}” trong quy hoạch này"
    return Row(fitting[0], person)


def _text(cell: Cell) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
