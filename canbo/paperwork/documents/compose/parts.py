"""Pieces that several forms share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from canbo.paperwork.documents.blocks import Block, Cell, Choice, SignatureColumn, Signatures, Text
from canbo.paperwork.documents.heading import capacity_lines
from canbo.paperwork.documents.model import Mark, Signatory, SignatureSpace, Style
from canbo.paperwork.numbers import format_hundredths

SIGN_HINT = "(Ký, ghi rõ họ tên)"


def mark_rows(rows: Sequence[Sequence[Mark]], bold: Sequence[bool] = ()) -> list[list[Cell]]:
    """Marks as table cells, each column with as many decimals as its longest mark, so that the figures align."""
    places = [max(map(_decimals, column)) for column in zip(*rows, strict=True)]
    strong = bold or [False] * len(rows)
    return [
        [_mark_cell(mark, places[n], bold=row_bold) for n, mark in enumerate(row)]
        for row, row_bold in zip(rows, strong, strict=True)
    ]


def _decimals(mark: Mark) -> int:
    if mark is None or isinstance(mark, bool) or mark % 100 == 0:
        return 0
    return 1 if mark % 10 == 0 else 2


def _mark_cell(mark: Mark, places: int, *, bold: bool) -> Cell:
    if isinstance(mark, bool):
        return Cell(ticked=mark, align="center")
    return Cell("" if mark is None else format_hundredths(mark, places=places), bold=bold, align="right")


def signed(blocks: list[Block], signatures: Signatures) -> None:
    """Add the places to sign; the text before them stays with them, so that no signature has a page to itself."""
    last = blocks[-1]
    if isinstance(last, Text | Choice):
        blocks[-1] = replace(last, keep_with_next=True)
    blocks.append(signatures)


def paragraphs(texts: Sequence[str], *, italic: bool = False) -> list[Text]:
    """Body paragraphs with an indented first line; each line of a text is a paragraph of its own."""
    return [Text(line, indent=True, italic=italic) for text in texts for line in text.splitlines() if line.strip()]


def signature_row(spaces: Sequence[SignatureSpace]) -> Signatures:
    """Places to sign, side by side."""
    return Signatures(
        tuple(SignatureColumn((s.title.upper(),), s.name, over=s.statement, hint=SIGN_HINT) for s in spaces)
    )


def closing(signatory: Signatory, recipients: Sequence[str], style: Style) -> Signatures:
    """ "Nơi nhận" on the left and the signature of an issued paper on the right."""
    return Signatures((SignatureColumn(capacity_lines(signatory, style), signatory.name),), tuple(recipients))


def ended(texts: Sequence[str], style: Style) -> list[str]:
    """The texts, the last one ended as the style ends a paper: "./." for the State, "." for the Party."""
    if not texts:
        return []
    *before, last = texts
    return [*before, last.rstrip(" ./") + ("." if style == "party" else "./.")]
