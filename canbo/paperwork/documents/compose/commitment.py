"""Bản cam kết: who promises, each item with the person's own words, the closing promise, two places to sign."""

from __future__ import annotations

from canbo.paperwork.documents.blocks import Block, Cell, Facts, Paper, Table, TableColumn, Text, Title
from canbo.paperwork.documents.compose.parts import paragraphs, signature_row
from canbo.paperwork.documents.model import Commitment, Promise


def compose(given: Commitment) -> Paper:
    blocks: list[Block] = [Title(given.title.upper(), given.abstract), *_identity(given)]
    if given.replaces:
        blocks.append(Text(given.replaces, italic=True, size=13))
    blocks += [*paragraphs(given.opening), _promises(given), *paragraphs(given.closing)]
    blocks.append(signature_row(given.signatures))
    if given.reference:
        blocks.append(Text(given.reference, italic=True, size=10, gap=24))
    return Paper(
        title=f"{given.title} - {given.person.full_name}",
        letterhead=given.letterhead,
        style=given.letterhead.style,
        blocks=blocks,
        size=13,
    )


def _identity(given: Commitment) -> list[Facts]:
    person = given.person
    known = [
        ("Họ và tên", person.full_name),
        ("Ngày sinh", person.birth),
        ("Chức vụ, chức danh", person.post_title),
        ("Mã số", person.code),
    ]
    wide = [("Đơn vị công tác", person.unit_name), *person.facts]
    return [
        Facts(tuple(pair for pair in known if pair[1]), paired=True),
        Facts(tuple(pair for pair in wide if pair[1]), indent=False),
    ]


def _promises(given: Commitment) -> Table:
    """One row an item; the column of own words only where somebody wrote some."""
    with_words = any(item.text for group in given.groups for item in group.items)
    columns = (
        TableColumn("TT", 1.1, "center"),
        TableColumn("Nội dung cam kết", 8 if with_words else 15),
        *((TableColumn("Cam kết cụ thể", 7),) if with_words else ()),
    )
    rows: list[tuple[Cell, ...]] = []
    for group in given.groups:
        if group.title:
            rows.append((Cell(group.title, bold=True, span=len(columns)),))
        rows += [_row(item, with_words) for item in group.items]
    return Table(columns, tuple(rows), size=12)


def _row(item: Promise, with_words: bool) -> tuple[Cell, ...]:
    cells = (Cell(item.number, align="center"), Cell(item.title))
    return (*cells, Cell(item.text)) if with_words else cells
