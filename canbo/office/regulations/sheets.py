"""Excel in and out: the texts of a form to fill in, and who has read an announcement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone

from canbo.office.base.errors import ActionError
from canbo.office.regulations import filling, wording
from canbo.office.regulations.models import Announcement
from canbo.office.regulations.queries import Standing
from canbo.paperwork.spreadsheet import SpreadsheetError
from canbo.paperwork.workbook import Table, TableColumn, read_grid, write_table
from canbo.rulebook import Pack, Setting

FIELDS = {
    "heading": ("Tiêu chí", "Nhóm tiêu chí", "Nhóm"),
    "text": ("Nội dung", "Nội dung đánh giá", "Nội dung tiêu chí", "Tên nội dung", "Nội dung chấm điểm"),
}
LONGEST = 500


def template(found: Pack, setting: Setting, value: object) -> bytes:
    """The .xlsx to fill in, with what is already written."""
    rows = filling.items(found, setting, value)
    columns = [TableColumn("TT", "integer", 6), TableColumn("Tiêu chí", width=40), TableColumn("Nội dung", width=80)]
    notes = (setting.label, "Điền cột Nội dung cho mọi dòng; cột Tiêu chí có thể để trống. Không thêm, bớt dòng.")
    cells = [(row.number, row.heading, row.text) for row in rows]
    return write_table(Table("Nội dung", columns, cells, titles=notes))


def read_items(found: Pack, setting: Setting, data: bytes, name: str) -> dict[str, Any] | None:
    """The value of an items setting from an uploaded file, its rows in the order of the form.

    ActionError naming the row where a text is missing, too long, or beyond what the form holds; nothing is taken then.
    """
    try:
        grid = read_grid(data, name, FIELDS, required=["text"])
    except SpreadsheetError as error:
        raise ActionError(str(error)) from error
    places = filling.blanks(found, setting)
    if len(grid.rows) > len(places):
        row = grid.rows[len(places)][0]
        raise ActionError(
            f"Tệp có {len(grid.rows)} dòng nội dung, biểu chỉ có {len(places)}. Hãy bỏ bớt từ hàng {row} rồi tải lại."
        )
    texts = {}
    for blank, (row, cells) in zip(places, grid.rows, strict=False):
        heading, text = str(cells.get("heading", "")).strip(), str(cells.get("text", "")).strip()
        if heading and not text:
            raise ActionError(f"Hàng {row}: có tiêu chí nhưng chưa có nội dung. Hãy điền cột Nội dung rồi tải lại.")
        if len(text) > LONGEST or len(heading) > LONGEST:
            raise ActionError(f"Hàng {row}: nội dung dài hơn {LONGEST} ký tự. Hãy rút gọn rồi tải lại.")
        texts[blank.key] = (heading, text)
    return filling.items_value(found, setting, texts)


def history(title: str, rows: Iterable[Standing]) -> bytes:
    """The adoptions of a unit and those above it: document, unit, from, until, state."""
    columns = [
        TableColumn("Tên loại", width=14),
        TableColumn("Số, ký hiệu", width=20),
        TableColumn("Trích yếu", width=50),
        TableColumn("Của", width=32),
        TableColumn("Từ ngày", "date", 12),
        TableColumn("Đến trước ngày", "date", 14),
        TableColumn("Tình trạng", width=26),
    ]
    cells = (
        (
            row.adoption.kind or "", row.adoption.number, row.adoption.title, row.adoption.unit.name,
            row.adoption.valid_from, row.until, wording.STATES[row.state],
        )
        for row in rows
    )  # fmt: skip
    return write_table(Table("Quy định", columns, cells, titles=(title,)))


def announcements(rows: Iterable[Announcement]) -> bytes:
    """Announcements: title, unit, day, how many have read."""
    columns = [
        TableColumn("Thông báo", width=60),
        TableColumn("Gửi tới", width=32),
        TableColumn("Ngày gửi", "date", 12),
        TableColumn("Số người đã đọc", "integer", 16),
    ]
    cells = (
        (row.title, row.unit.name, timezone.localtime(row.at).date(), row.readers)  # type: ignore[attr-defined]
        for row in rows
    )
    return write_table(Table("Thông báo", columns, cells, titles=("Thông báo",)))


def readers(title: str, rows: Sequence[tuple[str, str, str, str]]) -> bytes:
    """Who has read an announcement: name, post, unit, moment ("" not yet)."""
    columns = [
        TableColumn("Họ và tên", width=28),
        TableColumn("Chức vụ", width=28),
        TableColumn("Đơn vị", width=32),
        TableColumn("Đã đọc lúc", width=18),
    ]
    return write_table(Table("Đã đọc", columns, rows, titles=(title,)))
