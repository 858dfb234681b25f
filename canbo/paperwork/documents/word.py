"""Paper to an editable Word file: real headings rows, repeating table headers, page numbers, no text boxes."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from canbo.paperwork.documents import word_parts as parts
from canbo.paperwork.documents.blocks import (
    Block,
    Choice,
    Facts,
    Linked,
    PageBreak,
    Paper,
    Signatures,
    Slips,
    Table,
    Text,
    Title,
)
from canbo.paperwork.documents.heading import Head, head
from canbo.paperwork.documents.qr import qr_png

if TYPE_CHECKING:
    from docx.document import Document as WordFile

_FIRST_LINE_MM = {"state": 12.7, "party": 10.0}


def to_docx(paper: Paper) -> bytes:
    """The file's bytes."""
    from docx import Document as new_file

    file = new_file()
    file.core_properties.title = parts.printable(paper.title)[:255]  # the format's own limit
    file.core_properties.language = "vi-VN"
    parts.set_page(file, paper)
    if paper.letterhead:
        _draw_head(file, head(paper.letterhead), paper)
    for block in paper.blocks:
        _DRAW[type(block)](file, block, paper)
    if paper.footnote:
        line = parts.paragraph(file, before=14)
        parts.run(line, paper.footnote, size=9.5, italic=True)
    elif isinstance(paper.blocks[-1], Table | Signatures | Slips):
        parts.paragraph(file)  # Word wants a paragraph after a table
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def _draw_head(file: WordFile, lines: Head, paper: Paper) -> None:
    width = parts.text_width(paper)
    left = width * (0.5 if paper.landscape else 0.44 if lines.star else 0.42)
    table = parts.plain_table(file, [left, width - left], rows=2)
    issuer, name = table.rows[0].cells
    if lines.superior:
        parts.line(issuer, lines.superior, size=12.5)
    parts.line(issuer, lines.issuer, size=12.5, bold=True)
    if lines.star:
        parts.line(issuer, "*", size=13)
    else:
        parts.rule(issuer, left, 26)
    parts.line(name, lines.name, size=12.5 if lines.motto else 14.5, bold=True)
    if lines.motto:
        parts.line(name, lines.motto, size=13.5, bold=True)
    parts.rule(name, width - left, 58)
    number, place = table.rows[1].cells
    parts.line(number, lines.number, size=13, before=6)
    parts.line(place, lines.place_and_date, size=13.5, italic=True, before=6)
    parts.drop_first_lines(table)


def _draw_text(file: WordFile, block: Text, paper: Paper) -> None:
    line = parts.paragraph(
        file,
        align=block.align,
        before=6 if block.gap is None else block.gap,
        keep=block.keep_with_next,
        style=paper.style,
    )
    if block.indent:
        line.paragraph_format.first_line_indent = parts.mm(_FIRST_LINE_MM[paper.style])
    size = block.size or paper.size
    if block.lead:
        parts.run(line, block.lead, size=size, bold=True)
    parts.run(line, block.text, size=size, bold=block.bold, italic=block.italic)


def _draw_title(file: WordFile, block: Title, paper: Paper) -> None:
    line = parts.paragraph(file, align="center", before=16, keep=True)
    parts.run(line, block.title, size=14, bold=True)
    if block.subtitle:
        line = parts.paragraph(file, align="center", keep=True)
        parts.run(line, block.subtitle, size=14, bold=True)
    if block.rule:
        parts.rule(file, parts.text_width(paper), 32, after=8)


def _draw_facts(file: WordFile, block: Facts, paper: Paper) -> None:
    if not block.paired:
        for label, value in block.pairs:
            line = parts.paragraph(file, align="left", before=4)
            if block.indent:
                line.paragraph_format.left_indent = parts.mm(_FIRST_LINE_MM[paper.style])
            parts.fact(line, label, value, paper.size)
        return
    width = parts.text_width(paper)
    table = parts.plain_table(file, [width * 9 / 13, width * 4 / 13], rows=(len(block.pairs) + 1) // 2)
    for n, (label, value) in enumerate(block.pairs):
        cell = table.rows[n // 2].cells[n % 2]
        parts.fact(cell.paragraphs[0], label, value, paper.size)


def _draw_linked(file: WordFile, block: Linked, paper: Paper) -> None:
    width = parts.text_width(paper)
    table = parts.plain_table(file, [width - 36, 36], rows=1)
    facts, code = table.rows[0].cells
    for label, value in block.pairs:
        parts.fact(facts.add_paragraph(), label, value, paper.size)
    parts.picture(code, qr_png(block.link), 33)
    parts.drop_first_lines(table)


def _draw_table(file: WordFile, block: Table, paper: Paper) -> None:
    parts.ruled_table(file, block, parts.text_width(paper))


def _draw_choice(file: WordFile, block: Choice, paper: Paper) -> None:
    line = parts.paragraph(file, align="left", before=8, keep=block.keep_with_next)
    parts.run(line, block.label, size=13, bold=True)
    for name, ticked in block.options:
        parts.run(line, "   ", size=13)
        parts.tick_box(line, ticked, size=13)
        parts.run(line, f"\u00a0{name}", size=13, bold=ticked)


def _draw_signatures(file: WordFile, block: Signatures, paper: Paper) -> None:
    parts.paragraph(file, keep=True)
    count = max(len(block.columns) + bool(block.recipients), 2)
    table = parts.plain_table(file, [parts.text_width(paper) / count] * count, rows=1)
    parts.keep_rows_whole(table)
    cells = list(table.rows[0].cells)
    if block.recipients:
        receivers = cells.pop(0)
        parts.line(receivers, "Nơi nhận:", size=12, bold=True, italic=True, align="left")
        for recipient in block.recipients:
            parts.line(receivers, f"- {recipient}", size=11, align="left")
    for cell, column in zip(cells[len(cells) - len(block.columns) :], block.columns, strict=True):
        if column.over:
            parts.line(cell, column.over, size=13, italic=True)
        for text in column.lines:
            parts.line(cell, text, size=13.5, bold=True)
        if column.hint:
            parts.line(cell, column.hint, size=12, italic=True)
        parts.line(cell, column.name, size=13.5, bold=True, before=58)
    parts.drop_first_lines(table)


def _draw_page_break(file: WordFile, block: PageBreak, paper: Paper) -> None:
    file.add_page_break()


def _draw_slips(file: WordFile, block: Slips, paper: Paper) -> None:
    width = parts.text_width(paper) / block.columns
    table = parts.plain_table(file, [width] * block.columns, rows=-(-len(block.slips) // block.columns))
    parts.dash_borders(table)
    parts.keep_rows_whole(table)
    for n, slip in enumerate(block.slips):
        cell = table.rows[n // block.columns].cells[n % block.columns]
        parts.line(cell, slip.heading.upper(), size=11, bold=True, align="left", before=4)
        for label, value in slip.pairs:
            parts.fact(cell.add_paragraph(), label, value, 10.5)
        parts.line(cell, f"{slip.secret[0]}:", size=10.5, align="left")
        parts.line(cell, slip.secret[1], size=17, bold=True, align="left")
        parts.picture(cell, qr_png(slip.link), 20)
        for text in slip.small:
            parts.line(cell, text, size=9, italic=True, align="left")
    parts.drop_first_lines(table)


_DRAW: dict[type[Block], Callable[[Any, Any, Paper], None]] = {
    Text: _draw_text,
    Title: _draw_title,
    Facts: _draw_facts,
    Linked: _draw_linked,
    Table: _draw_table,
    Choice: _draw_choice,
    Signatures: _draw_signatures,
    PageBreak: _draw_page_break,
    Slips: _draw_slips,
}
