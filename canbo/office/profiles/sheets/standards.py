"""Standards of titles as files: a template, a body's set in and out; who meets them as a list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from canbo.office.base.errors import ActionError
from canbo.office.profiles.queries.alike import OUTCOMES
from canbo.office.profiles.queries.meeting import Judged, Report, Row
from canbo.paperwork.spreadsheet import SpreadsheetError
from canbo.paperwork.tables import fold_title
from canbo.paperwork.workbook import Table, TableColumn, Value, read_grid, write_table
from canbo.rulebook import PackError, RuleError, standards
from canbo.rulebook.standards import StandardSet, asked, kinds
from canbo.rulebook.standards.reading import TITLE

SAMPLE = {"Trình độ chuyên môn": "Đại học", "Lý luận chính trị": "Cao cấp", "Số năm công tác": "5", "Tuổi": "50"}
YAML = """# Tiêu chuẩn chức danh của một cơ quan. Bỏ dòng nào không yêu cầu.
source: {number: Số và tên văn bản, in_force: 2026-01-01, ends: 2030-12-31}
titles:
  chu_tich:
    label: Chủ tịch Ủy ban nhân dân
    requires: {education: Đại học, political_theory: Cao cấp, experience_years: 5, age: 50}
"""


def read(data: bytes, name: str, number: str, in_force: date | None, ends: date | None) -> StandardSet:
    """The set in an uploaded file. An Excel file takes number and days from the form, YAML names them itself.
    ActionError names each fault by its place."""
    try:
        if name.lower().endswith((".yaml", ".yml")):
            return standards.read(data.decode("utf-8"), name)
        if not number.strip() or in_force is None:
            raise ActionError("Tệp Excel không ghi số văn bản và ngày hiệu lực; hãy ghi hai mục này ở trên.")
        return standards.from_table(_rows(data, name), number.strip(), in_force, ends)
    except (PackError, RuleError, SpreadsheetError) as error:
        raise ActionError(str(error)) from error
    except UnicodeDecodeError as error:
        raise ActionError("Tệp không phải chữ UTF-8. Hãy lưu lại với mã hóa UTF-8.") from error


def _rows(data: bytes, name: str) -> list[dict[str, str]]:
    """The rows of the table, by titles; columns that ask nothing known are refused."""
    titles = [TITLE, *(kind.label for kind in kinds().values())]
    grid = read_grid(data, name, {title: [title] for title in [*titles, "TT"]}, required=[TITLE])
    odd = [
        one.header for one in grid.columns
        if one.note or fold_title(one.header) not in {fold_title(title) for title in [*titles, "TT"]}
    ]  # fmt: skip
    if odd:
        raise ActionError(f"Không hiểu cột “{odd[0]}”. Các cột nhận được: {', '.join(titles)}.")
    if not grid.rows:
        raise ActionError("Tệp không có dòng chức danh nào.")
    return [{title: _text(cells[title]) for title in titles if title in cells} for _, cells in grid.rows]


def _text(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def set_table(found: StandardSet | None) -> bytes:
    """A set in the columns that are read; with None a template of one line."""
    labels = [kind.label for kind in kinds().values()]
    if found is None:
        lines: list[list[Value]] = [["Chủ tịch Ủy ban nhân dân", *(SAMPLE.get(label, "") for label in labels)]]
    else:
        lines = []
        for one in found.titles.values():
            held = {need.key: asked(need) for need in one.requires}
            lines.append(
                [
                    one.label,
                    *(
                        kind.steps.get(str(held.get(kind.key)), str(held.get(kind.key, "")))
                        for kind in kinds().values()
                    ),
                ]
            )
    columns = [TableColumn(TITLE, width=36), *(TableColumn(label, width=18) for label in labels)]
    heading = ["TIÊU CHUẨN CHỨC DANH", *([found.number] if found else [])]
    return write_table(Table("Tiêu chuẩn", columns, lines, heading))


def judged_table(people: Sequence[Judged], title: str) -> bytes:
    """Who meets the standard of their title, with what is missing."""
    columns = [
        TableColumn("TT", "integer", 5), TableColumn("Họ và tên", width=26), TableColumn("Mã số", width=12),
        TableColumn("Chức vụ, chức danh", width=28), TableColumn("Đơn vị", width=30),
        TableColumn("Tiêu chuẩn của", width=28), TableColumn("Kết quả", width=18),
        TableColumn("Còn thiếu, chưa rõ", width=60),
    ]  # fmt: skip
    lines = (
        (
            number, one.place.person.full_name, one.place.person.code, one.place.post.title, one.place.post.unit.name,
            one.found.standard.label if one.found.standard else "", one.word, "; ".join(one.lacks),
        )
        for number, one in enumerate(people, start=1)
    )  # fmt: skip
    return write_table(Table("Đạt chuẩn", columns, lines, ["DANH SÁCH THEO TIÊU CHUẨN CHỨC DANH", title]))


def shares_table(report: Report, rows: Sequence[Row], day: date, about: Sequence[str]) -> bytes:
    """How many meet the standard of their title, unit by unit: what the page shows, one line where nothing is below."""
    columns = [
        TableColumn("TT", "integer", 5), TableColumn("Đơn vị", width=40), TableColumn("Người", "integer", 10, "sum"),
        TableColumn("Nữ", "integer", 10, "sum"),
        *(TableColumn(label, "integer", 18, "sum") for label in OUTCOMES.values()),
    ]  # fmt: skip
    told: list[tuple[str, int, int, Sequence[tuple[str, int]]]] = [
        (f"Trực thuộc {one.unit.name}" if one.direct else one.unit.name, one.people, one.women, one.cells)
        for one in rows
    ] or [(about[0], report.people, report.women, [(label, number) for _, label, number in report.cells])]
    lines: Iterable[Sequence[Value]] = (
        (at, name, people, women, *(number for _, number in cells))
        for at, (name, people, women, cells) in enumerate(told, start=1)
    )
    heading = ["AI ĐẠT CHUẨN CHỨC DANH", f"Ngày {day:%d/%m/%Y}", *about]
    return write_table(Table("Đạt chuẩn", columns, lines, heading))
