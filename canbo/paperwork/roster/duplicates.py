"""The same person twice in one roster."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from canbo.paperwork.dates import short_date
from canbo.paperwork.roster.model import Problem, RosterRow, Severity
from canbo.paperwork.spreadsheet import column_letter
from canbo.paperwork.tables import Header


def find_duplicates(people: Sequence[RosterRow], header: Header) -> list[Problem]:
    """Equal codes, or equal name and day of birth without differing codes, are errors; name and year are a warning.

    Reported on the later row, naming the first.
    """
    problems: list[Problem] = []
    codes: dict[str, RosterRow] = {}
    seen = _Namesakes()
    for person in people:
        if person.code and (first := codes.setdefault(person.code.casefold(), person)) is not person:
            message = (
                f"Mã “{person.code}” đã dùng ở hàng {first.row} ({first.full_name}). "
                "Mỗi người một mã: hãy sửa hoặc xóa một hàng."
            )
            problems.append(_problem(person, header, "code", message, "error"))
            continue
        if found := seen.doubt(person):
            problems.append(_problem(person, header, "full_name", *found))
        seen.add(person)
    return problems


class _Namesakes:
    """People met so far by name with day, and with year, of birth: one look-up a person, however long the roster."""

    def __init__(self) -> None:
        self._by_day: dict[tuple[str, date], RosterRow] = {}
        self._by_year: dict[tuple[str, int], RosterRow] = {}
        self._by_year_only: dict[tuple[str, int], RosterRow] = {}

    def add(self, person: RosterRow) -> None:
        name = person.full_name.casefold()
        if person.birth_year:
            self._by_year.setdefault((name, person.birth_year), person)
            if not person.birth_date:
                self._by_year_only.setdefault((name, person.birth_year), person)
        if person.birth_date:
            self._by_day.setdefault((name, person.birth_date), person)

    def doubt(self, person: RosterRow) -> tuple[str, Severity] | None:
        """What to say when this person may be one met before."""
        name = person.full_name.casefold()
        if person.birth_date and (other := self._by_day.get((name, person.birth_date))):
            message = f"Trùng họ tên và ngày sinh ({short_date(person.birth_date)}) với hàng {other.row}."
            if person.code and other.code:
                return f"{message} Mã số khác nhau nên hiểu là hai người. Hãy kiểm tra.", "warning"
            return f"{message} Hãy xóa một hàng, hoặc ghi mã số để phân biệt.", "error"
        # Two full dates that differ are two people; a bare year may be anybody's born in it.
        known = self._by_year_only if person.birth_date else self._by_year
        if person.birth_year and (other := known.get((name, person.birth_year))):
            message = f"Trùng họ tên và năm sinh {person.birth_year} với hàng {other.row}."
            return f"{message} Hãy kiểm tra có phải một người không.", "warning"
        return None


def _problem(person: RosterRow, header: Header, field: str, message: str, severity: Severity) -> Problem:
    column = header.by_field.get(field, header.by_field.get("given_name", 0))
    return Problem(person.row, column_letter(column), header.columns[column].header, message, severity)
