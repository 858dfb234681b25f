"""Tờ trình, kế hoạch, báo cáo: headed parts with tables."""

from __future__ import annotations

from canbo.paperwork.documents.blocks import Block, Cell, Paper, Table, TableColumn, Text, Title
from canbo.paperwork.documents.compose.parts import closing, ended, paragraphs, signed
from canbo.paperwork.documents.model import Grid, Report


def compose(report: Report) -> Paper:
    style = report.letterhead.style
    blocks: list[Block] = [Title(report.title.upper(), report.abstract)]
    if report.addressee:
        blocks.append(Text(f"Kính gửi: {report.addressee}", align="center", gap=12))
    blocks += paragraphs(report.bases, italic=True)
    for part in report.parts:
        if part.heading:
            blocks.append(Text(part.heading, indent=True, bold=True, keep_with_next=True))
        blocks += paragraphs(part.paragraphs)
        if part.grid is not None:
            blocks.append(table(part.grid))
        blocks += paragraphs(part.after)
    blocks += paragraphs(ended(report.closing, style))
    signed(blocks, closing(report.signatory, report.recipients, style))
    return Paper(
        f"{report.title} {report.letterhead.number}", blocks, report.letterhead, style, landscape=report.landscape
    )


def table(grid: Grid) -> Table:
    """A grid as a block."""
    columns = tuple(TableColumn(title, share, align) for title, share, align in grid.columns)
    last = len(grid.rows) - 1
    rows = tuple(
        tuple(Cell(text, bold=grid.total and number == last) for text in row) for number, row in enumerate(grid.rows)
    )
    return Table(columns, rows, size=grid.size)
