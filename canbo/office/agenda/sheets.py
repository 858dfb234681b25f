"""The calendar and the list of letters as spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from canbo.office.agenda.entries import Entry
from canbo.office.agenda.models import REFUSED, SENDING, SENT, WAITING, Letter
from canbo.paperwork.workbook import Table, TableColumn, write_table

LETTER_STATES = {WAITING: "Chờ gửi", SENDING: "Đang gửi", SENT: "Đã gửi", REFUSED: "Máy chủ thư từ chối"}
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


def letters(rows: Iterable[Letter], agency: str) -> bytes:
    """One row a letter, without what it says."""
    columns = [
        TableColumn("Ngày", "date", 12), TableColumn("Họ và tên", width=26), TableColumn("Địa chỉ thư", width=30),
        TableColumn("Tình trạng", width=20), TableColumn("Máy chủ thư trả lời", width=48),
    ]  # fmt: skip
    cells = ((row.day, str(row.person), row.address, LETTER_STATES[row.state], row.problem) for row in rows)
    return write_table(Table("Thư nhắc việc", columns, cells, titles=(f"Thư nhắc việc, {agency}",)))
