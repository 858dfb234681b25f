"""Small pieces of a Word file that python-docx leaves to us: fonts, rules, tick boxes, repeated rows."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt

from canbo.paperwork.documents.blocks import Cell, Paper, Table, TableColumn

if TYPE_CHECKING:
    from docx.document import Document as WordFile
    from docx.table import Table as WordTable
    from docx.table import _Cell as WordCell
    from docx.text.paragraph import Paragraph

FONT = "Times New Roman"
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# Private characters of the Wingdings font, which every Word has: an empty and a ticked box.
_BOX, _TICKED = "F0A8", "F0FE"


def mm(length: float) -> Length:
    return Mm(length)


def text_width(paper: Paper) -> float:
    """Between the margins, in millimetres."""
    return (297 if paper.landscape else 210) - paper.margins[2] - paper.margins[3]


def set_page(file: WordFile, paper: Paper) -> None:
    """A4, margins, the base font in Vietnamese, and page numbers at the top from page 2."""
    section = file.sections[0]
    if paper.landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = (Mm(297), Mm(210)) if paper.landscape else (Mm(210), Mm(297))
    top, bottom, left, right = paper.margins
    section.top_margin, section.bottom_margin = Mm(top), Mm(bottom)
    section.left_margin, section.right_margin = Mm(left), Mm(right)
    section.header_distance = Mm(10)
    normal = file.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(paper.size)
    fonts = normal.element.rPr.rFonts
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    normal.element.rPr.append(language)
    normal.paragraph_format.space_after = Pt(0)
    if paper.page_numbers:
        section.different_first_page_header_footer = True
        _page_field(section.header.paragraphs[0])


def paragraph(
    file: Any, *, align: str = "left", before: float = 0, keep: bool = False, style: str = "state"
) -> Paragraph:
    """A new paragraph of a file or cell. A Party paper has 19 points from line to line (HD 05-HD/VPTW)."""
    line: Paragraph = file.add_paragraph()
    line.alignment = _ALIGN[align]
    line.paragraph_format.space_before = Pt(before)
    if keep:
        line.paragraph_format.keep_with_next = True
    if style == "party":
        line.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        line.paragraph_format.line_spacing = Pt(19)
    return line


def run(line: Paragraph, text: str, *, size: float, bold: bool = False, italic: bool = False) -> None:
    piece = line.add_run(printable(text))
    piece.font.size = Pt(size)
    if bold:
        piece.bold = True
    if italic:
        piece.italic = True


def printable(text: str) -> str:
    """Without the control characters that pasted text may bring and a Word file may not hold."""
    return _CONTROL.sub(" ", text)


def line(cell: WordCell, text: str, *, align: str = "center", before: float = 0, **how: Any) -> None:
    """A paragraph of one run in a table cell."""
    run(paragraph(cell, align=align, before=before), text, **how)


def fact(line: Paragraph, label: str, value: str, size: float) -> None:
    run(line, f"{label}: ", size=size)
    run(line, value, size=size, bold=True)


def rule(where: Any, width: float, length: float, after: float = 0) -> None:
    """A centred rule of `length` mm in a space of `width` mm: the upper border of a thin empty paragraph."""
    line = paragraph(where, align="center", before=2)
    side = Mm(max((width - length) / 2, 0))
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = side
    line.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    line.paragraph_format.line_spacing = Pt(4)
    line.paragraph_format.space_after = Pt(after)
    borders = OxmlElement("w:pBdr")
    borders.append(_border("w:top", "single", 6))
    line._p.get_or_add_pPr().insert_element_before(borders, "w:shd", "w:spacing", "w:ind", "w:jc", "w:rPr")


def tick_box(line: Paragraph, ticked: bool, *, size: float) -> None:
    """A box drawn by Word's own symbol font, not by a letter that the text font may lack."""
    piece = line.add_run()
    piece.font.size = Pt(size)
    symbol = OxmlElement("w:sym")
    symbol.set(qn("w:font"), "Wingdings")
    symbol.set(qn("w:char"), _TICKED if ticked else _BOX)
    piece._r.append(symbol)


def picture(cell: WordCell, png: bytes, side: float) -> None:
    paragraph(cell, align="right").add_run().add_picture(io.BytesIO(png), width=Mm(side))


def plain_table(file: WordFile, widths: list[float], *, rows: int) -> WordTable:
    """A table without borders, of fixed column widths in mm."""
    table = file.add_table(rows=rows, cols=len(widths))
    _fix_widths(table, widths)
    return table


def ruled_table(file: WordFile, block: Table, width: float) -> None:
    """A table with borders, its header row repeated on every page and no row broken between pages."""
    shares = sum(column.share for column in block.columns)
    widths = [width * column.share / shares for column in block.columns]
    table = file.add_table(rows=len(block.rows) + block.header, cols=len(widths), style="Table Grid")
    _fix_widths(table, widths)
    rows = list(table.rows)
    if block.header:
        for cell, column in zip(rows[0].cells, block.columns, strict=True):
            _fill(cell, Cell(column.title, bold=True, align="center"), column, block.size)
        _row_property(rows[0], "w:tblHeader")
    for number, (row, cells) in enumerate(zip(rows[block.header :], block.rows, strict=True)):
        _row_property(row, "w:cantSplit")
        slots = row.cells
        at = 0
        for cell in cells:
            slot = slots[at] if cell.span == 1 else slots[at].merge(slots[at + cell.span - 1])
            _fill(slot, cell, block.columns[at], block.size)
            slot.paragraphs[0].paragraph_format.keep_with_next = number in block.headings
            at += cell.span


def keep_rows_whole(table: WordTable) -> None:
    for row in table.rows:
        _row_property(row, "w:cantSplit")


def drop_first_lines(table: WordTable) -> None:
    """Removes the empty paragraph every new cell begins with, where others follow."""
    for row in table.rows:
        for cell in row.cells:
            if len(cell.paragraphs) > 1 and not cell.paragraphs[0].text:
                cell._tc.remove(cell.paragraphs[0]._p)


def dash_borders(table: WordTable) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(_border(f"w:{side}", "dashed", 4))
    layout = table._tbl.tblPr.find(qn("w:tblLayout"))
    (layout if layout is not None else table._tbl.tblPr[-1]).addprevious(borders)


def _fill(slot: WordCell, cell: Cell, column: TableColumn, size: float) -> None:
    slot.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    line = slot.paragraphs[0]
    line.alignment = _ALIGN[cell.align or ("left" if cell.span > 1 else column.align)]
    line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(2)
    line.paragraph_format.left_indent = Mm(4 * cell.level)
    if cell.ticked is not None:
        tick_box(line, cell.ticked, size=size)
        return
    run(line, cell.text, size=size, bold=cell.bold, italic=cell.italic)
    if cell.note:
        run(paragraph(slot), cell.note, size=size - 1.5, italic=True)


def _fix_widths(table: WordTable, widths: list[float]) -> None:
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)


def _row_property(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _border(name: str, kind: str, eighths: int) -> Any:
    border = OxmlElement(name)
    for key, value in (("val", kind), ("sz", str(eighths)), ("space", "0"), ("color", "000000")):
        border.set(qn(f"w:{key}"), value)
    return border


def _page_field(line: Paragraph) -> None:
    line.alignment = _ALIGN["center"]
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        piece = line.add_run()
        piece.font.size = Pt(13)
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        piece._r.append(element)
