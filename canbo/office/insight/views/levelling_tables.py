"""The lists of levelling as spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from canbo.office.evaluations.models import State
from canbo.office.insight.models import Examination, Examined
from canbo.office.insight.queries.levelling import Line
from canbo.paperwork.workbook import Table, TableColumn, Value, write_table

NO_VERDICT = "Dấu hiệu là lý do để mở phiếu, không phải kết luận."


def lines_table(row: Examination, lines: Iterable[Line], who: str) -> bytes:
    """Units or evaluators, one row a signal found, one row where none was."""
    columns = [
        TableColumn(who, width=36), TableColumn("Số người", "integer", 10), TableColumn("Số phiếu", "integer", 10),
        TableColumn("Dấu hiệu", width=26), TableColumn("Mức", width=14), TableColumn("Nơi khác", width=14),
        TableColumn("Tỷ lệ báo nhầm", width=14), TableColumn("Nói gì, không nói gì", width=90),
        TableColumn("Lần so sánh", width=22),
    ]  # fmt: skip
    titles = [
        "Dấu hiệu cào bằng",
        f"{row.unit}, {_stretch(row)}",
        NO_VERDICT,
    ]
    return write_table(Table("Dấu hiệu", columns, _rows(lines), titles))


def _rows(lines: Iterable[Line]) -> Iterator[list[Value]]:
    for line in lines:
        one = line.row
        head: list[Value] = [str(one.evaluator or one.unit), one.people, one.sheets]
        for told in line.told:
            words = told.row.words or f"{told.words.means} {told.words.not_means}"
            yield [*head, told.label, told.value, told.typical, told.rate, words, line.before]
        if not line.told:
            yield [*head, "", "", "", "", one.silence or "không có dấu hiệu", line.before]


def evidence_table(row: Examined, label: str, sheets: Iterable[State]) -> bytes:
    """The sheets behind a signal."""
    columns = [
        TableColumn("Kỳ", width=26), TableColumn("Họ và tên", width=26), TableColumn("Chức vụ, chức danh", width=34),
        TableColumn("Đơn vị", width=34), TableColumn("Tự chấm", "points", 10),
        TableColumn("Cấp trên chấm", "points", 14), TableColumn("Quyết định", "points", 12),
    ]  # fmt: skip
    titles = [label, f"{row.evaluator or row.unit}, {_stretch(row.examination)}"]
    rows = (
        [
            one.sheet.cycle.name, one.sheet.subject, one.sheet.post_title, one.sheet.unit.name, one.self_total,
            one.review_total, one.total,
        ]
        for one in sheets
    )  # fmt: skip
    return write_table(Table("Phiếu", columns, rows, titles))


def _stretch(row: Examination) -> str:
    return f"{row.starts:%d/%m/%Y} – {row.ends:%d/%m/%Y}"
