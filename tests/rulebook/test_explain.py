"""Traces: what a person reads, equal to the numbers they explain, silent about what is sensitive."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canbo.rulebook import Form, RuleError, Trace, explain, fingerprint, trace
from canbo.rulebook.amounts import shown
from canbo.rulebook.grading import grade
from canbo.rulebook.quota import Member, check
from canbo.rulebook.scoring import score
from tests.rulebook.kit import COLLECTIVE, LEADER, RULES, STAFF
from tests.rulebook.test_properties import FACTS

SHEET = """Phiếu công chức theo 1/TEST: 88,13/100 điểm; Tốt [Toàn văn, 1/TEST (cách hiểu của phần mềm)]
  Tổng điểm: 88,13/100 điểm [Điều 3, 1/TEST (cách hiểu của phần mềm)]
    Tiêu chí chung: 27/30 điểm [Điều 3, 1/TEST (cách hiểu của phần mềm)]
      Đạo đức: 18/20 điểm [Điều 3, 1/TEST (cách hiểu của phần mềm)]
      Năng lực: 9/10 điểm [Điều 3, 1/TEST (cách hiểu của phần mềm)]
    Kết quả nhiệm vụ: 61,13/70 điểm [Điều 3, 1/TEST (cách hiểu của phần mềm)]
      Số lượng: 92% [Điều 3, 1/TEST (cách hiểu của phần mềm)]
      Chất lượng: 82% [Điều 3, 1/TEST (cách hiểu của phần mềm)]
      Tiến độ: 88% [Điều 3, 1/TEST (cách hiểu của phần mềm)]
      Cách tính: 70 × (92% + 82% + 88%) / 3 = 61,13 điểm
  Mức xếp loại: Tốt [Điều 7, 1/TEST (cách hiểu của phần mềm)]
    Theo điểm và điều kiện: 88,13 điểm: Tốt (từ 70 điểm trở lên) [Điều 7, 1/TEST (cách hiểu của phần mềm)]"""


def test_a_whole_sheet_in_words() -> None:
    assert trace.text(explain.sheet(RULES, STAFF, (1800, 900, 9200, 8200, 8800), {})) == SHEET


def lines(form: object, marks: tuple[int | None, ...], **facts: bool | int | str) -> list[str]:
    made = explain.sheet(RULES, form, marks, facts)  # type: ignore[arg-type]
    return [line.strip().split(" [")[0] for line in trace.text(made).splitlines()]


FULL = (2000, 1000, 10000, 10000, 10000)


def test_requirements_say_what_was_needed_and_what_was() -> None:
    assert lines(STAFF, FULL, done=9950)[-4:] == [
        "Mức xếp loại: Tốt",
        "Điều kiện của mức “Xuất sắc”",
        "Tỷ lệ nhiệm vụ hoàn thành từ 100% trở lên: chưa đủ (thực tế: 99,5%)",
        "Theo điểm và điều kiện: 100 điểm: Tốt (từ 70 điểm trở lên)",
    ]


def test_overrides_and_missing_facts_are_told() -> None:
    full = (3000, *(10000,) * 6)
    told = lines(LEADER, full, units_good=10000, is_head=True, unit_level="completed")
    assert told[-1] == "Không cao hơn đơn vị mình: không cao hơn: Mức của đơn vị"
    told = lines(LEADER, full, is_head=True)
    assert told[-3:] == [
        "Theo điểm và điều kiện: 100 điểm: chưa xác định được mức",
        "Không cao hơn đơn vị mình: chưa có thông tin để kết luận",
        "Còn thiếu thông tin: Tỷ lệ đơn vị tốt; Mức của đơn vị",
    ]
    assert "Mức xếp loại: chưa đủ thông tin để xếp loại" in told
    assert lines(STAFF, FULL, months_worked=3)[-2:] == [
        "Mức xếp loại: không xếp loại",
        "Làm việc chưa đủ tháng: không xếp loại",
    ]


def test_what_is_sensitive_is_named_by_its_label_only() -> None:
    told = explain.sheet(RULES, STAFF, FULL, {"disciplined": True})
    assert (
        trace.text(told).splitlines()[-1].strip().split(" [")[0] == "Bị kỷ luật trong năm: xếp loại “Không hoàn thành”"
    )
    # The ground that did not occur leaves no word at all.
    assert "kỷ luật" not in trace.text(explain.sheet(RULES, STAFF, FULL, {"disciplined": False}))


def test_a_sensitive_figure_is_not_told() -> None:
    closed = replace(RULES, facts=tuple(replace(one, sensitive=one.key == "done") for one in RULES.facts))
    told = trace.text(explain.sheet(closed, STAFF, FULL, {"done": 9950}))
    assert "Tỷ lệ nhiệm vụ hoàn thành từ 100% trở lên: chưa đủ" in told
    assert "99,5%" not in told


def test_headings_choices_and_missing_marks_are_read_as_on_the_sheet() -> None:
    assert lines(COLLECTIVE, (5000, None), units_good=0)[2:5] == [
        "Nội dung: 50/100 điểm",
        "Tiêu chí một – Nội dung một: đạt",
        "Tiêu chí một – Nội dung hai: chưa chấm",
    ]
    assert "Khả năng tổ chức: 50% (Chưa đạt)" in lines(LEADER, (0, 0, 0, 0, 10000, 5000, 10000))


def test_a_score_of_other_marks_is_not_explained() -> None:
    with pytest.raises(RuleError, match="không phải là kết quả của các mục chấm này"):
        explain.marking(RULES, STAFF, FULL, score(RULES, STAFF, (0, 0, 0, 0, 0)))


@given(
    st.tuples(
        *(st.integers(0, 4).map(lambda n: n * 25) for _ in range(2)),
        *(st.none() | st.integers(0, 10000) for _ in range(3)),
    )
)
def test_the_explanation_states_the_very_numbers(marks: tuple[int | None, ...]) -> None:
    made = score(RULES, STAFF, marks)
    told = explain.sheet(RULES, STAFF, marks, {})
    level = grade(RULES, STAFF, made, {}).level
    points, result = told.children
    assert points.value == f"{shown(made.total)}/100 điểm"
    assert [group.value.split("/")[0] for group in points.children] == [shown(part) for part in made.groups]
    assert result.value == RULES.level(str(level)).label


def reworded(told: Trace) -> Trace:
    """The same tree as another version of the software might word it."""
    return replace(told, label="…", value="khác", cite="", children=tuple(map(reworded, told.children)))


def test_the_fingerprint_follows_every_number_and_no_word() -> None:
    one, two = (explain.sheet(RULES, STAFF, marks, {}) for marks in (FULL, (2000, 975, 10000, 10000, 10000)))
    assert trace.digest(one) == trace.digest(explain.sheet(RULES, STAFF, FULL, {}))
    assert trace.digest(one) == trace.digest(reworded(one))
    assert trace.digest(one) != trace.digest(two)
    with pytest.raises(RuleError, match="không có gì ngoài lời văn"):
        trace.digest(replace(one, what=()))


# A hash made by the first release: decisions keep it, so a change of the structure must keep the old one beside it.
FIRST = "de28ae74461a3b09e434582943875da2071eeef18d60c51d726a791cb6840e5b"


def test_a_fingerprint_of_the_first_release_still_holds() -> None:
    assert trace.digest(explain.sheet(RULES, STAFF, (1800, 900, 9200, 8200, 8800), {"done": 9950})) == FIRST


@given(
    st.tuples(
        *(st.integers(0, 4).map(lambda n: n * 250) for _ in range(2)), *(st.integers(0, 10000) for _ in range(3))
    ),
    st.sampled_from(["disciplined", "done", "months_worked"]),
)
def test_sheets_told_differently_have_different_fingerprints(marks: tuple[int, ...], fact: str) -> None:
    """The structure says no less than the words: what reads differently is hashed differently."""
    other = (marks[0], *marks[2:], marks[1])
    made = [
        explain.sheet(RULES, STAFF, given, facts)
        for given in (marks, other)
        for facts in ({}, {fact: 3 if fact != "disciplined" else True})
    ]
    assert len({trace.digest(one) for one in made}) >= len({trace.text(one) for one in made})


def test_a_ceiling_in_words() -> None:
    assert RULES.ceiling is not None
    members = [Member(str(n), "excellent", 9500, "Tổ 1") for n in range(2)] + [
        Member(f"g{n}", "good", 8000, "Tổ 1") for n in range(6)
    ]
    (found,) = check(RULES.ceiling, members, RULES, exceptional=True)
    told = trace.text(explain.ceiling(RULES, RULES.ceiling, found, exceptional=True)).splitlines()
    assert [line.strip().split(" [")[0] for line in told] == [
        "Tỷ lệ “Xuất sắc”, Tổ 1: vượt, cần xem xét lại ít nhất 1 người",
        "Áp dụng tỷ lệ đặc biệt: Tập thể có kết quả đột phá",
        "Mẫu số: 6 (số người xếp loại “Tốt”)",
        "Được phép: 25% × 6 = 1 (làm tròn xuống)",
        "Đang xếp: 2",
        "Bằng điểm nhau ở ranh giới: 2 người",
    ]


def filled(form: Form) -> st.SearchStrategy[tuple[int | None, ...]]:
    """Mark vectors of a form, some items not marked."""
    return st.tuples(*(st.none() | st.integers(item.scale.min, item.scale.max) for item in form.items))


# A text with what the filled-in text must not stumble over.
ODD = replace(
    STAFF, groups=(replace(STAFF.groups[0], cite=replace(STAFF.cite, article='50% "%s" \0')), STAFF.groups[1])
)


@pytest.mark.parametrize("form", [STAFF, LEADER, COLLECTIVE, ODD], ids=["staff", "leader", "collective", "odd"])
@given(data=st.data(), facts=FACTS)
def test_the_fingerprint_without_a_tree_is_that_of_the_tree(
    form: Form, data: st.DataObject, facts: dict[str, bool | int | str]
) -> None:
    marks = data.draw(filled(form))
    made = score(RULES, form, marks)
    assert fingerprint.sheet(RULES, form, marks, made, facts) == trace.digest(explain.sheet(RULES, form, marks, facts))
    assert fingerprint.grade(RULES, form, made, facts) == grade(RULES, form, made, facts)
