"""Papers issued to somebody: the notice of a result and the decision on rating."""

from __future__ import annotations

from canbo.paperwork.documents.blocks import Block, Facts, PageBreak, Paper, Text, Title
from canbo.paperwork.documents.compose.parts import closing, ended, paragraphs, signed
from canbo.paperwork.documents.compose.report import table
from canbo.paperwork.documents.compose.roster import people_table
from canbo.paperwork.documents.heading import written_day
from canbo.paperwork.documents.model import Decision, Notice


def compose_notice(notice: Notice) -> Paper:
    style = notice.letterhead.style
    blocks: list[Block] = [
        Title(notice.title.upper(), notice.abstract),
        Text(f"Kính gửi: {notice.addressee}", align="center", gap=12),
        *paragraphs(notice.paragraphs),
        Facts(notice.facts),
        *paragraphs(ended(notice.closing, style)),
    ]
    signed(blocks, closing(notice.signatory, notice.recipients, style))
    return Paper(f"{notice.title} {notice.letterhead.number}", blocks, notice.letterhead, style)


def compose_decision(decision: Decision) -> Paper:
    style = decision.letterhead.style
    blocks: list[Block] = [
        Title(decision.title.upper(), decision.abstract),
        Text(decision.authority.upper(), align="center", bold=True, gap=12),
        *paragraphs(decision.bases, italic=True),
        Text(decision.enacting_word, align="center", bold=True, gap=10, keep_with_next=True),
    ]
    for article in ended(decision.articles, style):
        name, dot, text = article.partition(". ")
        first, *more = (text if dot else article).splitlines()
        blocks.append(Text(first, indent=True, lead=f"{name}. " if dot else ""))
        blocks += paragraphs(more)
    signed(blocks, closing(decision.signatory, decision.recipients, style))
    if decision.annex or decision.annex_grid:
        source = f"(Kèm theo {decision.title} {_reference(decision)})"
        blocks += [
            PageBreak(),
            Title((decision.annex_title or "Danh sách").upper(), rule=False),
            Text(source, align="center", italic=True, size=13),
            table(decision.annex_grid)
            if decision.annex_grid
            else people_table(decision.annex, decision.annex_columns, size=11.5, room_for_notes=False),
        ]
    return Paper(f"{decision.title} {decision.letterhead.number}", blocks, decision.letterhead, style)


def _reference(decision: Decision) -> str:
    number = decision.letterhead.number or "......"
    return f"số {number} {written_day(decision.letterhead.dated)} của {decision.authority}"
