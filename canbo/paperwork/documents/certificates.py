"""Giấy khen and certificates of a title, one to a page of A4 landscape, many in one file: PDF to print, Word to edit.

They are no papers of blocks: a page has a frame, and its words stand where an eye looks for them. The state emblem is
not drawn: whoever may use it prints on stock that has it.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal, cast

from canbo.paperwork.documents.glyphs import printable
from canbo.paperwork.documents.heading import (
    NATIONAL_MOTTO,
    NATIONAL_NAME,
    PARTY_NAME,
    capacity_lines,
    written_day,
)
from canbo.paperwork.documents.model import Letterhead, Signatory

if TYPE_CHECKING:
    from docx.document import Document as WordFile

RED = "9B1C1F"


@dataclass(frozen=True)
class Certificate:
    """One certificate. `authority` gives it, `verb` says how ("Tặng", "Tặng danh hiệu"), `kind` what ("Giấy khen").
    `about`: post and unit of the day, lines; `reference`: the decision and the place in the register, lines."""

    letterhead: Letterhead
    authority: str
    verb: str
    kind: str
    recipient: str
    about: str
    achievement: str
    reference: str
    signatory: Signatory


@dataclass(frozen=True)
class _Words:
    """What stands on the page, line by line."""

    name: str
    motto: str
    authority: str
    verb: str
    kind: str
    recipient: str
    about: str
    achievement: str
    reference: str
    place_and_date: str
    capacity: str
    signer: str


def render(certificates: Sequence[Certificate], format: Literal["pdf", "docx"]) -> bytes:
    """All of them in one file. ValueError where there is none."""
    if not certificates:
        raise ValueError("no certificates to print")
    pages = [_words(one) for one in certificates]
    return _to_pdf(pages) if format == "pdf" else _to_docx(pages)


def _words(one: Certificate) -> _Words:
    party = one.letterhead.style == "party"
    return _Words(
        name=PARTY_NAME if party else NATIONAL_NAME,
        motto="" if party else NATIONAL_MOTTO,
        authority=one.authority.upper(),
        verb=one.verb.upper(),
        kind=one.kind.upper(),
        recipient=one.recipient,
        about=one.about,
        achievement=one.achievement,
        reference=one.reference,
        place_and_date=f"{one.letterhead.place}, {written_day(one.letterhead.dated)}",
        capacity="\n".join(capacity_lines(one.signatory, one.letterhead.style)),
        signer=one.signatory.name,
    )


def _to_pdf(pages: Sequence[_Words]) -> bytes:
    import typst

    from canbo.paperwork.documents.pdf import _fonts

    source = files(__package__).joinpath("certificate.typ").read_bytes()
    data = json.dumps(printable([asdict(page) for page in pages]), ensure_ascii=False)
    compiler = typst.Compiler(source, font_paths=_fonts(), sys_inputs={"certificates": data})
    return cast(bytes, compiler.compile(format="pdf", pdf_standards="a-2u"))


def _to_docx(pages: Sequence[_Words]) -> bytes:
    from docx import Document as new_file

    from canbo.paperwork.documents import word_parts as parts
    from canbo.paperwork.documents.blocks import Paper

    file = new_file()
    file.core_properties.language = "vi-VN"
    file.core_properties.title = parts.printable(pages[0].kind)[:255]
    paper = Paper(pages[0].kind, [], None, landscape=True, size=15, margins=(22, 15, 30, 30), page_numbers=False)
    parts.set_page(file, paper)
    _frame(file)
    for number, page in enumerate(pages):
        if number:
            file.add_page_break()
        _draw(file, page, parts.text_width(paper))
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def _draw(file: WordFile, page: _Words, width: float) -> None:
    from canbo.paperwork.documents import word_parts as parts

    def line(text: str, size: float, before: float = 0, *, bold: bool = True, red: bool = False) -> None:
        for each in text.split("\n"):
            paragraph = parts.paragraph(file, align="center", before=before)
            parts.run(paragraph, each, size=size, bold=bold)
            if red:
                _colour(paragraph)

    line(page.name, 14)
    if page.motto:
        line(page.motto, 14.5)
    parts.rule(file, width, 62)
    line(page.authority, 18, 22, red=True)
    line(page.verb, 15, 6)
    line(page.kind, 40 if len(page.kind) < 14 else 28, 6, red=True)
    line(page.recipient, 24, 10)
    if page.about:
        line(page.about, 15, 2, bold=False)
    if page.achievement:
        line(page.achievement, 16, 8, bold=False)
    table = parts.plain_table(file, [width * 0.46, width * 0.54], rows=1)
    left, right = table.rows[0].cells
    for text in page.reference.split("\n"):
        parts.line(left, text, size=12.5, italic=True, align="left", before=4)
    parts.line(right, page.place_and_date, size=14, italic=True, before=18)
    for text in page.capacity.split("\n"):
        parts.line(right, text, size=14, bold=True)
    parts.line(right, page.signer, size=15, bold=True, before=64)
    parts.drop_first_lines(table)


def _frame(file: WordFile) -> None:
    """A double red line around every page."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders = OxmlElement("w:pgBorders")
    borders.set(qn("w:offsetFrom"), "page")
    for side in ("top", "left", "bottom", "right"):
        edge = OxmlElement(f"w:{side}")
        for key, value in (("val", "thickThinMediumGap"), ("sz", "24"), ("space", "24"), ("color", RED)):
            edge.set(qn(f"w:{key}"), value)
        borders.append(edge)
    properties: Any = file.sections[0]._sectPr
    # The schema wants it after the margins, before the columns.
    properties.find(qn("w:pgMar")).addnext(borders)


def _colour(paragraph: Any) -> None:
    from docx.shared import RGBColor

    for piece in paragraph.runs:
        piece.font.color.rgb = RGBColor.from_string(RED)
