"""Confidence votes: every worked case comes out as written, whatever the numbers nothing follows twice."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from canbo.rulebook import votes
from canbo.rulebook.errors import PackError, RuleError

CASES = [
    case
    for path in sorted((votes.FOLDER / "cases").glob("*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]
RULES = votes.find("qd_96_2023")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_worked_case_comes_out_as_written(case: dict[str, Any]) -> None:
    count = votes.Count(case["summoned"], case["present"], case["returned"], case["counts"])
    found = votes.judge(RULES, case["base"], count)
    wanted = case["expect"]
    share = None if wanted["share"] is None else Fraction(wanted["share"])
    assert (found.quorum, found.shares.get("low"), found.consequence and found.consequence.key) == (
        wanted["quorum"], share, wanted["consequence"],
    )  # fmt: skip


@given(st.lists(st.integers(0, 60), min_size=6, max_size=6), st.sampled_from(sorted(RULES.bases)))
def test_more_low_never_means_less(numbers: list[int], base: str) -> None:
    high, normal, low, blank, away, absent = numbers
    order = [None, "replan", "dismiss"]

    def rank(high: int, low: int) -> int:
        returned = high + normal + low + blank
        count = votes.Count(
            returned + away + absent, returned + away, returned, {"high": high, "normal": normal, "low": low}
        )
        found = votes.judge(RULES, base, count)
        assert found.consequence is None or found.quorum
        assert sum(found.shares.values()) <= 1
        return order.index(found.consequence.key if found.consequence else None)

    if high:
        assert rank(high, low) <= rank(high - 1, low + 1)


def test_numbers_that_contradict_each_other_are_refused() -> None:
    for count in (
        votes.Count(10, 8, 9, {"high": 9, "normal": 0, "low": 0}),
        votes.Count(10, 11, 9, {"high": 9, "normal": 0, "low": 0}),
        votes.Count(10, 9, 8, {"high": 9, "normal": 0, "low": 0}),
        votes.Count(10, 9, 8, {"high": 8, "normal": 0}),
    ):
        with pytest.raises(RuleError):
            votes.judge(RULES, "valid", count)
    with pytest.raises(RuleError):
        votes.judge(RULES, "present", votes.Count(1, 1, 1, {"high": 1, "normal": 0, "low": 0}))


def test_an_instrument_holds_only_from_its_day_and_every_value_is_cited(tmp_path: Path) -> None:
    assert votes.in_force(date(2023, 2, 1)) == ()
    assert [one.instrument.number for one in votes.in_force(date(2026, 11, 22))] == ["Quy định 96-QĐ/TW"]
    source = (votes.FOLDER / "qd_96_2023.yaml").read_text(encoding="utf-8")
    for old, new, said in (
        ("  cite: {article: Sử dụng kết quả lấy phiếu tín nhiệm, confidence: A}\n", "", "giá trị không có căn cứ"),
        ("    over: 1/2\n", "    over: 50%\n", "không phải là phân số"),
        ("    over: 1/2\n", "", "cần đúng một trong hai"),
        ("    level: low\n    over", "    level: lowest\n    over", "không dùng được ở đây"),
        ("  returned: Số", "  given: Số", "số “given” không có"),
        ("quorum:", "quota:", "mục lạ “quota”"),
    ):
        assert old in source
        path = tmp_path / "changed.yaml"
        path.write_text(source.replace(old, new), encoding="utf-8")
        with pytest.raises(PackError, match=said):
            votes.load(path)
