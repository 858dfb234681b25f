"""Periods, deadlines and days."""

from __future__ import annotations

from datetime import date

import pytest

from canbo.rulebook import RuleError
from canbo.rulebook.process import Period, add_days, answer_by, deadline, deadlines, petition_until
from tests.rulebook.kit import RULES, rules


@pytest.mark.parametrize(
    ("key", "label", "starts", "ends", "following"),
    [
        ("2026-07", "Tháng 7/2026", date(2026, 7, 1), date(2026, 7, 31), "2026-08"),
        ("2026-12", "Tháng 12/2026", date(2026, 12, 1), date(2026, 12, 31), "2027-01"),
        ("2024-02", "Tháng 2/2024", date(2024, 2, 1), date(2024, 2, 29), "2024-03"),
        ("2026-Q3", "Quý III/2026", date(2026, 7, 1), date(2026, 9, 30), "2026-Q4"),
        ("2026-Q4", "Quý IV/2026", date(2026, 10, 1), date(2026, 12, 31), "2027-Q1"),
        ("2026", "Năm 2026", date(2026, 1, 1), date(2026, 12, 31), "2027"),
    ],
)
def test_a_period(key: str, label: str, starts: date, ends: date, following: str) -> None:
    period = Period.parse(key)
    assert (period.key, period.label, period.starts, period.ends) == (key, label, starts, ends)
    assert period.next().key == following


@pytest.mark.parametrize("key", ["2026-13", "2026-Q5", "2026-0", "hai nghìn", "2026-Qx"])
def test_there_is_no_such_period(key: str) -> None:
    with pytest.raises(RuleError):
        Period.parse(key)


def test_a_month_lies_in_its_quarter_and_year() -> None:
    assert Period("month", 2026, 7).within("quarter") == Period("quarter", 2026, 3)
    assert Period("quarter", 2026, 4).within("year") == Period("year", 2026)


@pytest.mark.parametrize(
    ("step", "period", "due"),
    [
        ("self", "2026-02", date(2026, 2, 28)),
        ("self", "2028-02", date(2028, 2, 29)),
        ("self", "2026-12", date(2026, 12, 31)),
        ("self", "2026", date(2027, 1, 15)),
        ("review", "2026-Q4", date(2026, 12, 25)),
        ("review", "2026-11", None),
        ("decide", "2026", date(2026, 12, 14)),
        ("meeting", "2026", None),
    ],
)
def test_a_deadline(step: str, period: str, due: date | None) -> None:
    (found,) = [one for one in RULES.steps if one.key == step]
    assert deadline(found, Period.parse(period)) == due


def test_the_last_working_day_before_a_deadline() -> None:
    # 31/1/2026 is a Saturday; the Friday before is taken as a holiday here.
    found = deadlines(RULES, Period("month", 2026, 1), {date(2026, 1, 30)})
    assert [(one.step.key, one.due, one.work_by) for one in found] == [
        ("self", date(2026, 1, 31), date(2026, 1, 29)),
        ("review", None, None),
        ("meeting", None, None),
        ("decide", None, None),
    ]


def test_counted_days() -> None:
    friday = date(2026, 12, 18)
    assert add_days(friday, 5, "calendar", ()) == date(2026, 12, 23)
    assert add_days(friday, 1, "working", ()) == date(2026, 12, 21)
    assert add_days(friday, 10, "working", {date(2027, 1, 1)}) == date(2027, 1, 4)
    assert add_days(friday, 0, "working", ()) == friday
    with pytest.raises(RuleError):
        add_days(friday, -1, "calendar", ())


def test_petition_times_where_they_are_set() -> None:
    assert petition_until(RULES.petition, date(2026, 12, 14), ()) is None
    assert petition_until(rules(days=5).petition, date(2026, 12, 14), ()) == date(2026, 12, 19)
    assert answer_by(RULES.petition, date(2026, 12, 18), {date(2027, 1, 1)}) == date(2027, 1, 4)
