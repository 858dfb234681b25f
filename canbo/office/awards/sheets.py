"""Excel out of this room: who qualifies, a round's proposals, awards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from canbo.office.awards.models import Award
from canbo.office.awards.queries.candidates import SAID, lacking, opening
from canbo.office.awards.queries.qualifying import WORDS, Line
from canbo.office.awards.queries.rounds import Standing
from canbo.paperwork.workbook import CountLine, Table, TableColumn, write_table


def qualifying(year: int, lines: Sequence[Line], titles: Sequence[tuple[str, str]]) -> bytes:
    """Who qualifies for what, why not and from which year: three columns a title."""
    columns = [
        TableColumn("TT", "integer", 6), TableColumn("Mã số", width=14), TableColumn("Họ và tên, tập thể", width=30),
        TableColumn("Chức vụ, chức danh", width=28), TableColumn("Đơn vị", width=30),
        TableColumn("Xếp loại năm", width=24),
    ]  # fmt: skip
    for _, label in titles:
        columns += [
            TableColumn(label, width=14), TableColumn(f"Còn thiếu: {label}", width=44),
            TableColumn(f"Sớm nhất: {label}", "integer", 12),
        ]  # fmt: skip
    rows = (
        (
            number, line.member.code, line.member.name, line.member.post, line.member.unit, line.rating,
            *(cell for key, _ in titles for cell in _cells(line, key)),
        )
        for number, line in enumerate(lines, start=1)
    )  # fmt: skip
    counts = [CountLine(f"{label}: đủ điều kiện", label, WORDS["yes"]) for _, label in titles]
    return write_table(
        Table("Xét danh hiệu", columns, rows, titles=(f"XÉT DANH HIỆU THI ĐUA NĂM {year}",), counts=counts)
    )


def _cells(line: Line, title: str) -> tuple[str, str, int | None]:
    if title not in line.findings:
        return "", "", None
    return WORDS[line.outcome(title)], "; ".join((*lacking(line, title), *opening(line, title))), line.earliest(title)


def proposals(found: Standing) -> bytes:
    """The proposals of a round with the council's counts."""
    columns = [
        TableColumn("TT", "integer", 6), TableColumn("Họ và tên, tập thể", width=30),
        TableColumn("Chức vụ, chức danh", width=28), TableColumn("Đơn vị", width=30),
        TableColumn("Danh hiệu, hình thức", width=34), TableColumn("Theo quy định", width=14),
        TableColumn("Lý do đề nghị", width=40), TableColumn("Đồng ý", "integer", 10),
        TableColumn("Không đồng ý", "integer", 10), TableColumn("Ý kiến khác", "integer", 10),
    ]  # fmt: skip
    rows = (
        (
            number, str(one.proposal.person or one.proposal.collective), one.proposal.post_title,
            one.proposal.unit.name, one.proposal.label, SAID[one.proposal.outcome],
            one.proposal.reason or one.proposal.achievement,
            *((one.vote.agree, one.vote.disagree, one.vote.abstain) if one.vote else (None, None, None)),
        )
        for number, one in enumerate(found.lines, start=1)
    )  # fmt: skip
    return write_table(Table("Đề nghị", columns, rows, titles=("DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG", found.round.name)))


def awards(rows: Iterable[Award]) -> bytes:
    """Awards with their decisions."""
    columns = [
        TableColumn("TT", "integer", 6), TableColumn("Họ và tên, tập thể", width=30, total="count"),
        TableColumn("Chức vụ, chức danh", width=28), TableColumn("Đơn vị khi được khen", width=30),
        TableColumn("Năm", "integer", 8), TableColumn("Danh hiệu, hình thức", width=34),
        TableColumn("Số quyết định", width=18), TableColumn("Ngày ký", "date", 12),
        TableColumn("Số vào sổ", "integer", 10), TableColumn("Tiền thưởng (đồng)", "integer", 16, total="sum"),
        TableColumn("Ghi chú", width=16),
    ]  # fmt: skip
    lines = (
        (
            number, str(row.person or row.collective), row.proposal.post_title, row.unit.name, row.year,
            row.proposal.label, row.decision.number, row.decision.day, row.register, row.amount,
            "đã hủy bỏ" if row.withdrawn else "",  # type: ignore[attr-defined]  # annotated by `queries.awards`
        )
        for number, row in enumerate(rows, start=1)
    )  # fmt: skip
    return write_table(Table("Khen thưởng", columns, lines, titles=("DANH SÁCH KHEN THƯỞNG",)))
