"""The same person twice in one roster."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from canbo.paperwork.dates import short_date
from canbo.paperwork.names import search_key
from canbo.paperwork.roster.model import Problem, RosterRow, Severity
from canbo.paperwork.spreadsheet import column_letter
from canbo.paperwork.tables import Header


def find_duplicates(people: Sequence[RosterRow], header: Header) -> list[Problem]:
    """Equal codes, or equal name and day of birth without differing codes, are errors; name and year are a warning.

    Reported on the later row, naming the first.
    """
    problems: list[Problem] = []
    codes: dict[str, RosterRow] = {}
    namesakes: dict[str, list[RosterRow]] = defaultdict(list)
    for person in people:
        if person.code and (first := codes.setdefault(person.code.casefold(), person)) is not person:
            message = (
                f"Mã “{person.code}” đã dùng ở hàng {first.row} ({first.full_name}). "
                "Mỗi người một mã: hãy sửa hoặc xóa một hàng."
            )
            problems.append(_problem(person, header, "code", message, "error"))
            continue
        for other in namesakes[search_key(person.full_name)]:
            if found := _same_person(person, other):
                message, severity = found
                problems.append(_problem(person, header, "full_name", message, severity))
                break
        namesakes[search_key(person.full_name)].append(person)
    return problems


def _same_person(person: RosterRow, other: RosterRow) -> tuple[str, Severity] | None:
    if person.full_name.casefold() != other.full_name.casefold():
        return None
    if person.birth_date and person.birth_date == other.birth_date:
        told_apart = bool(person.code and other.code)
        born = short_date(person.birth_date)
        message = f"Trùng họ tên và ngày sinh ({born}) với hàng {other.row}."
        if told_apart:
            return f"{message} Mã số khác nhau nên hiểu là hai người. Hãy kiểm tra.", "warning"
        return f"{message} Hãy xóa một hàng, hoặc ghi mã số để phân biệt.", "error"
    both_full = person.birth_date and other.birth_date
    if person.birth_year and person.birth_year == other.birth_year and not both_full:
        message = f"Trùng họ tên và năm sinh {person.birth_year} với hàng {other.row}."
        return f"{message} Hãy kiểm tra có phải một người không.", "warning"
    return None


def _problem(person: RosterRow, header: Header, field: str, message: str, severity: Severity) -> Problem:
    column = header.by_field.get(field, header.by_field.get("given_name", 0))
    return Problem(person.row, column_letter(column), header.columns[column].header, message, severity)
