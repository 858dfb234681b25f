"""Titles of emulation: worked cases, what may never happen whatever the record, the law read with file and line."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from canbo.rulebook import PackError, RuleError, SettingsError, commend, trace
from canbo.rulebook.commend import Record, TitleRules
from canbo.rulebook.commend.reading import FOLDER

LAW = commend.find("luat_06_2022")
FRESH = commend.rules(LAW, {"award_years": "fresh"})
ROLLING = commend.rules(LAW, {"award_years": "rolling"})
CASES = [
    case
    for path in sorted((FOLDER / "cases").glob("*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]
SAID = {True: True, False: False, "unknown": None}
RATINGS = ("not_completed", "completed", "good", "excellent")


def rules_of(case: dict[str, Any]) -> TitleRules:
    return commend.rules(LAW, {"award_years": case.get("award_years", "fresh"), **case.get("settings", {})})


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_worked_case_comes_out_as_written(case: dict[str, Any]) -> None:
    rules, record = rules_of(case), Record(case["facts"], case["titles"])
    found = commend.qualify(rules, record, 2026, case.get("of", "person"))
    assert {key: found[key].outcome for key in case["expect"]} == {
        key: SAID[value] for key, value in case["expect"].items()
    }
    assert {key: [lack.key for lack in found[key].lacks] for key in case.get("why", {})} == case.get("why", {})
    assert {key: commend.earliest(rules, record, 2026, key) for key in case.get("next", {})} == case.get("next", {})
    for key, one in found.items():
        assert (one.outcome is True) == (not one.lacks)
        told = commend.explain(rules, record, 2026, key)
        assert told.value == {True: "đạt", False: "chưa đạt", None: "chưa rõ"}[one.outcome]
        assert len(trace.digest(told)) == 64


years = st.dictionaries(
    st.just(2026),
    st.fixed_dictionaries(
        {
            "rating": st.sampled_from([*RATINGS, None]),
            "conduct": st.sampled_from([True, False, None]),
            "initiative": st.sampled_from([True, False, None]),
        }
    ),
)
held = st.dictionaries(
    st.integers(2018, 2026), st.sets(st.sampled_from(["advanced_worker", "base_fighter", "province_fighter"]))
)


@pytest.mark.slow
@given(years, held, st.integers(2018, 2026), st.sampled_from([FRESH, ROLLING]))
def test_a_better_record_never_loses_a_title(facts: Any, titles: Any, when: int, rules: TitleRules) -> None:
    order = {False: 0, None: 1, True: 2}
    before = commend.qualify(rules, Record(facts, titles), 2026)
    own = facts.get(2026, {})
    rating = own.get("rating")
    better = {
        2026: {
            "rating": RATINGS[min(RATINGS.index(rating) + 1, 3)] if rating else None,
            "conduct": own.get("conduct") or (True if own.get("conduct") is False else None),
            "initiative": own.get("initiative") or (True if own.get("initiative") is False else None),
        }
    }
    more = {
        year: keys | ({"base_fighter", "advanced_worker"} if year == when else set()) for year, keys in titles.items()
    }
    after = commend.qualify(rules, Record(better, more), 2026)
    assert [key for key in before if order[after[key].outcome] < order[before[key].outcome]] == []


@given(years, held)
def test_what_is_not_known_can_go_both_ways_or_changes_nothing(facts: Any, titles: Any) -> None:
    known: dict[str, bool | int | str | None] = {"rating": "excellent", "conduct": True, "initiative": True}
    sparse = {key: value for key, value in facts.get(2026, {}).items() if value is not None}
    before = commend.qualify(FRESH, Record(facts, titles), 2026)
    after = commend.qualify(FRESH, Record({2026: {**known, **sparse}}, titles), 2026)
    for key, one in before.items():
        assert one.outcome is None or one.outcome is after[key].outcome


def test_the_order_of_the_many_does_not_count() -> None:
    people = {n: Record({2026: {"rating": RATINGS[n % 4], "conduct": n % 3 > 0}}, {}) for n in range(24)}
    backwards = dict(reversed(people.items()))
    assert commend.qualify_all(FRESH, people, 2026) == commend.qualify_all(FRESH, backwards, 2026)


@pytest.mark.slow
@given(st.sampled_from([FRESH, ROLLING]), st.lists(st.tuples(years, held), max_size=12))
def test_many_together_come_out_as_each_alone(rules: TitleRules, several: list[Any]) -> None:
    people = {n: Record(facts, titles) for n, (facts, titles) in enumerate(several)}
    assert commend.qualify_all(rules, people, 2026) == {
        n: commend.qualify(rules, record, 2026) for n, record in people.items()
    }


def test_a_ceiling_decides_only_where_the_body_has_set_it() -> None:
    listed = [["advanced_worker"]] * 20 + [["advanced_worker", "base_fighter"]] * 7
    [silent] = commend.ceilings(FRESH, listed)
    assert (silent.held, silent.denominator, silent.allowed, silent.over) == (7, 27, None, None)
    down, up = (
        commend.ceilings(
            commend.rules(LAW, {"award_years": "fresh", "base_fighter_share": 1500, "base_fighter_rounding": rounding}),
            listed,
        )[0]
        for rounding in ("floor", "ceiling")
    )
    assert [(one.allowed, one.over) for one in (down, up)] == [(4, 3), (5, 2)]  # 27 × 15 % = 4.05


def test_money_is_a_multiple_of_the_base_salary_or_what_the_body_sets() -> None:
    paid = commend.amounts("nd_152_2025", {"base_salary": 2_340_000})
    assert {key: commend.amount(paid, key) for key in paid} == {
        "national_fighter": 10_530_000, "province_fighter": 7_020_000, "base_fighter": 2_340_000,
        "advanced_worker": 702_000, "excellent_collective": 3_510_000, "advanced_collective": 1_872_000,
    }  # fmt: skip
    with pytest.raises(SettingsError, match="Mức lương cơ sở"):
        commend.amounts("nd_152_2025", {})
    monthly = commend.amounts("hn_3814_2018", {"reward_a": 500_000})
    assert (commend.amount(monthly, "excellent"), commend.amount(monthly, "good")) == (500_000, None)
    with pytest.raises(RuleError, match="không có mức thưởng"):
        commend.amount(monthly, "base_fighter")


def test_the_law_binds_from_its_day_and_what_it_leaves_open_must_be_chosen() -> None:
    with pytest.raises(RuleError, match="31/12/2023"):
        commend.rules_on(date(2023, 12, 31), {"award_years": "fresh"})
    assert commend.rules_on(date(2024, 1, 1), {"award_years": "fresh"}).instrument.key == "luat_06_2022"
    with pytest.raises(SettingsError, match="Cách đếm các năm liên tục"):
        commend.rules(LAW, {})


def test_a_faulty_file_is_refused_with_its_line(tmp_path: Path) -> None:
    source = (FOLDER / "luat_06_2022.yaml").read_text(encoding="utf-8")
    for old, new, said in (
        (
            "run: {of: base_fighter, times: 3}",
            "run: {of: national_fighter, times: 3}",
            "không phải danh hiệu đứng trước",
        ),
        ("run: {of: base_fighter, times: 3}", "run: {of: base_fighter, times: 0}", "số lần liên tục phải từ 1"),
        ("also: advanced_collective", "also: advanced_worker", "không phải danh hiệu đứng trước"),
        ("at_least: excellent}, {fact: init", "at_least: superb}, {fact: init", "không dùng được ở đây"),
        ("    share: {setting: base_fighter_share}", "    share: {setting: other}", "không có thiết lập"),
        ("ceilings:", "ceiling:", "mục lạ “ceiling”"),
        ("  cite: {article: Chương II, confidence: A/B}\n", "", "căn cứ chưa đủ"),
    ):
        assert old in source
        path = tmp_path / "luat_thu.yaml"
        path.write_text(source.replace(old, new), encoding="utf-8")
        with pytest.raises(PackError, match=rf"luat_thu.yaml:\d+: .*{said}"):
            commend.load(path)


@pytest.mark.slow
@given(
    st.sampled_from([FRESH, ROLLING]),
    years,
    st.dictionaries(st.integers(2010, 2028), st.frozensets(st.sampled_from(list(FRESH.titles)))),
    st.dictionaries(st.integers(2010, 2028), st.frozensets(st.sampled_from(list(FRESH.titles)))),
)
def test_what_comes_to_the_same_is_judged_the_same(
    rules: TitleRules, facts: Any, titles: dict[int, frozenset[str]], other: dict[int, frozenset[str]]
) -> None:
    """Older years, years to come and titles that no run speaks of may be anything: the essence says so, and nothing
    changes."""
    spoken = {"base_fighter", "province_fighter", "national_fighter"}
    mixed = {
        when: (titles.get(when, frozenset()) & spoken) | (other.get(when, frozenset()) - spoken)
        for when in titles
        if 2023 <= when < 2026
    } | {when: held for when, held in titles.items() if when == 2026}
    mixed |= {when: held for when, held in other.items() if when < 2023 or when > 2026}
    one, two = Record(facts, titles), Record({year: {**known, "mentor": True} for year, known in facts.items()}, mixed)
    assert commend.essence_of(FRESH, one, 2026) == commend.essence_of(FRESH, two, 2026)
    if commend.essence_of(rules, one, 2026) == commend.essence_of(rules, two, 2026):
        assert commend.qualify(rules, one, 2026) == commend.qualify(rules, two, 2026)
        for title in ("base_fighter", "province_fighter", "national_fighter"):
            assert commend.earliest(rules, one, 2026, title) == commend.earliest(rules, two, 2026, title)


@pytest.mark.parametrize("typed", [6666, 6667])
def test_two_thirds_as_typed_are_two_thirds_of_any_council(typed: int) -> None:
    council = commend.rules(LAW, {"award_years": "fresh", "council_majority": typed}).council
    for present in range(1, 3001):
        least = -(-2 * present // 3)
        told = [council.carried(present, present, agree) for agree in (least - 1, least)]
        assert told == [False, True], present


def test_a_share_that_is_no_simple_fraction_is_taken_as_typed() -> None:
    council = commend.rules(LAW, {"award_years": "fresh", "council_quorum": 6668, "council_majority": 5000}).council
    assert [council.met(3, 2), council.met(10000, 6668), council.met(10000, 6667)] == [False, True, False]
    assert [council.carried(9, 9, agree) for agree in (4, 5)] == [False, True]
