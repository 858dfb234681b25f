"""Bảng tổng hợp: a unit's people with their marks and levels, counts by level, the ceiling, signatures."""

from __future__ import annotations

from collections.abc import Sequence

from canbo.paperwork.documents.blocks import Block, Cell, Paper, Table, TableColumn, Text, Title
from canbo.paperwork.documents.compose.parts import mark_rows, signature_row, signed
from canbo.paperwork.documents.model import LevelCount, RosterSection, SummaryRoster

# Shares of name, post, a mark and the level, in which the longest usual level stays on one line: landscape, portrait.
WIDE = (5.5, 6.9, 2.3, 5.9)
NARROW = (4.4, 5.9, 1.7, 6.5)


def compose(roster: SummaryRoster) -> Paper:
    blocks: list[Block] = [
        Title(roster.title.upper(), roster.period),
        people_table(roster.sections, roster.mark_columns, size=11.5),
    ]
    if roster.counts:
        blocks.append(Text(_counts(roster.counts), lead="Tổng hợp: ", size=13, gap=10))
    blocks += [Text(line, lead="Tỷ lệ khống chế: " if n == 0 else "", size=13) for n, line in enumerate(roster.ceiling)]
    if roster.signatures:
        signed(blocks, signature_row(roster.signatures))
    return Paper(
        title=f"{roster.title} {roster.period}",
        letterhead=roster.letterhead,
        style=roster.letterhead.style,
        blocks=blocks,
        landscape=True,
        size=13,
        footnote=roster.footnote,
    )


def people_table(
    sections: Sequence[RosterSection], mark_columns: Sequence[str], *, size: float, room_for_notes: bool = True
) -> Table:
    """The list of people, numbered through, under a heading row for each titled section.

    Without `room_for_notes` the notes have a column only when somebody has one.
    """
    lines = [line for section in sections for line in section.lines]
    with_notes = room_for_notes or any(line.note for line in lines)
    name, post, mark, level = WIDE if room_for_notes else NARROW
    columns = (
        TableColumn("TT", 0.9, "center"),
        TableColumn("Họ và tên", name),
        TableColumn("Chức vụ, chức danh", post),
        *(TableColumn(title, mark, "right") for title in mark_columns),
        TableColumn("Xếp loại", level),
        *((TableColumn("Ghi chú", 2.6),) if with_notes else ()),
    )
    shown = iter(mark_rows([line.marks for line in lines]))
    rows: list[tuple[Cell, ...]] = []
    headings, number = [], 0
    for section in sections:
        if section.title:
            headings.append(len(rows))
            rows.append((Cell(section.title, bold=True, span=len(columns)),))
        for line in section.lines:
            number += 1
            person = (Cell(str(number), align="center"), Cell(line.full_name), Cell(line.post_title))
            notes = (Cell(line.note),) if with_notes else ()
            rows.append((*person, *next(shown), Cell(line.level), *notes))
    return Table(columns, tuple(rows), size=size, headings=tuple(headings))


def _counts(counts: Sequence[LevelCount]) -> str:
    total = sum(count.count for count in counts)
    parts = [f"{c.level}: {c.count} người" + (f" ({c.share})" if c.share else "") for c in counts]
    return f"{total} người. " + "; ".join(parts) + "."
