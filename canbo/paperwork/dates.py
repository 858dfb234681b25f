"""Dates as Vietnamese offices write and type them: day first, always."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

# Excel counts days from 1899-12-30 (its 1900 is wrongly a leap year). 10000 is 1927, 60000 is 2064.
_EXCEL_EPOCH = date(1899, 12, 30)
_SERIALS = range(10_000, 60_000)
_YEARS = range(1900, 2101)
# A two-digit year below this is of the 2000s. People on a roster are working, so the choice is safe for a while;
# every use is reported to the reader (`TypedDate.guessed_century`).
_CENTURY_PIVOT = 40

_SEPARATOR = r"\s*[/.\-–\s]\s*"
_DAY_MONTH_YEAR = re.compile(rf"(\d{{1,2}}){_SEPARATOR}(\d{{1,2}}){_SEPARATOR}(\d{{4}}|\d{{2}})")
_MONTH_YEAR = re.compile(rf"(?:tháng\s*)?(\d{{1,2}}){_SEPARATOR}(\d{{4}})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
_WORDS = re.compile(r"(?:ngày\s*)?(\d{1,2})\s*tháng\s*(\d{1,2})\s*(?:năm\s*|[/.\-]\s*)?(\d{4})")
_MONTH_WORDS = re.compile(r"tháng\s*(\d{1,2})\s*năm\s*(\d{4})")
_PACKED = re.compile(r"(\d{2})(\d{2})(\d{4})")


class DateError(ValueError):
    """Text that is not a date. The message is Vietnamese and says what to type."""


@dataclass(frozen=True)
class TypedDate:
    """What a cell says: a full `day`, or only its `year` (rosters often give "1980" or "5/1980" for a birth)."""

    year: int
    day: date | None
    guessed_century: bool = False


def short_date(day: date) -> str:
    """03/04/2026: day, month, year."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def long_date(day: date) -> str:
    """ "ngày 03 tháng 4 năm 2026": days under 10 and months 1 and 2 take a leading zero (NĐ 30/2020, Annex I)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def parse_date(value: object) -> TypedDate:
    """A typed or stored date: a date, an Excel serial number, or text in the forms met in rosters.

    Raises DateError (Vietnamese) for anything else, impossible days, and years outside 1900–2100.
    """
    if isinstance(value, datetime):
        return _full(value.day, value.month, value.year, value)
    if isinstance(value, date):
        return _full(value.day, value.month, value.year, value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(value)
    return _from_text(" ".join(str(value).lower().split()))


def _from_number(value: int | float) -> TypedDate:
    if value in _YEARS:
        return TypedDate(int(value), None)
    if int(value) in _SERIALS and value == int(value):
        day = _EXCEL_EPOCH + timedelta(days=int(value))
        return TypedDate(day.year, day)
    text = f"{int(value):08d}" if value == int(value) and 10**6 <= value < 10**8 else ""
    if packed := _PACKED.fullmatch(text):
        return _from_parts(*packed.groups(), typed=text)
    raise _unreadable(value)


def _from_text(text: str) -> TypedDate:
    text = text.strip(" .'’")
    if iso := _ISO.fullmatch(text):
        year, month, day = map(int, iso.groups())
        return _full(day, month, year, text)
    for pattern in (_DAY_MONTH_YEAR, _WORDS, _PACKED):
        if found := pattern.fullmatch(text):
            return _from_parts(*found.groups(), typed=text)
    for pattern in (_MONTH_YEAR, _MONTH_WORDS):
        if found := pattern.fullmatch(text):
            month, year = map(int, found.groups())
            if not 1 <= month <= 12:
                raise DateError(f"“{text}”: không có tháng {month}. Hãy sửa theo dạng tháng/năm.")
            return TypedDate(_year(year, text), None)
    if re.fullmatch(r"(?:năm )?\d{4}", text):
        return TypedDate(_year(int(text[-4:]), text), None)
    if re.fullmatch(r"\d{5}", text) and int(text) in _SERIALS:
        return _from_number(int(text))
    raise _unreadable(text)


def _from_parts(day: str, month: str, year: str, *, typed: str) -> TypedDate:
    if len(year) == 4:
        return _full(int(day), int(month), int(year), typed)
    century = 2000 if int(year) < _CENTURY_PIVOT else 1900
    full = _full(int(day), int(month), century + int(year), typed)
    return TypedDate(full.year, full.day, guessed_century=True)


def _full(day: int, month: int, year: int, typed: object) -> TypedDate:
    _year(year, typed)
    try:
        return TypedDate(year, date(year, month, day))
    except ValueError:
        hint = "Có vẻ tháng đứng trước ngày. " if month > 12 >= day else ""
        raise DateError(f"“{typed}” không phải ngày có thật. {hint}Hãy sửa theo dạng ngày/tháng/năm.") from None


def _year(year: int, typed: object) -> int:
    if year not in _YEARS:
        raise DateError(f"“{typed}”: năm {year} không hợp lý. Hãy kiểm tra lại và sửa theo dạng ngày/tháng/năm.")
    return year


def _unreadable(value: object) -> DateError:
    return DateError(f"Không đọc được ngày “{str(value)[:40]}”. Hãy sửa theo dạng ngày/tháng/năm, ví dụ 03/04/1980.")
