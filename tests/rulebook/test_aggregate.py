"""Months into quarters and years: who counts, who does not, and what follows."""

from __future__ import annotations

import pytest

from canbo.rulebook import RuleError, trace
from canbo.rulebook.aggregate import PeriodResult, combine
from canbo.rulebook.explain import year
from canbo.rulebook.grading import grade
from canbo.rulebook.process import Period
from canbo.rulebook.scoring import of_total
from tests.rulebook.kit import RULES, STAFF


def month(number: int, total: int | None, level: str | None = "good", **more: object) -> PeriodResult:
    return PeriodResult(Period("month", 2026, number), total, level, **more)  # type: ignore[arg-type]


def test_the_mean_of_what_counts_is_rounded_once() -> None:
    found = combine(RULES, [month(1, 8813), month(2, 9000), month(3, 9100)], "quarter")
    assert (found.total, found.counted) == (8971, 3)
    # 0.5 of a hundredth goes up
    assert combine(RULES, [month(1, 8813), month(2, 8814)], "quarter").total == 8814


def test_excluded_months_change_neither_sum_nor_divisor() -> None:
    found = combine(
        RULES,
        [
            month(1, 8000),
            month(2, None, None, counted=False, reason="maternity"),
            month(3, 9000, reason="maternity"),
            month(4, None),
            month(5, 9000),
        ],
        "year",
    )
    assert (found.total, found.counted) == (8500, 2)
    assert [child.value for child in found.trace.children] == [
        "80 điểm, Tốt",
        "không tính: nghỉ thai sản",
        "không tính: nghỉ thai sản",
        "không tính: chưa có kết quả",
        "90 điểm, Tốt",
    ]


def test_a_transfer_brings_its_results_along_and_is_named() -> None:
    found = combine(RULES, [month(1, 7000, unit="Phường cũ"), month(2, 8000, unit="Phường mới")], "year")
    assert found.total == 7500
    assert trace.text(found.trace).splitlines() == [
        "Bình quân 2 kỳ được tính: 75 điểm [Điều 12, 1/TEST (cách hiểu của phần mềm)]",
        "  Tháng 1/2026: 70 điểm, Tốt (kết quả ở Phường cũ, trước khi chuyển)",
        "  Tháng 2/2026: 80 điểm, Tốt",
    ]


def test_nothing_counted_gives_no_total() -> None:
    found = combine(RULES, [month(1, None, None, counted=False, reason="sick")], "year")
    assert (found.total, found.counted, found.facts) == (None, 0, {"failed_periods": 0, "consecutive_failed": 0})
    assert year(RULES, STAFF, found, {}).value == "không có kỳ nào được tính"


def test_failed_periods_and_their_longest_run() -> None:
    failed = [month(number, 4000, "not_completed") for number in (1, 2, 4, 5, 6, 11)]
    assert combine(RULES, [*failed, month(3, 8000)], "year").facts == {"failed_periods": 6, "consecutive_failed": 3}
    # A gap in the calendar breaks the run even if the month between was not counted.
    gap = [month(1, 4000, "not_completed"), month(2, None, None, counted=False), month(3, 4000, "not_completed")]
    assert combine(RULES, gap, "year").facts["consecutive_failed"] == 1


def test_failed_periods_reach_the_years_level() -> None:
    found = combine(
        RULES, [month(1, 4900, "not_completed"), *[month(n, 9900, "excellent") for n in range(2, 13)]], "year"
    )
    assert found.total == 9483
    assert grade(RULES, STAFF, of_total(RULES, STAFF, found.total), found.facts).level == "good"
    assert "Có kỳ không đạt: không cao hơn “Tốt”" in trace.text(year(RULES, STAFF, found, {}))


def test_months_make_quarters_and_quarters_the_year() -> None:
    quarters = [
        PeriodResult(
            Period("quarter", 2026, number), combine(RULES, [month(number * 3, total)], "quarter").total, "good"
        )
        for number, total in ((1, 8000), (2, 8500), (3, 9000), (4, 9050))
    ]
    assert combine(RULES, quarters, "year").total == 8638


def test_what_the_rules_do_not_know_is_refused() -> None:
    with pytest.raises(RuleError, match="một kỳ có hai kết quả"):
        combine(RULES, [month(1, 8000), month(1, 9000)], "year")
    with pytest.raises(RuleError, match="không có cách tổng hợp"):
        combine(RULES, [month(1, 8000)], "month")
    with pytest.raises(RuleError, match="không có cách tổng hợp"):
        combine(RULES, [month(1, 8000), PeriodResult(Period("quarter", 2026, 2), 8000, "good")], "year")
