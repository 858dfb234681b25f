"""A programme on paper: the final review with its figures, and the table of progress as a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from canbo.office.results.papers.frame import Frame, roman
from canbo.office.talent.actions.programmes import PARTS
from canbo.office.talent.models import Programme
from canbo.office.talent.programmes_figures import Progress
from canbo.paperwork.documents import model
from canbo.paperwork.workbook import Table, TableColumn, write_table


def final(frame: Frame, programme: Programme, rows: Sequence[Progress], texts: Mapping[str, str]) -> model.Report:
    """Báo cáo tổng kết: the texts by parts, and the figures of every target under the results."""
    met = sum(row.met is True for row in rows)
    told = f"Chương trình có {len(rows)} chỉ tiêu: {met} đạt, {len(rows) - met} chưa đạt hoặc chưa có số liệu."
    parts: list[model.Part] = []
    for key, heading in PARTS.items():
        paragraphs = tuple(line.strip() for line in texts.get(key, "").splitlines() if line.strip())
        if key == "results":
            figures = (told, *(row.sentence for row in rows))
            parts.append(_part(len(parts), heading, (*figures, *paragraphs), _grid(rows)))
        elif paragraphs:
            parts.append(_part(len(parts), heading, paragraphs, None))
    return model.Report(
        letterhead=frame.letterhead, title="Báo cáo",
        abstract=f"Tổng kết {programme.name}, giai đoạn {programme.term}", bases=(f"Thực hiện {programme.document},",),
        parts=tuple(parts), signatory=frame.signatory, recipients=("Cấp trên (để báo cáo);", "Lưu hồ sơ."),
    )  # fmt: skip


def _part(before: int, heading: str, paragraphs: tuple[str, ...], grid: model.Grid | None) -> model.Part:
    return model.Part(f"{roman(before + 1)}. {heading}", paragraphs, grid)


def _grid(rows: Sequence[Progress]) -> model.Grid | None:
    if not rows:
        return None
    columns: list[tuple[str, float, model.Align]] = [
        ("TT", 1, "center"), ("Chỉ tiêu", 5.6, "left"), ("Cần đạt", 2.4, "center"), ("Kết quả", 2.2, "center"),
        ("Kết luận", 2.2, "center"), ("Đơn vị chịu trách nhiệm", 3.4, "left"),
    ]  # fmt: skip
    lines = tuple(
        (str(number), row.target.label, row.aim, row.measured, row.word, str(row.target.answers))
        for number, row in enumerate(rows, start=1)
    )
    return model.Grid(tuple(columns), lines, size=11.5)


def sheet(programme: Programme, rows: Sequence[Progress]) -> bytes:
    """Every value of every target, the newest of each first."""
    columns = [
        TableColumn("TT", "integer", 6), TableColumn("Chỉ tiêu", width=44), TableColumn("Cần đạt", width=16),
        TableColumn("Đơn vị tính", width=12), TableColumn("Đơn vị chịu trách nhiệm", width=30),
        TableColumn("Tính đến ngày", "date", 14), TableColumn("Số liệu", "points", 12),
        TableColumn("Nguồn số liệu", width=36), TableColumn("Kết luận", width=16),
    ]  # fmt: skip
    lines = (
        (
            number, row.target.label, row.aim, row.target.measure, str(row.target.answers),
            value.day if value else None, value.value if value else None, value.source if value else "",
            row.word if at == 0 else "",
        )
        for number, row in enumerate(rows, start=1)
        for at, value in enumerate(row.values or (None,))
    )  # fmt: skip
    titles = ("TIẾN ĐỘ THỰC HIỆN CHỈ TIÊU", f"{programme.name}, giai đoạn {programme.term}")
    return write_table(Table("Chỉ tiêu", columns, lines, titles=titles))
