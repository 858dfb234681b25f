"""One roster row to one person, reporting what cannot be read."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar, cast

from canbo.paperwork.dates import DateError, TypedDate, parse_date
from canbo.paperwork.names import join, proper_case, split
from canbo.paperwork.roster.cells import CellError, email_of, kind_of, phone_of, sex_of, text_of, yes_of
from canbo.paperwork.roster.model import Conversion, Kind, Problem, Reason, RosterRow, Severity, Sex
from canbo.paperwork.spreadsheet import Sheet, column_letter
from canbo.paperwork.tables import Header

T = TypeVar("T")
_PLAIN_FIELDS = ("post_title", "task_group", "education", "political_theory", "grade")


@dataclass
class PersonReader:
    """Reads the people of one sheet; appends to `problems` and `conversions`."""

    sheet: Sheet
    header: Header
    problems: list[Problem]
    conversions: list[Conversion]
    _row: int = field(default=0, init=False)

    def read(self, row: int, heading: str) -> RosterRow | None:
        """The person of a 0-based row under a unit heading, or None (reported) without a name."""
        self._row = row
        name = self._name()
        if not name:
            self._report("full_name" if "full_name" in self.header.by_field else "given_name", _NO_NAME, "error")
            return None
        birth = self._birth()
        joined = self._value("joined_on", _date_of)
        if joined and joined.day is None:
            self._report("joined_on", _WHOLE_DATE, "warning")
        family, given = split(name)
        return RosterRow(
            row=row + 1,
            full_name=name,
            family_name=family,
            given_name=given,
            birth_date=birth.day if birth else None,
            birth_year=birth.year if birth else None,
            sex=self._sex(),
            code=self._text("code"),
            unit_name=self._unit(heading),
            kind=cast(Kind | None, self._value("kind", kind_of)),
            leader=self._value("leader", yes_of) if "leader" in self.header.by_field else None,
            email=self._value("email", email_of) or "",
            phone=self._phone(),
            joined_on=joined.day if joined else None,
            **{name: self._text(name) for name in _PLAIN_FIELDS},
        )

    def _name(self) -> str:
        if "full_name" in self.header.by_field:
            main, typed = "full_name", self._text("full_name")
        else:
            main, typed = (
                "given_name",
                join("" if self._one_cell() else self._text("family_name"), self._text("given_name")),
            )
        if typed and not any(char.isalpha() for char in typed):
            self._report(main, f"“{typed}” không phải họ tên. Hãy nhập họ và tên, hoặc xóa hàng này.", "error")
            return typed
        name = proper_case(typed)
        if name != typed:
            self._convert(main, typed, name, "capitals")
        if name and not split(name).family:
            self._report(main, f"“{name}” chỉ có một chữ. Hãy kiểm tra đã đủ họ và tên chưa.", "warning")
        return name

    def _one_cell(self) -> bool:
        """Whether the two name columns are merged in this row: then the whole name stands in the one cell."""
        columns = self.header.by_field
        if "family_name" not in columns:
            return True
        merges = [self.sheet.merge_of.get((self._row, columns[name])) for name in ("family_name", "given_name")]
        return merges[0] is not None and merges[0] == merges[1]

    def _birth(self) -> TypedDate | None:
        for name in ("birth", "birth_male", "birth_female"):
            if birth := self._value(name, _date_of):
                if birth.guessed_century:
                    self._report(name, f"Năm sinh ghi hai chữ số, hiểu là {birth.year}. Hãy kiểm tra.", "warning")
                return birth
        return self._birth_in_three_cells()

    def _birth_in_three_cells(self) -> TypedDate | None:
        parts = [self._text(f"birth_{part}") for part in ("day", "month", "year")]
        typed = "/".join(part for part in parts if part)
        try:
            return parse_date(typed) if parts[2] else None
        except DateError as error:
            self._report("birth_year", str(error), "error")
            return None

    def _sex(self) -> Sex | None:
        """From its own column, from an x under "Nữ" or "Nam", or from the birth column the date stands in."""
        if sex := self._value("sex", sex_of):
            return cast(Sex, sex)
        if self._mark("sex_female") or self._text("birth_female"):
            return "female"
        male = self._mark("sex_male") or self._text("birth_male")
        # One lone column "Nữ": whoever is not marked there is a man.
        lone = "sex_female" in self.header.by_field and "sex_male" not in self.header.by_field
        return "male" if male or lone else None

    def _mark(self, name: str) -> bool:
        return bool(self._value(name, yes_of))

    def _unit(self, heading: str) -> str:
        unit = self._text("unit_name") or heading
        if not unit and "unit_name" in self.header.by_field:
            self._report("unit_name", "Chưa ghi đơn vị. Hãy nhập tên đơn vị của người này.", "warning")
        return unit

    def _phone(self) -> str:
        typed = self._text("phone")
        phone = self._value("phone", phone_of) or ""
        if phone and phone != typed and len(phone) > sum(char.isdigit() for char in typed):
            self._convert("phone", typed, phone, "phone")
        return phone

    def _text(self, name: str) -> str:
        return self._value(name, lambda text: text) or ""

    def _value(self, name: str, read: Callable[[str], T]) -> T | None:
        """The field read from its cell, or None when there is no such column, or it cannot be read (reported)."""
        column = self.header.by_field.get(name)
        if column is None:
            return None
        cell = self.sheet.at(self._row, column)
        try:
            if read is cast(object, _date_of):
                text_of(cell)
                return read(cast(str, cell))
            return read(text_of(cell))
        except (CellError, DateError) as error:
            self._report(name, str(error), "error")
            return None

    def _report(self, name: str, message: str, severity: Severity) -> None:
        letter, title = self._place(name)
        problem = Problem(self._row + 1, letter, title, message, severity)
        if problem not in self.problems[-8:]:  # a cell read twice is reported once
            self.problems.append(problem)

    def _convert(self, name: str, original: str, converted: str, reason: Reason) -> None:
        letter, title = self._place(name)
        self.conversions.append(Conversion(self._row + 1, letter, title, original, converted, reason))

    def _place(self, name: str) -> tuple[str, str]:
        column = self.header.by_field[name]
        return column_letter(column), self.header.columns[column].header


_NO_NAME = "Hàng này chưa có họ và tên. Hãy nhập họ và tên, hoặc xóa hàng nếu thừa."
_WHOLE_DATE = "Ngày chưa đủ ngày, tháng, năm nên bỏ qua. Hãy ghi đủ dạng ngày/tháng/năm nếu biết."


def _date_of(cell: object) -> TypedDate | None:
    if isinstance(cell, str) and not unicodedata.normalize("NFC", cell).strip(" .-–…"):
        return None
    return parse_date(unicodedata.normalize("NFC", cell) if isinstance(cell, str) else cell)
