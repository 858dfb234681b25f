"""Reading a roster file: choose the sheet, understand its header, read the people, report the rest."""

from __future__ import annotations

from canbo.paperwork.roster.conversion import Change, Converted, Doubt, to_unicode
from canbo.paperwork.roster.duplicates import find_duplicates
from canbo.paperwork.roster.layout import OtherRow, PersonRow, classify
from canbo.paperwork.roster.model import Conversion, Problem, RosterReading, RosterRow
from canbo.paperwork.roster.person import PersonReader
from canbo.paperwork.roster.vocabulary import vocabulary
from canbo.paperwork.spreadsheet import SpreadsheetError, Workbook, column_letter, open_workbook
from canbo.paperwork.tables import Header, find_header

# A header must name the person and say at least one more thing.
_REQUIRED = (("full_name", "given_name"),)
_FEWEST_FIELDS = 2


def read_roster(data: bytes, filename: str, sheet: str | None = None) -> RosterReading:
    """Reads a staff roster from an .xlsx or .xls file.

    `sheet` names the sheet to read; without it, the one whose header is understood best (the first of equals).
    Raises SpreadsheetError (Vietnamese) when the file cannot be opened or no sheet has a roster's header.
    What is wrong with single rows is in `problems` of the result.
    """
    workbook = open_workbook(data, filename)
    converted, header = _choose(workbook, sheet)
    source = converted.sheet
    people: list[RosterRow] = []
    problems: list[Problem] = []
    skipped: list[tuple[int, str]] = []
    conversions = _legacy_conversions(header, converted.changes)
    reader = PersonReader(source, header, problems, conversions)
    for row in classify(source, header):
        match row:
            case PersonRow(index, heading):
                if person := reader.read(index, heading):
                    people.append(person)
            case OtherRow(index, text):
                skipped.append((index + 1, text))
    problems += find_duplicates(people, header)
    problems += _doubts(header, converted.doubts, {person.row for person in people})
    if not people:
        problems.append(Problem(header.first_row + 1, "", "", _NOBODY, "error"))
    return RosterReading(
        sheet=source.name,
        sheets=workbook.names,
        columns=tuple(header.columns[c] for c in sorted(header.columns)),
        rows=tuple(people),
        problems=tuple(sorted(problems, key=lambda p: (p.row, len(p.column), p.column))),
        conversions=tuple(sorted(conversions, key=lambda c: (c.row, len(c.column), c.column))),
        skipped=tuple(skipped),
    )


_NOBODY = "Không thấy người nào dưới hàng tiêu đề. Hãy kiểm tra trang tính đã chọn và các hàng dưới tiêu đề."


def _choose(workbook: Workbook, name: str | None) -> tuple[Converted, Header]:
    candidates = workbook.sheets if name is None else (workbook.sheet(name),)
    best: tuple[Converted, Header] | None = None
    for candidate in candidates:
        if not candidate.cells:
            continue
        converted = to_unicode(candidate)
        header = find_header(converted.sheet, vocabulary().titles, _REQUIRED)
        if header is None or header.strength < _FEWEST_FIELDS:
            continue
        if best is None or header.strength > best[1].strength:
            best = converted, header
    if best is None:
        where = f"trang tính “{name}”" if name else "tệp"
        raise SpreadsheetError(
            f"Không tìm thấy hàng tiêu đề của danh sách trong {where}. Cần một hàng có cột “Họ và tên” và ít nhất "
            "một cột khác như “Ngày sinh”, “Chức vụ”, “Đơn vị công tác”."
        )
    return best


def _legacy_conversions(header: Header, changes: tuple[Change, ...]) -> list[Conversion]:
    titles = {index: column.header for index, column in header.columns.items()}
    return [
        Conversion(c.row + 1, column_letter(c.column), titles.get(c.column, ""), c.original, c.converted, c.encoding)
        for c in changes
    ]


def _doubts(header: Header, doubts: tuple[Doubt, ...], people: set[int]) -> list[Problem]:
    """What a person should compare with the paper: cells of people, in columns that are read."""
    return [
        Problem(
            doubt.row + 1, column_letter(doubt.column), column.header,
            f"Chữ cũ đọc được nhiều cách: máy chọn “{doubt.taken}”, cũng có thể là “{'”, “'.join(doubt.others)}”. "
            "Hãy đối chiếu, nếu sai thì sửa trong tệp.", "warning",
        )
        for doubt in doubts
        if doubt.row + 1 in people and (column := header.columns.get(doubt.column)) and column.field
    ]  # fmt: skip
