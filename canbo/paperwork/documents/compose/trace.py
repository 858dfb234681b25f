"""How a grade came about: an indented table of steps, each with its article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from canbo.paperwork.documents.blocks import Cell, Facts, Paper, Table, TableColumn, Title
from canbo.paperwork.documents.model import TraceNode, TraceSheet


def compose(sheet: TraceSheet) -> Paper:
    columns = (
        TableColumn("Nội dung", 7),
        TableColumn("Giá trị", 6),
        TableColumn("Căn cứ", 4.5),
    )
    rows = tuple(
        (Cell(node.label, bold=level == 0, level=level), Cell(node.value, bold=level == 0), Cell(node.citation))
        for node, level in _walk(sheet.roots, 0)
    )
    blocks = (Title(sheet.title.upper(), rule=False), Facts(sheet.facts, indent=False), Table(columns, rows, size=12))
    return Paper(sheet.title, blocks, sheet.letterhead, sheet.letterhead.style, size=13, footnote=sheet.footnote)


def _walk(nodes: Sequence[TraceNode], level: int) -> Iterator[tuple[TraceNode, int]]:
    for node in nodes:
        yield node, level
        yield from _walk(node.children, level + 1)
