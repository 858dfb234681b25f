"""The calendar as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from canbo.office.agenda.entries import Entry
from canbo.paperwork.workbook import Table, TableColumn, write_table

WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")


def deadlines(entries: Iterable[Entry], title: str, today: date) -> bytes:
    """One row a deadline."""
    columns = [
        TableColumn("Ngày", "date", 12), TableColumn("Thứ", width=10), TableColumn("Việc", width=40),
        TableColumn("Nội dung", width=48), TableColumn("Loại", width=12), TableColumn("Tình trạng", width=12),
    ]  # fmt: skip
    cells = (
        (entry.day, WEEKDAYS[entry.day.weekday()], entry.what, entry.detail, entry.kind_label, state(entry, today))
        for entry in entries
        if entry.day
    )
    return write_table(Table("Lịch", columns, cells, titles=(title,)))


def state(entry: Entry, today: date) -> str:
    """Done, late, or to come."""
    if entry.done:
        return "Đã xong"
    return "Quá hạn" if entry.day and entry.day < today else "Chưa xong"
