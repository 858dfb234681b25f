"""Lists of this room as spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from canbo.office.signatures.models import Signature
from canbo.paperwork.workbook import Table, TableColumn, write_table


def signatures(rows: Iterable[Signature]) -> bytes:
    """One row a signature: paper, who, how, when, which certificate."""
    columns = [
        TableColumn("Văn bản", width=40), TableColumn("Người ký", width=26), TableColumn("Ký thay", width=26),
        TableColumn("Cách ký", width=34), TableColumn("Ngày ký", "date", 12), TableColumn("Giờ", width=10),
        TableColumn("Dấu thời gian", width=20), TableColumn("Chứng thư", width=34),
        TableColumn("Số chứng thư", width=44), TableColumn("Lý do", width=40),
    ]  # fmt: skip
    ways = dict(Signature.WAYS)
    cells = (
        (
            row.name, row.person.full_name if row.person else row.agency.name,
            row.on_behalf_of.full_name if row.on_behalf_of else "",
            ways[row.way], timezone.localdate(row.at), f"{timezone.localtime(row.at):%H:%M:%S}",
            f"{timezone.localtime(row.timestamp_at):%H:%M:%S %d/%m/%Y}" if row.timestamp_at else "", row.subject,
            row.serial, row.reason,
        )
        for row in rows
    )  # fmt: skip
    return write_table(Table("Chữ ký", columns, cells, titles=("Danh sách chữ ký",)))
