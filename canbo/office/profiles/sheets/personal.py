"""What is held about a person as one file, and the list of requests."""

from __future__ import annotations

from collections.abc import Iterable

from canbo.office.profiles.holdings import Part
from canbo.office.profiles.queries.requests import Case
from canbo.paperwork.workbook import Table, TableColumn, write_table


def held_table(parts: Iterable[Part], name: str, day: str) -> bytes:
    """Everything, a row a thing held; a part that holds nothing says so."""
    columns = [
        TableColumn("Nhóm", width=26), TableColumn("Loại dữ liệu", width=38), TableColumn("Số", "integer", 6),
        TableColumn("Nội dung", width=110),
    ]  # fmt: skip
    lines = (
        (part.group, part.title, number or None, text)
        for part in parts
        for number, text in (
            [(n, "; ".join(f"{label}: {value}" for label, value in row)) for n, row in enumerate(part.rows, start=1)]
            or [(0, "Không có dữ liệu nào.")]
        )
    )
    return write_table(Table("Dữ liệu về tôi", columns, lines, ["DỮ LIỆU ĐANG LƯU VỀ NGƯỜI", f"{name}, {day}"]))


def requests_table(rows: Iterable[Case]) -> bytes:
    """Requests with their days and answers."""
    columns = [
        TableColumn("TT", "integer", 5), TableColumn("Người yêu cầu", width=26), TableColumn("Yêu cầu", width=28),
        TableColumn("Nội dung", width=50), TableColumn("Nhận ngày", "date", 12), TableColumn("Hạn trả lời", "date", 12),
        TableColumn("Tình trạng", width=18), TableColumn("Kết quả", width=24), TableColumn("Trả lời", width=50),
    ]  # fmt: skip
    lines = (
        (
            number, one.row.person.full_name, one.kind, one.row.text, one.row.received, one.due,
            f"{one.word}, quá hạn" if one.late else one.word,
            one.answer.get_outcome_display() if one.answer else "", one.answer.text if one.answer else "",
        )
        for number, one in enumerate(rows, start=1)
    )  # fmt: skip
    return write_table(Table("Yêu cầu về dữ liệu", columns, lines, ["YÊU CẦU VỀ DỮ LIỆU CÁ NHÂN"]))
