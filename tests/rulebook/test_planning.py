"""Lists of planning: worked cases at the boundaries, and what holds whatever the list."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canbo.rulebook import PackError, RuleError, SettingsError, planning, trace
from canbo.rulebook.planning import BandReport, Entry, Report
from canbo.rulebook.planning.reading import FOLDER

NOW = planning.rules(planning.find("qd_377_2025"), {})
SET = planning.rules(
    planning.find("qd_377_2025"), {"band_one": 40, "band_two": 50, "young_age": 40, "young_share": 1500}
)
THEN = planning.rules(planning.find("qd_50_2021"), {})
FIT: dict[str, Any] = {
    "higher": True, "appointing": False, "failed": False, "disciplined": False, "first_time": False, "age": 42,
    "female": False, "ethnic_minority": False, "science": False, "over_age": False, "central": False,
}  # fmt: skip


def line(person: str, post: str = "p", level: str = "xã", **facts: Any) -> Entry:
    return Entry(person, post, level, {**FIT, **facts})


def broken(report: Report) -> list[tuple[str, tuple[str, ...], bool]]:
    return [(one.rule, one.people, one.known) for one in report.breaches]


def target(report: Report, key: str) -> tuple[int, int, int, bool | None]:
    one = next(one for one in report.targets if one.key == key)
    return one.held, one.unknown, one.people, one.met


@pytest.mark.parametrize(
    ("name", "entries", "wanted"),
    [
        ("ba người một chức vụ", [line(who) for who in "abc"], []),
        ("bốn người một chức vụ", [line(who) for who in "dcba"], [("people_per_post", tuple("abcd"), True)]),
        ("ba chức vụ một cấp", [line("a", post) for post in "123"], []),
        ("bốn chức vụ một cấp", [line("a", post) for post in "1234"], [("posts_per_person", ("a",), True)]),
        ("bốn chức vụ ở hai cấp", [line("a", post, "xã" if post < "3" else "tỉnh") for post in "1234"], []),
        ("không cao hơn", [line("a", higher=False)], [("higher", ("a",), True)]),
        ("vừa quy hoạch vừa bổ nhiệm", [line("a", appointing=True)], [("not_appointing", ("a",), True)]),
        ("không hoàn thành nhiệm vụ", [line("a", failed=True)], [("not_failed", ("a",), True)]),
        ("chưa biết có hoàn thành", [line("a", failed=None)], [("not_failed", ("a",), False)]),
        ("kỷ luật, chưa rõ trường hợp", [line("a", disciplined=True)], [("discipline", ("a",), False)]),
        ("kỷ luật, thuộc trường hợp", [line("a", disciplined=True, discipline_case=True)], []),
        ("kỷ luật, không thuộc", [line("a", disciplined=True, discipline_case=False)], [("discipline", ("a",), True)]),
        ("danh sách trống", [], []),
    ],
)
def test_a_list_breaks_what_it_breaks(name: str, entries: list[Entry], wanted: list[Any]) -> None:
    found = planning.check(NOW, entries)
    assert broken(found) == wanted
    told = planning.explain(NOW, found)
    assert len(trace.digest(told)) == 64
    wrong, silent = (len([one for one in wanted if one[2] is known]) for known in (True, False))
    assert told.value == f"{wrong} điểm chưa đúng quy định" + (f", {silent} điều chưa rõ" if silent else "")


def test_the_explanation_tells_one_requirement_once_with_how_many_it_concerns() -> None:
    told = planning.explain(NOW, planning.check(NOW, [line(who, post=who, appointing=None) for who in "abc"]))
    assert [(one.label, one.value) for one in told.children[:1]] == [
        ("Không thực hiện đồng thời quy hoạch và bổ nhiệm", "chưa rõ với 3 người; làm xong một trong hai quy trình")
    ]


def test_the_years_before_had_other_rules() -> None:
    assert broken(planning.check(THEN, [line(who) for who in "abcde"])) == []
    assert broken(
        planning.check(THEN, [line("a", disciplined=True, discipline_case=True), line("b", over_age=True)])
    ) == [
        ("discipline", ("a",), True),
        ("age", ("b",), True),
    ]
    assert planning.rules_on(date(2025, 10, 7), {}).instrument.key == "qd_50_2021"
    assert planning.rules_on(date(2025, 10, 8), {}).instrument.key == "qd_377_2025"
    with pytest.raises(RuleError, match="26/12/2021"):
        planning.rules_on(date(2021, 12, 26), {})


def test_targets_are_watched_and_never_refuse() -> None:
    # 15 % of 7 people is 1.05: one is not enough, two are.
    one_young = [line(str(n), str(n), age=39 if n == 0 else 40) for n in range(7)]
    assert target(planning.check(THEN, one_young), "young") == (1, 0, 7, False)
    two_young = [line(str(n), str(n), age=39 if n < 2 else 40) for n in range(7)]
    assert target(planning.check(THEN, two_young), "young") == (2, 0, 7, True)
    central = [line(str(n), str(n), age=44 if n < 2 else 45, central=True) for n in range(7)]
    assert target(planning.check(THEN, central), "young") == (2, 0, 7, True)
    silent = [line(str(n), str(n), age=None if n < 2 else 40) for n in range(7)]
    assert target(planning.check(THEN, silent), "young") == (0, 2, 7, None)
    women = [line(str(n), str(n), female=n < 2) for n in range(8)]
    assert target(planning.check(THEN, women), "women") == (2, 0, 8, True)
    assert target(planning.check(THEN, [*women, line("9", "9")]), "women") == (2, 0, 9, False)
    assert broken(planning.check(THEN, one_young)) == []


def test_what_no_source_gives_is_not_judged_until_the_body_sets_it() -> None:
    people = [line("a", "1", age=39), line("b", "2", age=40), line("c", "3", age=50), line("d", "4", age=None)]
    unset, filled = planning.check(NOW, people), planning.check(SET, people)
    assert (unset.bands, target(unset, "young")) == (None, (0, 4, 4, None))
    assert (filled.bands, target(filled, "young")) == (BandReport((1, 1, 1), 1), (1, 1, 4, True))
    with pytest.raises(SettingsError, match="phải tăng dần"):
        planning.rules(planning.find("qd_377_2025"), {"band_one": 50, "band_two": 50})


def test_a_person_of_two_posts_counts_once_and_twice_for_one_post_is_refused() -> None:
    assert target(planning.check(THEN, [line("a", "1", female=True), line("a", "2", female=True)]), "women")[2] == 1
    with pytest.raises(RuleError, match="ghi hai lần"):
        planning.check(NOW, [line("a"), line("a")])


lists = st.lists(
    st.tuples(
        st.sampled_from("abcdef"), st.sampled_from("12345"), st.sampled_from([True, False, None]), st.integers(30, 55)
    ),
    unique_by=lambda one: one[:2],
    max_size=25,
)


@given(lists, st.randoms(use_true_random=False))
def test_order_does_not_count_and_a_shorter_list_breaks_no_more(rows: list[Any], chance: Any) -> None:
    entries = [line(who, post, failed=failed, age=ord(who) - 60) for who, post, failed, _ in rows]
    before = planning.check(SET, entries)
    shuffled = list(entries)
    chance.shuffle(shuffled)
    assert planning.check(SET, shuffled) == before
    assert len(planning.check(SET, entries[:-1]).breaches) <= len(before.breaches)


def test_a_faulty_file_is_refused_with_its_line(tmp_path: Path) -> None:
    source = (FOLDER / "qd_377_2025.yaml").read_text(encoding="utf-8")
    for old, new, said in (
        ("  posts_per_person:", "  posts:", "giới hạn lạ"),
        ("at_most: 3}", "at_most: ba}", "không phải là số nguyên"),
        ("{setting: women_share}", "{setting: women}", "không có thiết lập"),
        ("{fact: failed, is: false}", "{fact: failed, below: 3}", "không so hơn kém được"),
        ("targets:", "target:", "mục lạ"),
    ):
        assert old in source
        path = tmp_path / "thu.yaml"
        path.write_text(source.replace(old, new), encoding="utf-8")
        with pytest.raises(PackError, match=rf"thu.yaml:\d+: .*{said}"):
            planning.load(path)


def test_the_procedure_of_a_day_is_its_five_steps_in_order() -> None:
    found = planning.procedure_on(date(2026, 3, 1))
    assert list(found.steps) == ["review", "collective", "key_cadres", "wider", "committee"]
    assert [one.key for one in found.steps.values() if one.ballot] == ["key_cadres", "committee"]
    assert {one.cite.instrument for one in found.steps.values()} == {"Hướng dẫn 16-HD/BTCTW"}
    with pytest.raises(RuleError):
        planning.procedure_on(date(2022, 2, 14))


def test_a_box_is_given_by_set_axes_alone() -> None:
    found = planning.axes({"years": 3, "high_years": 2, "low_rank": 3})
    assert [found.band(ranks) for ranks in ((1, 1, 2, 4), (1, 2, 2), (1, 1, 3), (1, 1))] == [
        "high", "middle", "low", None,
    ]  # fmt: skip
    assert planning.axes({"years": 3}).band((1, 1, 1)) is None
    assert list(found.performance) == list(found.potential) == ["high", "middle", "low"]
    with pytest.raises(SettingsError):
        planning.axes({"low_rank": 1})
