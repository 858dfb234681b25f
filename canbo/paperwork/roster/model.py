"""What reading a roster gives: the people, and everything a person should see before trusting it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from canbo.paperwork.tables import Column

Severity = Literal["error", "warning"]
Sex = Literal["male", "female"]
Kind = Literal["cadre", "civil_servant", "public_employee", "contract", "part_time"]
Reason = Literal["tcvn3", "vni", "capitals", "phone"]

__all__ = ["Column", "Conversion", "Kind", "Problem", "Reason", "RosterReading", "RosterRow", "Severity", "Sex"]


@dataclass(frozen=True)
class RosterRow:
    """One person. Empty text is "", an unknown value None; `row` is the row number Excel shows."""

    row: int
    full_name: str
    family_name: str  # with middle names
    given_name: str
    birth_date: date | None = None
    birth_year: int | None = None
    sex: Sex | None = None
    code: str = ""
    unit_name: str = ""
    post_title: str = ""
    kind: Kind | None = None
    leader: bool | None = None
    task_group: str = ""
    education: str = ""
    political_theory: str = ""
    grade: str = ""  # ngạch / chức danh nghề nghiệp
    email: str = ""
    phone: str = ""
    joined_on: date | None = None


@dataclass(frozen=True)
class Problem:
    """Something to mend or to look at. `column` is the letter Excel shows ("" for the whole row), `header` the
    column's title there; `message` is Vietnamese and says what to do. An error forbids the import."""

    row: int
    column: str
    header: str
    message: str
    severity: Severity


@dataclass(frozen=True)
class Conversion:
    """A text that was changed on reading: `original` as stored in the file, `converted` as understood."""

    row: int
    column: str
    header: str
    original: str
    converted: str
    reason: Reason


@dataclass(frozen=True)
class RosterReading:
    """The reading of one sheet. `columns` covers every titled column, those ignored too (`field` None)."""

    sheet: str
    sheets: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[RosterRow, ...]
    problems: tuple[Problem, ...]
    conversions: tuple[Conversion, ...]
    skipped: tuple[
        tuple[int, str], ...
    ]  # rows not taken as people: row number, its text (headings, totals, signatures)

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(p for p in self.problems if p.severity == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(p for p in self.problems if p.severity == "warning")

    @property
    def ok(self) -> bool:
        """True when there is somebody to import and nothing forbids it."""
        return bool(self.rows) and not self.errors
