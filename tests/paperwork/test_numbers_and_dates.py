"""Numbers with commas and dates day first, exact both ways."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canbo.paperwork.dates import DateError, TypedDate, long_date, parse_date, short_date
from canbo.paperwork.numbers import (
    NumberError,
    cell_hundredths,
    format_hundredths,
    format_integer,
    format_percent,
    parse_hundredths,
)


@given(st.integers(min_value=-(10**8), max_value=10**8))
def test_what_is_shown_reads_back(hundredths):
    assert parse_hundredths(format_hundredths(hundredths, places=2)) == hundredths
    assert parse_hundredths(format_hundredths(hundredths).replace(".", "")) == hundredths
    assert cell_hundredths(hundredths / 100) == hundredths


@pytest.mark.parametrize(
    ("text", "hundredths"),
    [
        ("8,5", 850), ("8.5", 850), (" 87,25 ", 8725), ("100", 10000), ("0,05", 5), ("-3", -300), ("\u22121,5", -150),
        ("8,500", None), ("8,50", 850), ("0,500", 50), ("1.234,5", 123450), ("1,234.5", 123450), ("1 234,5", 123450),
        ("1\u00a0234", 123400), ("1.234.567", 123456700), ("1.234", None), ("1,234", None), ("1.23,5", None),
        ("12,345,6", None), ("8,555", None), ("8,5555", None), ("", None), ("tám", None), ("8,5đ", None), ("1e3", None),
        ("NaN", None), ("８", None), ("8,,5", None), (",5", None), ("5,", None), ("9" * 400, None), ("1,2,3", None),
    ],
)  # fmt: skip
def test_typed_points(text, hundredths):
    if hundredths is None:
        with pytest.raises(NumberError):
            parse_hundredths(text)
    else:
        assert parse_hundredths(text) == hundredths


def test_errors_say_what_to_type():
    with pytest.raises(NumberError, match=r"hai cách \(1234 hoặc 1,234\)"):
        parse_hundredths("1.234")
    with pytest.raises(NumberError, match="hai chữ số thập phân"):
        cell_hundredths(8.333)


def test_spreadsheet_numbers():
    assert cell_hundredths(0.1 + 0.2) == 30
    assert cell_hundredths(7) == 700
    assert cell_hundredths(Decimal("2.50")) == 250
    assert cell_hundredths("8,5") == 850
    for bad in (float("nan"), float("inf"), True, None):
        with pytest.raises(NumberError):
            cell_hundredths(bad)


def test_shown_numbers():
    assert [format_hundredths(n) for n in (8750, 8700, 8705, -50, 123450)] == ["87,5", "87", "87,05", "-0,5", "1.234,5"]
    assert format_hundredths(8750, places=1) == "87,5"
    assert format_hundredths(8700, places=0) == "87"
    with pytest.raises(ValueError, match="8755"):
        format_hundredths(8755, places=1)
    assert format_integer(2129000) == "2.129.000"
    assert [format_percent(*p) for p in ((1, 3), (5, 21), (0, 4), (4, 4), (0, 0))] == [
        "33,3%",
        "23,8%",
        "0%",
        "100%",
        "–",
    ]


def test_dates_shown():
    assert long_date(date(2026, 4, 3)) == "ngày 03 tháng 4 năm 2026"
    assert long_date(date(2026, 2, 28)) == "ngày 28 tháng 02 năm 2026"
    assert short_date(date(2026, 4, 3)) == "03/04/2026"


@given(st.dates(min_value=date(1930, 1, 1), max_value=date(2060, 1, 1)))
def test_every_way_of_writing_a_day_is_that_day(day):
    serial = (day - date(1899, 12, 30)).days
    forms: list[object] = [
        short_date(day), f"{day.day}/{day.month}/{day.year}", f"{day.day:02d}.{day.month:02d}.{day.year}",
        f"{day.day}-{day.month}-{day.year}", f"{day.day} / {day.month} / {day.year}", long_date(day), day.isoformat(),
        f"{day.day:02d}{day.month:02d}{day.year}", long_date(day).upper(), f"'{short_date(day)}", serial, float(serial),
        day, datetime(day.year, day.month, day.day, 7, 30),
    ]  # fmt: skip
    assert [parse_date(form) for form in forms] == [TypedDate(day.year, day)] * len(forms)


def test_partial_and_doubtful_dates():
    for text in ("1980", "5/1980", "tháng 5/1980", "Tháng 5 năm 1980", "năm 1980", "05-1980", 1980, 1980.0):
        assert parse_date(text) == TypedDate(1980, None)
    assert parse_date("1/2/80") == TypedDate(1980, date(1980, 2, 1), guessed_century=True)
    assert parse_date("1/2/05").year == 2005
    for text in ("31/02/1980", "12/25/1980", "0/1/1980", "13/1980", "1/1/0980", "tám mươi", "1/2", "12.5", 5.198, True):
        with pytest.raises(DateError):
            parse_date(text)
