"""Periods, deadlines and counted days. No clock: whoever asks brings the day."""

from __future__ import annotations

import re
from calendar import isleap, monthrange
from collections.abc import Container
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from canbo.rulebook.errors import RuleError
from canbo.rulebook.model import PeriodKind, Petition, Rules, Step

_MONTHS: dict[PeriodKind, int] = {"month": 1, "quarter": 3, "year": 12}
_ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A month (number 1–12), a quarter (1–4) or a year (number 1). RuleError for any other number."""

    kind: PeriodKind
    year: int
    number: int = 1

    def __post_init__(self) -> None:
        if self.kind not in _MONTHS or not 1 <= self.number <= 12 // _MONTHS[self.kind]:
            raise RuleError(f"không có kỳ {self.kind} {self.number}/{self.year}")

    @classmethod
    def parse(cls, key: str) -> Period:
        """The period of a key: "2026-07", "2026-Q3" or "2026"."""
        year, _, part = key.partition("-")
        number = part.removeprefix("Q")
        if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}|-Q[1-4])?", key):
            raise RuleError(f"“{key}” không phải là kỳ đánh giá (2026-07, 2026-Q3 hoặc 2026)")
        if not part:
            return cls("year", int(year))
        return cls("quarter" if part != number else "month", int(year), int(number))

    @property
    def key(self) -> str:
        if self.kind == "year":
            return f"{self.year}"
        return f"{self.year}-Q{self.number}" if self.kind == "quarter" else f"{self.year}-{self.number:02d}"

    @property
    def label(self) -> str:
        """As an office writes it: "Tháng 7/2026", "Quý III/2026", "Năm 2026"."""
        if self.kind == "year":
            return f"Năm {self.year}"
        return (
            f"Quý {_ROMAN[self.number - 1]}/{self.year}"
            if self.kind == "quarter"
            else f"Tháng {self.number}/{self.year}"
        )

    @property
    def starts(self) -> date:
        return date(self.year, (self.number - 1) * _MONTHS[self.kind] + 1, 1)

    @property
    def ends(self) -> date:
        month = self.number * _MONTHS[self.kind]
        return date(self.year, month, monthrange(self.year, month)[1])

    def next(self) -> Period:
        """The period after this one, of the same kind."""
        if self.number * _MONTHS[self.kind] == 12:
            return Period(self.kind, self.year + 1, 1)
        return Period(self.kind, self.year, self.number + 1)

    def within(self, kind: PeriodKind) -> Period:
        """The longer period this one lies in."""
        return Period(kind, self.year, (self.ends.month - 1) // _MONTHS[kind] + 1)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A step's deadline; `work_by` is the last working day not after it (a deadline is not moved by a holiday)."""

    step: Step
    due: date | None
    work_by: date | None


def deadline(step: Step, period: Period) -> date | None:
    """The day a step of this period is due, or None where none is set. A day the month does not have is its last."""
    due = step.due.get(period.kind)
    if due is None:
        return None
    last = period.ends
    year, month = divmod(last.year * 12 + last.month - 1 + due.month_offset, 12)
    return date(year, month + 1, min(due.day, monthrange(year, month + 1)[1]))


def deadlines(rules: Rules, period: Period, holidays: Container[date]) -> tuple[Deadline, ...]:
    """Every step's deadline in the order of the procedure."""
    found = []
    for step in rules.steps:
        due = deadline(step, period)
        work_by = due
        while work_by is not None and not is_working(work_by, holidays):
            work_by -= timedelta(days=1)
        found.append(Deadline(step, due, work_by))
    return tuple(found)


def is_working(day: date, holidays: Container[date]) -> bool:
    """Monday to Friday, no holiday."""
    return day.weekday() < 5 and day not in holidays


def add_days(day: date, n: int, kind: Literal["calendar", "working"], holidays: Container[date]) -> date:
    """The n-th day after `day`, which itself does not count; n ≥ 0."""
    if n < 0:
        raise RuleError("số ngày không được âm")
    if kind == "calendar":
        return day + timedelta(days=n)
    while n:
        day += timedelta(days=1)
        n -= is_working(day, holidays)
    return day


def petition_until(petition: Petition, published: date, holidays: Container[date]) -> date | None:
    """The last day to petition against a result published that day; None where no time is set."""
    return None if petition.days is None else add_days(published, petition.days, petition.days_type, holidays)


def answer_by(petition: Petition, received: date, holidays: Container[date]) -> date | None:
    """The last day to answer a petition received that day; None where no time is set."""
    if petition.answer_days is None:
        return None
    return add_days(received, petition.answer_days, petition.answer_days_type, holidays)


def whole_years(since: date, day: date) -> int:
    """Whole years from a day to a day. Who was born on 29 February is a year older on 1 March of common years."""
    return day.year - since.year - ((day.month, day.day) < (since.month, since.day))


def years_before(day: date, years: int) -> date:
    """The last day from which `whole_years` to a day are so many or more."""
    leap = day.month == 2 and day.day == 29 and not isleap(day.year - years)
    return date(day.year - years, 2, 28) if leap else day.replace(year=day.year - years)
