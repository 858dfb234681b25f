"""Biên bản: the unit's meeting, who was there, what was said, how the votes fell."""

from __future__ import annotations

from canbo.paperwork.documents.blocks import Block, Cell, Facts, Paper, Table, TableColumn, Text, Title
from canbo.paperwork.documents.compose.parts import paragraphs, signature_row, signed
from canbo.paperwork.documents.model import MeetingMinutes


def compose(minutes: MeetingMinutes) -> Paper:
    blocks: list[Block] = [
        Title(minutes.title.upper(), minutes.abstract),
        *paragraphs(minutes.opening),
        Facts(minutes.facts),
        *paragraphs(minutes.discussion),
    ]
    if minutes.votes:
        blocks.append(Text(minutes.ballots or "Kết quả biểu quyết:", indent=True, keep_with_next=True))
        blocks.append(_votes(minutes))
    blocks += paragraphs(minutes.conclusion)
    signed(blocks, signature_row(minutes.signatures))
    seal = f"Mã niêm nhật ký: {minutes.journal_head}" if minutes.journal_head else ""
    return Paper(minutes.title, blocks, minutes.letterhead, minutes.letterhead.style, footnote=seal)


def _votes(minutes: MeetingMinutes) -> Table:
    columns = (
        TableColumn("TT", 1, "center"),
        TableColumn("Họ và tên", 5),
        TableColumn(minutes.about, 4.5),
        *(TableColumn(choice, 2.2, "right") for choice in minutes.choices),
        TableColumn(minutes.proposals, 4),
    )
    rows = tuple(
        (
            Cell(str(number), align="center"),
            Cell(vote.full_name),
            Cell(vote.about),
            *(Cell(str(count)) for count in vote.counts),
            Cell(vote.proposal),
        )
        for number, vote in enumerate(minutes.votes, start=1)
    )
    return Table(columns, rows, size=12)
