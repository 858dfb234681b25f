"""Standards of titles: worked cases as of a day, the two forms a body writes them in, faults with their place."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canbo.rulebook import PackError, RuleError, standards, trace
from canbo.rulebook.standards import Profile

TEXT = """
source: {number: Quy định ví dụ, in_force: 2026-01-01, ends: 2030-12-31}
titles:
  Chủ tịch xã:
    label: Chủ tịch xã
    requires: {education: university, political_theory: Cao cấp, experience_years: 5, age: 50}
  Chức danh mới:
    label: Chức danh mới
    requires:
"""
ROWS = [
    {"Chức danh": "Chủ tịch xã", "Trình độ chuyên môn": "Đại học", "Lý luận chính trị": "cao cấp",
     "Số năm công tác": "5", "Tuổi": "50"},
    {"Chức danh": "Chức danh mới", "Trình độ chuyên môn": "", "Lý luận chính trị": " "},
]  # fmt: skip
SET = standards.read(TEXT, "tieu-chuan.yaml")
CHAIR, DAY = SET.titles["Chủ tịch xã"], date(2026, 9, 1)
FIT: dict[str, Any] = {
    "born": date(1985, 1, 1), "joined": date(2010, 1, 1),
    "education": [(date(2008, 6, 1), "university")], "political_theory": [(date(2020, 6, 1), "advanced")],
}  # fmt: skip


def profile(**changed: Any) -> Profile:
    given = {**FIT, **changed}
    held = {key: given[key] for key in ("education", "political_theory") if given[key] is not None}
    return Profile(given["born"], given["joined"], held)


@pytest.mark.parametrize(
    ("changed", "day", "outcome", "lacks"),
    [
        ({}, DAY, True, []),
        ({"education": [(None, "doctor")]}, DAY, True, []),
        ({"education": [(None, "college")]}, DAY, False, ["education"]),
        ({"education": []}, DAY, False, ["education"]),
        ({"education": None}, DAY, None, ["education"]),
        ({"education": None, "political_theory": []}, DAY, False, ["education", "political_theory"]),
        ({"political_theory": [(DAY, "advanced")]}, DAY, True, []),
        ({"political_theory": [(DAY, "advanced")]}, DAY - timedelta(days=1), False, ["political_theory"]),
        ({"political_theory": [(None, "advanced"), (None, "basic")]}, DAY, True, []),
        ({"joined": date(2021, 9, 1)}, DAY, True, []),
        ({"joined": date(2021, 9, 2)}, DAY, False, ["experience_years"]),
        ({"joined": None}, DAY, None, ["experience_years"]),
        ({"born": date(1975, 9, 2)}, DAY, True, []),
        ({"born": date(1975, 9, 1)}, DAY, False, ["age"]),
        ({"born": None}, DAY, None, ["age"]),
    ],
)
def test_who_meets_a_standard_on_a_day(changed: Any, day: date, outcome: bool | None, lacks: list[str]) -> None:
    found = standards.meets(CHAIR, profile(**changed), day)
    assert (found.outcome, [lack.key for lack in found.lacks]) == (outcome, lacks)
    told = standards.explain(CHAIR, profile(**changed), day)
    assert told.value == {True: "đạt", False: "chưa đạt", None: "chưa rõ"}[outcome]
    assert len(trace.digest(told)) == 64


def test_a_title_without_requirements_is_not_known() -> None:
    found = standards.meets_all(SET.titles["Chức danh mới"], {"a": profile()}, DAY)
    assert (found["a"].outcome, [lack.key for lack in found["a"].lacks]) == (None, ["requires"])


def test_a_table_says_the_same_as_the_file() -> None:
    table = standards.from_table(ROWS, "Quy định ví dụ", date(2026, 1, 1), date(2030, 12, 31))
    assert table == SET


def test_standards_are_dated() -> None:
    older = standards.from_table([{"Chức danh": "Chủ tịch xã", "Tuổi": "60"}], "Quy định cũ", date(2020, 1, 1))
    assert standards.on([SET, older], "Chủ tịch xã", date(2025, 12, 31)).cite.instrument == "Quy định cũ"
    assert standards.on([older, SET], "Chủ tịch xã", date(2026, 1, 1)) == CHAIR
    assert standards.on([older, SET], "Chủ tịch xã", date(2031, 1, 1)).cite.instrument == "Quy định cũ"
    with pytest.raises(RuleError, match="31/12/2019"):
        standards.on([older, SET], "Chủ tịch xã", date(2019, 12, 31))


steps = st.lists(st.sampled_from(["college", "university", "master"]), max_size=3)


@given(steps, st.sampled_from(["college", "university", "master"]), st.integers(0, 4000))
def test_who_gains_never_meets_less(gained: list[str], more: str, longer: int) -> None:
    order = {False: 0, None: 1, True: 2}
    before = profile(education=[(None, step) for step in gained], joined=date(2022, 1, 1))
    after = profile(
        education=[(None, step) for step in [more, *gained]], joined=date(2022, 1, 1) - timedelta(days=longer)
    )
    assert order[standards.meets(CHAIR, after, DAY).outcome] >= order[standards.meets(CHAIR, before, DAY).outcome]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("education: university", "education: collage", "không phải là trình độ chuyên môn"),
        ("education: university", "degree: university", "tiêu chuẩn lạ “degree”"),
        ("age: 50", "age: năm mươi", "không phải là tuổi"),
        ("ends: 2030-12-31", "ends: 2025-12-31", "trước ngày có hiệu lực"),
        ("titles:", "title:", "khóa lạ"),
    ],
)
def test_a_faulty_file_is_refused_with_its_line(old: str, new: str, said: str) -> None:
    with pytest.raises(PackError, match=rf"a.yaml:\d+: .*{said}"):
        standards.read(TEXT.replace(old, new), "a.yaml")


def test_a_faulty_table_names_every_row_and_column() -> None:
    rows = [*ROWS, {"Chức danh": "Chủ tịch xã"}, {"Chức danh": "X", "Tuổi": "-1", "Bằng cấp": "có"}, {"Chức danh": ""}]
    with pytest.raises(RuleError) as caught:
        standards.from_table(rows, "Quy định ví dụ", date(2026, 1, 1))
    assert [part.split(":")[0] for part in str(caught.value).split("; dòng")] == [
        "dòng 4, cột “Chức danh”", " 5, cột “Tuổi”", " 5, cột “Bằng cấp”", " 6, cột “Chức danh”",
    ]  # fmt: skip


def test_a_set_is_kept_as_a_text_that_reads_the_same() -> None:
    assert standards.read(standards.text_of(SET), "kept") == SET
    table = standards.from_table(ROWS, "Quy định ví dụ", date(2026, 1, 1))
    assert standards.read(standards.text_of(table), "kept") == table
