"""Records as a spreadsheet: a row a person, a column a field by its label; what goes out comes in again.

A field that may have several entries takes them in one cell, parted by semicolons, and so do the columns beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from canbo.office.people.models import Posting
from canbo.office.profiles.queries.standing import Item
from canbo.paperwork.dates import DateError, parse_date, short_date
from canbo.paperwork.names import search_key, tidy
from canbo.paperwork.spreadsheet import Cell
from canbo.paperwork.tables import fold_title
from canbo.paperwork.workbook import Table, TableColumn, Value, read_grid, write_table
from canbo.rulebook import personal
from canbo.rulebook.personal import Field

CODE, NAME = "Mã số", "Họ và tên"
PLAIN = ("TT", "STT", "Đơn vị", "Chức vụ, chức danh", "Ngày sinh", "Giới tính")  # shown, and not read back
BESIDE = {"day": "ngày", "until": "đến ngày", "detail": "ngành, nơi cấp", "paper": "văn bản"}
LONGEST = {"text": 500, "detail": 300, "paper": 300}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a cell: its row, the letter of its column, and what to do."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        return f"Hàng {self.row}, cột {self.column}: {self.message}" if self.row else self.message


@dataclass(frozen=True, slots=True)
class Told:
    """One entry a cell tells."""

    field: str
    text: str
    day: date | None = None
    until: date | None = None
    detail: str = ""
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A person of the file and what it tells of them."""

    row: int
    code: str
    name: str
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything a file says; with a problem nothing of it is taken."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    fields: tuple[str, ...]


def beside(field: Field) -> tuple[str, ...]:
    """Which columns stand beside a field's own."""
    if field.type == "steps":
        return ("day", "detail", "paper")
    return ("day", "until", "paper") if field.many else ()


def titles(keys: Iterable[str]) -> dict[str, str]:
    """The columns of these fields: field, or field.day and so on, to its title."""
    found = {}
    for field in map(personal.find, keys):
        found[field.key] = field.label
        found |= {f"{field.key}.{part}": f"{field.label}: {BESIDE[part]}" for part in beside(field)}
    return found


def read(data: bytes, name: str) -> Reading:
    """The records in an .xlsx or .xls. SpreadsheetError where it has no table with the people's codes."""
    columns = {"code": CODE, "name": NAME, **titles(personal.fields())}
    plain = {f"plain{n}": [title] for n, title in enumerate(PLAIN)}
    grid = read_grid(data, name, {key: [title] for key, title in columns.items()} | plain, required=["code", "name"])
    known = {fold_title(title) for title in [*columns.values(), *PLAIN]}
    problems = [
        Problem(0, "", f"Cột {one.letter} “{one.header}” không phải mục nào của hồ sơ. Hãy sửa tiêu đề, hoặc bỏ cột.")
        for one in grid.columns
        if one.note or fold_title(one.header) not in known
    ]  # fmt: skip
    letters = {one.field: one.letter for one in grid.columns if one.field}
    reader = _Reader(letters, problems)
    rows = [reader.row(number, cells) for number, cells in grid.rows]
    fields = tuple(key for key in personal.fields() if key in letters)
    return Reading(tuple(rows), tuple(problems), fields)


class _Reader:
    def __init__(self, letters: Mapping[str, str], problems: list[Problem]) -> None:
        self.letters, self.problems = letters, problems

    def row(self, number: int, cells: Mapping[str, Cell]) -> Row:
        told: list[Told] = []
        for key in personal.fields():
            if key in self.letters:
                told += self._field(number, personal.find(key), cells)
            for part in beside(personal.find(key)):
                if _text(cells.get(f"{key}.{part}", "")) and not _text(cells.get(key, "")):
                    self._wrong(number, f"{key}.{part}", f"có {BESIDE[part]} mà không có “{personal.label_of(key)}”.")
        return Row(number, _text(cells.get("code", "")), _text(cells.get("name", "")), tuple(told))

    def _field(self, number: int, field: Field, cells: Mapping[str, Cell]) -> Iterator[Told]:
        cell = cells.get(field.key, "")
        if _text(cell) == "":
            return
        values = [part.strip() for part in _text(cell).split(";")] if field.many else [cell]
        others = {part: self._parts(number, field, part, cells, len(values)) for part in beside(field)}
        for place, value in enumerate(values):
            text = self._value(number, field, value)
            given = {part: found[place] for part, found in others.items()}
            day, until = (self._day(number, f"{field.key}.{part}", given.get(part, "")) for part in ("day", "until"))
            if day and until and until <= day:
                self._wrong(number, f"{field.key}.until", "ngày kết thúc phải sau ngày bắt đầu.")
            detail, paper = (
                self._words(number, f"{field.key}.{part}", part, _text(given.get(part, "")))
                for part in ("detail", "paper")
            )
            if text is not None:
                yield Told(field.key, text, day, until, detail, paper)

    def _parts(self, number: int, field: Field, part: str, cells: Mapping[str, Cell], wanted: int) -> Sequence[Cell]:
        cell = cells.get(f"{field.key}.{part}", "")
        found: list[Cell] = [one.strip() for one in cell.split(";")] if isinstance(cell, str) else [cell]
        if found == [""]:
            return [""] * wanted
        if len(found) != wanted:
            self._wrong(number, f"{field.key}.{part}", f"có {len(found)} phần, cột “{field.label}” có {wanted}.")
            return [""] * wanted
        return found

    def _value(self, number: int, field: Field, value: Cell) -> str | None:
        if field.type == "day":
            day = self._day(number, field.key, value)
            return day.isoformat() if day else None
        text = _text(value)
        kept = field.kept(text)
        if not kept:
            self._wrong(number, field.key, f"không hiểu “{text[:40]}”; cần {field.expected}.")
            return None
        return self._words(number, field.key, "text", kept)

    def _day(self, number: int, column: str, cell: Cell) -> date | None:
        if cell == "":
            return None
        try:
            day = parse_date(cell).day
        except DateError as error:
            self._wrong(number, column, str(error))
            return None
        if day is None:
            self._wrong(number, column, f"“{_text(cell)}” không có ngày. Hãy ghi đủ ngày/tháng/năm, hoặc bỏ trống.")
        return day

    def _words(self, number: int, column: str, part: str, text: str) -> str:
        if len(text) > LONGEST[part]:
            self._wrong(number, column, f"dài {len(text)} ký tự, nhiều nhất {LONGEST[part]}. Hãy rút gọn.")
        return text

    def _wrong(self, number: int, column: str, message: str) -> None:
        self.problems.append(Problem(number, self.letters.get(column, "?"), message))


def same_name(one: str, other: str) -> bool:
    """Whether two spellings are one person's name."""
    return search_key(one) == search_key(other)


def template_table() -> bytes:
    """An empty file with every column and one line to show how to fill it in."""
    keys = list(personal.fields())
    shown = {
        "ethnicity": "Kinh", "recruited": "01/09/2008", "education": "Đại học; Thạc sĩ",
        "education.day": "15/06/2007; 20/11/2015", "education.detail": "Luật; Luật kinh tế", "discipline": "Không",
        "political_theory": "Trung cấp", "political_theory.day": "30/06/2016", "language": "Chưa có",
    }  # fmt: skip
    columns = titles(keys)
    line = ["", "CB0001", "Nguyễn Văn Ví Dụ", "", "", *(shown.get(column, "") for column in columns)]
    return _written([line], columns, ["HỒ SƠ CÁN BỘ, CÔNG CHỨC, VIÊN CHỨC"])


def record_table(places: Iterable[Posting], items: Iterable[Item], keys: Sequence[str], title: str) -> bytes:
    """The records of these people, in the columns that are read back; only the given fields."""
    held: dict[tuple[int, str], list[Item]] = {}
    for one in items:
        held.setdefault((one.person, one.field), []).append(one)
    columns = titles(keys)
    lines = []
    for number, place in enumerate(places, start=1):
        person = place.person
        line: list[Value] = [number, person.code, person.full_name, place.post.unit.name, place.post.title]
        for column in columns:
            key, _, part = column.partition(".")
            cells = [_told(one, part) for one in held.get((person.pk, key), ())]
            line.append("; ".join(cells) if any(cells) else "")
        lines.append(line)
    return _written(lines, columns, ["HỒ SƠ CÁN BỘ, CÔNG CHỨC, VIÊN CHỨC", title])


def _written(lines: Iterable[Sequence[Value]], columns: Mapping[str, str], heading: Sequence[str]) -> bytes:
    head = [
        TableColumn("TT", "integer", 5), TableColumn(CODE, width=12), TableColumn(NAME, width=26),
        TableColumn("Đơn vị", width=26), TableColumn("Chức vụ, chức danh", width=26),
    ]  # fmt: skip
    return write_table(Table("Hồ sơ", [*head, *(TableColumn(t, width=18) for t in columns.values())], lines, heading))


def _told(one: Item, part: str) -> str:
    if part in ("day", "until"):
        day = one.day if part == "day" else one.until
        return short_date(day) if day else ""
    return one.shown if not part else one.detail if part == "detail" else one.paper


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return tidy(str(cell))
