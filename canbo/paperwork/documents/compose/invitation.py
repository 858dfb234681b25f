"""Thư mời: who is asked, when and where; on a sheet of its own, to be pinned up too, the codes to compare before."""

from __future__ import annotations

from canbo.paperwork.documents.blocks import Block, Linked, PageBreak, Paper, Text, Title
from canbo.paperwork.documents.compose.parts import closing, paragraphs, signed
from canbo.paperwork.documents.model import Invitation

SIZE, LARGE = 12.5, 19
ROW = 36  # letters of a grouped code to a line: four groups of eight


def compose(invitation: Invitation) -> Paper:
    style = invitation.letterhead.style
    blocks: list[Block] = [
        Title(invitation.title.upper(), invitation.abstract, rule=False),
        Text(f"Kính gửi: {invitation.addressee}", align="center", gap=4),
        *paragraphs(invitation.opening),
        Linked(invitation.facts, invitation.address),
    ]
    for heading, lines in invitation.sections:
        blocks.append(Text(heading, bold=True, align="left", gap=2, keep_with_next=True))
        blocks += [Text("\n".join(f"- {line}" for line in lines), align="left", gap=0)]
    signed(blocks, closing(invitation.signatory, (), style))
    blocks += [PageBreak(), Title("MÃ ĐỂ SO", invitation.survey)]
    blocks += paragraphs(invitation.compare)
    for label, code in invitation.codes:
        blocks.append(Text(label, align="center", gap=14, keep_with_next=True))
        rows = "\n".join(code[at : at + ROW].strip() for at in range(0, len(code), ROW))
        blocks.append(Text(rows, align="center", bold=True, size=LARGE, gap=0))
    return Paper(
        f"{invitation.title} - {invitation.addressee}", blocks, invitation.letterhead, style, size=SIZE,
        margins=(15, 14, 25, 15), page_numbers=False,
    )  # fmt: skip
