"""Headcount as a spreadsheet, in and out; proposals of arrangement as a list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from canbo.office.base.errors import ActionError
from canbo.office.people.models import KINDS, Unit
from canbo.office.talent.queries.arrangement import Case
from canbo.office.talent.queries.structure import Cell as Count
from canbo.office.talent.queries.structure import Structure
from canbo.paperwork.dates import short_date
from canbo.paperwork.names import search_key
from canbo.paperwork.spreadsheet import Cell, SpreadsheetError
from canbo.paperwork.tables import fold_title
from canbo.paperwork.workbook import Table, TableColumn, Value, read_grid, write_table
from canbo.rulebook.amounts import natural

CODE, NAME = "Mã đơn vị", "Đơn vị"
MOST = 100_000


@dataclass(frozen=True, slots=True)
class Given:
    """A number assigned to a unit for a kind."""

    unit: Unit
    kind: str
    number: int


def read(data: bytes, name: str, units: Sequence[Unit]) -> list[Given]:
    """The numbers of a file for these units. ActionError names every fault by row and column."""
    titles = {"code": [CODE], "name": [NAME], "tt": ["TT"], **{key: [label] for key, label in KINDS}}
    try:
        grid = read_grid(data, name, titles, required=["code", "name"])
    except SpreadsheetError as error:
        raise ActionError(str(error)) from error
    known = {fold_title(title) for titles_of in titles.values() for title in titles_of}
    faults = [
        f"cột {one.letter} “{one.header}” không phải một đối tượng"
        for one in grid.columns
        if one.note or fold_title(one.header) not in known
    ]
    letters = {one.field: one.letter for one in grid.columns if one.field}
    by_code = {unit.code.casefold(): unit for unit in units}
    seen = Counter(str(cells.get("code", "")).casefold() for _, cells in grid.rows)
    found = []
    for row, cells in grid.rows:
        code = str(cells.get("code", "")).strip()
        unit = by_code.get(code.casefold())
        if unit is None or search_key(unit.name) != search_key(str(cells.get("name", ""))):
            faults.append(f"hàng {row}: không có đơn vị mã “{code}” tên “{str(cells.get('name', ''))[:60]}”")
            continue
        if seen[code.casefold()] > 1:
            faults.append(f"hàng {row}: đơn vị “{code}” có ở {seen[code.casefold()]} hàng")
            continue
        for key, _ in KINDS:
            cell = cells.get(key, "")
            if cell == "":
                continue
            number = _number(cell)
            if number is None:
                faults.append(f"hàng {row}, cột {letters[key]}: “{str(cell)[:20]}” không phải số người")
            else:
                found.append(Given(unit, key, number))
    if faults:
        more = f" và {len(faults) - 20} chỗ khác" if len(faults) > 20 else ""
        raise ActionError(f"Tệp còn {len(faults)} chỗ cần sửa, chưa ghi gì: " + "; ".join(faults[:20]) + more + ".")
    if not found:
        raise ActionError("Tệp không có con số nào.")
    return found


def template(units: Iterable[Unit]) -> bytes:
    """A file with these units and empty numbers."""
    columns = [
        TableColumn(CODE, width=18),
        TableColumn(NAME, width=44),
        *(TableColumn(label, width=16) for _, label in KINDS),
    ]
    lines: Iterable[Sequence[Value]] = ([unit.code, unit.name, *([""] * len(KINDS))] for unit in units)
    return write_table(Table("Biên chế", columns, lines, ["SỐ LƯỢNG ĐƯỢC GIAO"]))


def structure_table(found: Structure, title: str) -> bytes:
    """Assigned, actual and the difference, unit by unit."""
    columns = [TableColumn(CODE, width=18), TableColumn(NAME, width=44)]
    for label in [*(cell.label for cell in found.cells), "Tổng"]:
        columns += [TableColumn(f"{label}: {part}", "integer", 11) for part in ("giao", "có", "chênh")]
    lines: list[list[Value]] = [
        [line.unit.code, "   " * line.depth + line.unit.name, *_numbers([*line.cells, line.total])]
        for line in found.lines
    ]
    lines.append(["", "Tổng cộng", *_numbers([*found.cells, found.total])])
    return write_table(Table("Biên chế", columns, lines, ["BIÊN CHẾ ĐƯỢC GIAO VÀ CÓ MẶT", title]))


def arrangement_table(rows: Iterable[Case], day: date) -> bytes:
    """Proposals with what became of them."""
    columns = [
        TableColumn("TT", "integer", 5), TableColumn("Họ và tên", width=26), TableColumn("Mã số", width=12),
        TableColumn("Hình thức", width=14), TableColumn("Từ", width=40), TableColumn("Đến", width=40),
        TableColumn("Đề xuất từ ngày", "date", 14), TableColumn("Năng lực, sở trường", width=40),
        TableColumn("Lý do", width=40), TableColumn("Tình trạng", width=18), TableColumn("Văn bản", width=26),
    ]  # fmt: skip
    lines = (
        (
            number, one.row.person.full_name, one.row.person.code, one.row.get_act_display(), one.before, one.after,
            one.row.day, one.row.strengths, one.row.reason, one.word, one.decision.document if one.decision else "",
        )
        for number, one in enumerate(rows, start=1)
    )  # fmt: skip
    return write_table(
        Table("Đề xuất bố trí", columns, lines, ["ĐỀ XUẤT BỐ TRÍ, SỬ DỤNG CÁN BỘ", f"Ngày {short_date(day)}"])
    )


def _numbers(cells: Sequence[Count]) -> list[Value]:
    return [value for cell in cells for value in (cell.assigned, cell.actual, cell.over)]


def _number(cell: Cell) -> int | None:
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
    found = natural(text, 6)
    return found if found is not None and found <= MOST else None
