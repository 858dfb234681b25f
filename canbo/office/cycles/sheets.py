"""The list of cycles as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable

from canbo.office.cycles.queries import Listed
from canbo.paperwork.dates import short_date
from canbo.paperwork.workbook import Table, TableColumn, write_table

STATES = {"open": "Đang mở", "overdue": "Đã hết hạn", "locked": "Đã khóa"}


def cycles(rows: Iterable[Listed]) -> bytes:
    """One row a cycle: name, unit, regulation, period, deadlines of its steps, state."""
    columns = [
        TableColumn("Kỳ đánh giá", width=28), TableColumn("Đơn vị", width=32), TableColumn("Quy định", width=20),
        TableColumn("Từ ngày", "date", 12), TableColumn("Đến ngày", "date", 12),
        TableColumn("Thời hạn các bước", width=60), TableColumn("Tình trạng", width=14),
    ]  # fmt: skip
    cells = (
        (
            row.cycle.name, row.cycle.unit.name, row.cycle.adoption.number, row.cycle.starts, row.cycle.ends,
            "; ".join(f"{step.label}: {short_date(step.due)}" for step in row.steps if step.due), STATES[row.state],
        )
        for row in rows
    )  # fmt: skip
    return write_table(Table("Kỳ đánh giá", columns, cells, titles=("Danh sách kỳ đánh giá",)))
