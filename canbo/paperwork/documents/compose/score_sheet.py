"""Phiếu đánh giá: identity, criteria with every marking, total, level, grounds, remarks, signatures."""

from __future__ import annotations

from canbo.paperwork.documents.blocks import Block, Cell, Choice, Facts, Paper, Table, TableColumn, Text, Title
from canbo.paperwork.documents.compose.parts import mark_rows, signature_row, signed
from canbo.paperwork.documents.model import CriteriaGroup, Criterion, ScoreSheet


def compose(sheet: ScoreSheet) -> Paper:
    blocks: list[Block] = [
        Title(sheet.title.upper(), sheet.period, rule=False),
        *_identity(sheet),
        _criteria(sheet),
    ]
    blocks.append(Choice("Xếp loại:", tuple((level, level == sheet.level) for level in sheet.levels)))
    if sheet.grounds:
        blocks.append(
            Text("Căn cứ xếp loại trước khi xét điểm:", bold=True, align="left", size=13, keep_with_next=True)
        )
        blocks += [Text(f"- {g.text}" + (f" ({g.citation})" if g.citation else ""), size=13) for g in sheet.grounds]
    blocks += [Text(text, lead=f"{heading}: ", size=13) for heading, text in sheet.remarks if text.strip()]
    if sheet.signatures:
        signed(blocks, signature_row(sheet.signatures))
    return Paper(
        title=f"{sheet.title} - {sheet.person.full_name}",
        letterhead=sheet.letterhead,
        style=sheet.letterhead.style,
        blocks=blocks,
        size=13,
        footnote=sheet.footnote,
    )


def _identity(sheet: ScoreSheet) -> list[Facts]:
    person = sheet.person
    known = [
        ("Họ và tên", person.full_name),
        ("Ngày sinh", person.birth),
        ("Chức vụ, chức danh", person.post_title),
        ("Mã số", person.code),
    ]
    wide = [("Đơn vị công tác", person.unit_name), *person.facts, ("Đánh giá theo", sheet.regulation)]
    return [
        Facts(tuple(pair for pair in known if pair[1]), paired=True),
        Facts(tuple(pair for pair in wide if pair[1]), indent=False),
    ]


def _criteria(sheet: ScoreSheet) -> Table:
    """One row a group and an item; the maximum's column only where the regulation has one."""
    lines: list[CriteriaGroup | Criterion] = []
    for group in sheet.groups:
        lines += [group, *group.items]
    with_maximum = sheet.maximum is not None or any(line.maximum is not None for line in lines)
    titles = (("Điểm tối đa",) if with_maximum else ()) + sheet.mark_columns
    marks = [((line.maximum,) if with_maximum else ()) + line.marks for line in lines]
    total = ((sheet.maximum,) if with_maximum else ()) + sheet.total
    columns = (
        TableColumn("TT", 1, "center"),
        TableColumn("Nội dung đánh giá", 9),
        *(TableColumn(title, 2.15, "right") for title in titles),
    )
    shown = mark_rows([*marks, total], bold=[isinstance(line, CriteriaGroup) for line in lines] + [True])
    rows = [(*_words(line), *cells) for line, cells in zip(lines, shown, strict=False)]
    last = (Cell("Tổng cộng", bold=True, span=2), *shown[-1])
    headings = tuple(at for at, line in enumerate(lines) if isinstance(line, CriteriaGroup))
    return Table(columns, (*rows, last), size=12, headings=headings)


def _words(line: CriteriaGroup | Criterion) -> tuple[Cell, Cell]:
    if isinstance(line, CriteriaGroup):
        return Cell(line.number, bold=True, align="center"), Cell(line.title, bold=True)
    note = "\n".join(f"{who}: {text}" for who, text in line.remarks)
    return Cell(line.number, align="center"), Cell(line.title, note=note)
