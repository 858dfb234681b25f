"""By when a commitment is signed: single years over every year, before a day or by it, never outside the instrument."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canbo.rulebook import Commitment, DayOfYear, PackError, SettingsError, canonical, load, pack
from canbo.rulebook.commitments import last_day
from tests.rulebook.kit import RULES, SMALL

CIVIL = {"general_split": {"ethics": 1000, "capacity": 1000, "innovation": 1000}}
CITE = RULES.petition.cite
SECTION = "\ncommitment:\n  years: {2025: {month: 10, day: 10}}\n  every: {month: 1, day: 30}\n  strict: true\n"
CITED = "  cite: {article: Điều 1, confidence: ours}\n"


def test_rules_without_the_section_keep_their_text_and_those_with_it_come_back() -> None:
    assert "commitment" not in canonical.dump(RULES)
    promised = replace(RULES, commitment=Commitment(DayOfYear(1, 30), {"2021": DayOfYear(10, 10)}, True, CITE))
    text = canonical.dump(promised)
    assert canonical.parse(text) == promised
    assert canonical.dump(canonical.parse(text)) == text
    assert canonical.dump(replace(promised, commitment=None)) == canonical.dump(RULES)


@given(st.dates(date(2024, 2, 2), date(2050, 12, 31)).filter(lambda day: (day.month, day.day) != (2, 29)))
def test_before_a_day_leaves_the_day_before(day: date) -> None:
    rules = replace(RULES, commitment=Commitment(DayOfYear(day.month, day.day), {}, True, CITE))
    assert last_day(rules, day.year) == day - timedelta(days=1)
    by_it = replace(RULES, commitment=Commitment(DayOfYear(day.month, day.day), {}, False, CITE))
    assert last_day(by_it, day.year) == day


def test_nothing_is_due_where_the_rules_say_nothing_or_are_not_in_force() -> None:
    assert last_day(RULES, 2026) is None
    long_bien = pack("lb_2021").specimen
    assert [last_day(long_bien, year) for year in (2020, 2021, 2022, 2023, 2024)] == [
        None, date(2021, 10, 9), date(2022, 1, 29), date(2023, 1, 29), None,
    ]  # fmt: skip


def test_a_body_may_ask_for_what_a_decree_does_not_know() -> None:
    decree = pack("nd_335_2025")
    assert decree.rules(CIVIL).commitment is None
    asked = decree.rules(CIVIL | {"commitment_day": {"month": 3, "day": 1}})
    assert last_day(asked, 2028) == date(2028, 2, 29)
    with pytest.raises(SettingsError) as refused:
        decree.rules(CIVIL | {"commitment_day": {"month": 2, "day": 29}})
    assert refused.value.problems == (("commitment_day", "nhập ngày và tháng năm nào cũng có, như 30/01"),)


@pytest.mark.parametrize(
    ("section", "problem"),
    [
        (SECTION, "thiếu khóa “cite”"),
        (SECTION.replace("day: 30", "day: 32") + CITED, "ngày không hợp lệ"),
        (SECTION.replace("2025", "sang năm") + CITED, "“sang năm” không phải là năm"),
        (SECTION.replace("{month: 1, day: 30}", "{setting: days}") + CITED, "kiểu days không dùng được"),
    ],
)
def test_a_faulty_section_is_refused_with_its_line(tmp_path: Path, section: str, problem: str) -> None:
    (tmp_path / "pack.yaml").write_text((SMALL / "pack.yaml").read_text(encoding="utf-8") + section, encoding="utf-8")
    with pytest.raises(PackError, match=problem):
        load(tmp_path)
