"""Sending to postgraduate training: worked cases, the service promised, what is paid back."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from canbo.rulebook import PackError, RuleError, trace, training
from canbo.rulebook.training import Candidate
from canbo.rulebook.training.reading import FOLDER

CASES = yaml.safe_load((FOLDER / "cases" / "sau_dai_hoc.yaml").read_text(encoding="utf-8"))
NOW = training.rules_on(date(2026, 9, 1), {})
THEN = training.rules_on(date(2025, 6, 30), {})
RATINGS = ("not_completed", "completed", "good", "excellent")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_worked_case_comes_out_as_written(case: dict[str, Any]) -> None:
    rules = training.rules_on(case["day"], case.get("settings", {}))
    one = Candidate(case.get("born"), case.get("joined"), case["ratings"], case.get("first_sent"))
    found = training.eligible(rules, one, case["day"])
    wanted = None if case["expect"] == "unknown" else case["expect"]
    assert (found.outcome, [lack.key for lack in found.lacks]) == (wanted, case["why"])
    told = training.explain(rules, one, case["day"])
    assert told.value == {True: "đạt", False: "chưa đạt", None: "chưa rõ"}[wanted]
    assert len(trace.digest(told)) == 64


ratings = st.dictionaries(st.integers(2022, 2025), st.sampled_from(RATINGS))


@given(ratings, st.integers(2022, 2025), st.integers(0, 4000), st.integers(0, 4000))
def test_a_better_rating_and_longer_service_never_lose_it(years: Any, when: int, younger: int, longer: int) -> None:
    order = {False: 0, None: 1, True: 2}
    day = date(2026, 9, 1)
    born, joined = date(1979, 1, 1), date(2025, 1, 1)
    before = training.eligible(NOW, Candidate(born, joined, years), day)
    better = {year: RATINGS[min(3, RATINGS.index(level) + (year == when))] for year, level in years.items()}
    after = training.eligible(
        NOW, Candidate(born + timedelta(days=younger), joined - timedelta(days=longer), better), day
    )
    assert order[after.outcome] >= order[before.outcome]


def test_service_is_a_multiple_of_the_training() -> None:
    start, end = date(2024, 1, 1), date(2025, 12, 31)
    assert training.obligation(NOW, start, end) == training.Obligation(731, 2193, date(2032, 1, 2))
    assert training.obligation(THEN, start, end) == training.Obligation(731, 1462, date(2030, 1, 1))
    with pytest.raises(RuleError, match="trước ngày bắt đầu"):
        training.obligation(NOW, end, start)


@pytest.mark.parametrize(
    ("case", "committed", "served", "wanted"),
    [
        ("left_in_course", 0, 0, 90_000_000),
        ("no_degree", 72, 0, 90_000_000),
        ("left_early", 72, 0, 90_000_000),
        ("left_early", 72, 24, 60_000_000),
        ("left_early", 72, 71, 1_250_000),
        ("left_early", 72, 72, 0),
        ("left_early", 72, 100, 0),
        ("left_early", 7, 4, 38_571_429),  # 90 000 000 / 7 × 3 = 38 571 428,57
    ],
)
def test_what_is_paid_back(case: str, committed: int, served: int, wanted: int) -> None:
    found = training.repayment(NOW, case, 90_000_000, committed, served)
    assert (found.amount, found.why.cite) == (wanted, "Đền bù chi phí đào tạo, Nghị định 171/2025/NĐ-CP")


@given(st.integers(0, 10**10), st.integers(1, 5000), st.integers(0, 6000))
def test_longer_service_never_pays_more(cost: int, committed: int, served: int) -> None:
    sums = [training.repayment(NOW, "left_early", cost, committed, served + more).amount for more in (0, 1)]
    assert cost >= sums[0] >= sums[1] >= 0


def test_what_the_sources_do_not_tell_gives_no_number() -> None:
    with pytest.raises(RuleError, match="chưa có nguồn về cách tính đền bù"):
        training.repayment(THEN, "left_early", 1, 1, 0)
    with pytest.raises(RuleError, match="không có trường hợp"):
        training.repayment(NOW, "left", 1, 1, 0)
    with pytest.raises(RuleError, match="phải lớn hơn 0"):
        training.repayment(NOW, "left_early", 1, 0, 0)
    with pytest.raises(RuleError, match="09/12/2021"):
        training.rules_on(date(2021, 12, 9), {})
    assert (NOW.hours, THEN.hours) == (None, None)


def test_a_faulty_file_is_refused_with_its_line(tmp_path: Path) -> None:
    source = (FOLDER / "nd_171_2025.yaml").read_text(encoding="utf-8")
    for old, new, said in (
        ("multiple: 3", "multiple: three", "không phải là số nguyên"),
        ("pays: unserved", "pays: rest", "không dùng được ở đây"),
        ("{fact: age, at_most", "{fact: years, at_most", "không dùng được ở đây"),
        ("targets:", "target:", "mục lạ"),
    ):
        assert old in source
        path = tmp_path / "thu.yaml"
        path.write_text(source.replace(old, new), encoding="utf-8")
        with pytest.raises(PackError, match=rf"thu.yaml:\d+: .*{said}"):
            training.load(path)


def marks(*points: int, criterion: str = "a", group: str = "g") -> list[training.Mark]:
    return [training.Mark(person, group, criterion, value, 1000) for person, value in enumerate(points)]


def test_a_criterion_is_weak_by_the_thresholds_of_the_body_and_by_none_without() -> None:
    rows = [*marks(900, 900, 900, 900, 600), *marks(900, 900, 900, 900, 640, group="h")]
    assert training.weak(training.weakness({}), rows) == {}
    # The means are 840 and 848: 600 lies exactly 240 below, 640 lies 208 below.
    by = {
        (gap, periods): {"weak_gap": gap, "weak_periods": periods} for gap in (2080, 2400, 2401) for periods in (1, 2)
    }
    found = {key: training.weak(training.weakness(given), rows) for key, given in by.items()}
    assert found == {
        (2080, 1): {4: {"a": 2}}, (2080, 2): {4: {"a": 2}}, (2400, 1): {4: {"a": 1}}, (2400, 2): {},
        (2401, 1): {}, (2401, 2): {},
    }  # fmt: skip


def test_too_few_people_are_not_compared() -> None:
    given = training.weakness({"weak_gap": 1000, "weak_periods": 1})
    assert training.weak(given, marks(900, 900, 900, 0)) == {}
    assert list(training.weak(given, marks(900, 900, 900, 900, 0))) == [4]
