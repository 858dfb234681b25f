"""Tables out to Excel, and plain tables in from it.

`write_table` streams rows (constant memory), so a roster of 20,000 people costs no more than its file.
`read_grid` reads any titled table, such as criteria items to import; staff rosters have `canbo.paperwork.roster`.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from canbo.paperwork.names import tidy
from canbo.paperwork.spreadsheet import Cell, Sheet, SpreadsheetError, Workbook, column_letter, open_workbook
from canbo.paperwork.tables import Column, Header, Spellings, find_header

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

ColumnKind = Literal["text", "points", "integer", "date"]
Value = str | int | date | None

# The separators shown are those of the reader's Excel: with Vietnamese settings 87,5 and 03/04/2026.
_NUMBER_FORMATS = {"points": "#,##0.00", "integer": "#,##0", "date": "dd/mm/yyyy", "text": "@"}
_FONT = "Times New Roman"


@dataclass(frozen=True)
class TableColumn:
    """`kind` "points" takes whole hundredths of a point and shows points with two decimals. `total` "sum" adds the
    column up, "count" counts its filled cells, both by a formula. `width` is in characters."""

    title: str
    kind: ColumnKind = "text"
    width: float = 14
    total: Literal["", "sum", "count"] = ""


@dataclass(frozen=True)
class CountLine:
    """Below the totals: how many cells of the column titled `column` equal `value`, as a formula."""

    label: str
    column: str
    value: str


@dataclass(frozen=True)
class Table:
    """A table to write. `rows` may be a generator; each row has one value a column."""

    name: str  # of the sheet
    columns: Sequence[TableColumn]
    rows: Iterable[Sequence[Value]]
    titles: Sequence[str] = ()  # lines above the header, the first the largest
    counts: Sequence[CountLine] = ()
    total_label: str = "Tổng cộng"


@dataclass(frozen=True)
class GridReading:
    """Rows of a titled table: (row number in Excel, value by field). `missing` are wanted fields without a column."""

    sheet: str
    sheets: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[int, Mapping[str, Cell]], ...]
    missing: tuple[str, ...] = field(default=())


def write_table(table: Table) -> bytes:
    """The .xlsx file: titles, header (frozen, filtered, repeated in print), rows, totals; A4 landscape.

    Text is always written as text, so a cell beginning with = + - @ never becomes a formula.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(_sheet_name(table.name))
    formats = _formats(book)
    header_row = _write_head(sheet, table, formats)
    tally = _Tally(table, first=header_row + 1)
    _write_rows(sheet, table, formats, tally)
    if tally.last >= tally.first and any(column.total for column in table.columns):
        _write_totals(sheet, table, formats, tally)
    if tally.last >= tally.first:
        for n, line in enumerate(table.counts):
            _write_count(sheet, table, formats, tally, n, line)
    _set_print(sheet, table, header_row, tally.last)
    book.close()
    return buffer.getvalue()


def read_grid(
    data: bytes,
    filename: str,
    fields: Mapping[str, Sequence[str]],
    *,
    required: Sequence[str],
    sheet: str | None = None,
) -> GridReading:
    """Reads a table whose columns are titled in any of the spellings of `fields` (field: titles).

    Merged cells give their value to every row they cover; rows without any understood value are left out.
    Raises SpreadsheetError (Vietnamese) when the file cannot be read or no header has all `required` fields.
    """
    workbook = open_workbook(data, filename)
    spellings = Spellings(fields)
    source, header = _best_sheet(workbook, spellings, required, sheet)
    rows = []
    for index in range(header.first_row, len(source.cells)):
        values = {name: source.at(index, column) for name, column in header.by_field.items()}
        values = {name: tidy(value) if isinstance(value, str) else value for name, value in values.items()}
        if any(value != "" for value in values.values()):
            rows.append((index + 1, values))
    return GridReading(
        sheet=source.name,
        sheets=workbook.names,
        columns=tuple(header.columns[c] for c in sorted(header.columns)),
        rows=tuple(rows),
        missing=tuple(name for name in fields if name not in header.by_field),
    )


def _best_sheet(
    workbook: Workbook, spellings: Spellings, required: Sequence[str], name: str | None
) -> tuple[Sheet, Header]:
    found: list[tuple[Sheet, Header]] = []
    for sheet in workbook.sheets if name is None else (workbook.sheet(name),):
        if header := find_header(sheet, spellings, [[field] for field in required]):
            found.append((sheet, header))
    if not found:
        titles = ", ".join(f"“{spellings.fields[field][0]}”" for field in required)
        raise SpreadsheetError(f"Không tìm thấy hàng tiêu đề có đủ các cột {titles}. Hãy thêm hoặc sửa tiêu đề cột.")
    return max(found, key=lambda pair: pair[1].strength)


def _sheet_name(name: str) -> str:
    """Excel's limits: 31 characters, none of []:*?/\\ and no apostrophe at the ends."""
    return "".join(" " if char in "[]:*?/\\" else char for char in name).strip(" '")[:31] or "Danh sách"


def _formats(book: Any) -> dict[str, Format]:
    base = {"font_name": _FONT, "font_size": 11, "valign": "vcenter"}
    cell = {**base, "border": 1, "text_wrap": True}
    formats = {kind: book.add_format({**cell, "num_format": code}) for kind, code in _NUMBER_FORMATS.items()}
    formats["header"] = book.add_format({**cell, "bold": True, "align": "center", "bg_color": "#F2EFE9"})
    formats["title"] = book.add_format({**base, "bold": True, "font_size": 14, "align": "center"})
    formats["subtitle"] = book.add_format({**base, "font_size": 12, "align": "center"})
    formats["total"] = book.add_format({**cell, "bold": True, "num_format": "#,##0.00"})
    formats["total_integer"] = book.add_format({**cell, "bold": True, "num_format": "#,##0"})
    return formats


def _write_head(sheet: Worksheet, table: Table, formats: dict[str, Format]) -> int:
    """Writes titles and header; returns the header's row (0-based)."""
    for index, column in enumerate(table.columns):
        sheet.set_column(index, index, column.width)
    for row, title in enumerate(table.titles):
        style = formats["title" if row == 0 else "subtitle"]
        if len(table.columns) > 1:
            sheet.merge_range(row, 0, row, len(table.columns) - 1, "", style)
        sheet.write_string(row, 0, title, style)
    header_row = len(table.titles) + 1 if table.titles else 0
    sheet.set_row(header_row, 32)
    for index, column in enumerate(table.columns):
        sheet.write_string(header_row, index, column.title, formats["header"])
    return header_row


class _Tally:
    """The results of the formulas, counted while the rows stream by: viewers that do not calculate show them."""

    def __init__(self, table: Table, first: int) -> None:
        self.first, self.last = first, first - 1
        self.sums = [0] * len(table.columns)
        self.filled = [0] * len(table.columns)
        self.equal: Counter[tuple[int, Value]] = Counter()
        titles = [column.title for column in table.columns]
        self.counted = [titles.index(line.column) for line in table.counts]

    def add(self, row: int, values: Sequence[Value]) -> None:
        self.last = row
        for index, value in enumerate(values):
            if value is not None and value != "":
                self.filled[index] += 1
            if isinstance(value, int):
                self.sums[index] += value
        for index in set(self.counted):
            self.equal[index, values[index]] += 1


def _write_rows(sheet: Worksheet, table: Table, formats: dict[str, Format], tally: _Tally) -> None:
    for row, values in enumerate(table.rows, start=tally.first):
        tally.add(row, values)
        for index, (column, value) in enumerate(zip(table.columns, values, strict=True)):
            _write_value(sheet, row, index, column.kind, value, formats[column.kind])


def _write_value(sheet: Worksheet, row: int, column: int, kind: ColumnKind, value: Value, style: Format) -> None:
    if value is None or value == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, style)
    elif isinstance(value, int) and kind == "points":
        sheet.write_number(row, column, value / 100, style)
    elif isinstance(value, int):
        sheet.write_number(row, column, value, style)
    else:
        sheet.write_string(row, column, value, style)


def _write_totals(sheet: Worksheet, table: Table, formats: dict[str, Format], tally: _Tally) -> None:
    row = tally.last + 1
    for index, column in enumerate(table.columns):
        points = column.kind == "points" and column.total == "sum"
        style = formats["total" if points else "total_integer"]
        if not column.total:
            sheet.write_string(row, index, table.total_label if index == 0 else "", style)
            continue
        function, result = ("SUM", tally.sums[index]) if column.total == "sum" else ("COUNTA", tally.filled[index])
        value = result / 100 if points else result
        sheet.write_formula(row, index, f"={function}({_range(index, tally)})", style, value)


def _write_count(
    sheet: Worksheet, table: Table, formats: dict[str, Format], tally: _Tally, n: int, line: CountLine
) -> None:
    index, row = tally.counted[n], tally.last + 2 + n
    wanted = line.value.replace('"', '""')
    formula = f'=COUNTIF({_range(index, tally)},"{wanted}")'
    sheet.write_string(row, 0, line.label, formats["text"])
    # The label keeps the first column to itself.
    sheet.write_formula(row, max(index, 1), formula, formats["total_integer"], tally.equal[index, line.value])


def _range(column: int, tally: _Tally) -> str:
    letter = column_letter(column)
    return f"{letter}{tally.first + 1}:{letter}{tally.last + 1}"


def _set_print(sheet: Worksheet, table: Table, header_row: int, last_row: int) -> None:
    sheet.freeze_panes(header_row + 1, 0)
    sheet.autofilter(header_row, 0, max(last_row, header_row), len(table.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(header_row)
    sheet.set_margins(left=0.8, right=0.5, top=0.6, bottom=0.6)
    sheet.set_footer("&R&10Trang &P/&N")
