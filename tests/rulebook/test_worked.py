"""The work behind a, b, c as files carry it, and levels of sheets whose marks are not all known."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canbo.rulebook import RuleError, worked
from canbo.rulebook.grading import Grading, grade, whatever
from canbo.rulebook.model import Trace
from canbo.rulebook.scoring import score
from canbo.rulebook.workload import WorkLine
from tests.rulebook.kit import LEADER, RULES, STAFF
from tests.rulebook.test_properties import FACTS, LEADER_MARKS, worse

LINES = (
    WorkLine("P1", Fraction(1), 10, 10, name="Công văn"),
    WorkLine("P2", Fraction(4), 5, 4, delays=2),
    WorkLine("P3", Fraction(20), 1, 1, failed_reviews=1),
)
EXAMPLE = {2: 9200, 3: 8200, 4: 8800}


@st.composite
def line(draw: st.DrawFn) -> WorkLine:
    """A product with its counts; no more excused than happened."""
    failed, late = draw(st.integers(0, 6)), draw(st.integers(0, 6))
    return WorkLine(
        draw(st.sampled_from(("P1", "P2", "P3"))),
        Fraction(draw(st.integers(1, 200_000)), 10_000),
        draw(st.integers(0, 12)),
        draw(st.integers(0, 14)),
        failed,
        late,
        draw(st.integers(0, failed)),
        draw(st.integers(0, late)),
        draw(st.sampled_from(("", "Báo cáo"))),
    )


SOME = st.lists(line(), max_size=8)


def marks(lines: Sequence[WorkLine]) -> list[int]:
    """The marks of a staff member; -1 where nothing was assigned."""
    return [-1 if mark is None else mark for mark in worked.marks(RULES, STAFF, lines).values()]


def test_the_worked_example_of_the_decree() -> None:
    assert worked.marks(RULES, STAFF, LINES) == EXAMPLE
    given_marks = [1800, 900, *EXAMPLE.values()]
    assert worked.disagreements(RULES, STAFF, given_marks, LINES) == []
    assert worked.disagreements(RULES, STAFF, [*given_marks[:4], 10_000], LINES) == [
        "mục 5 tính từ công việc được giao là 88%, hồ sơ ghi 100%"
    ]


def test_nothing_assigned_leaves_the_marks_open() -> None:
    assert worked.marks(RULES, STAFF, ()) == dict.fromkeys(EXAMPLE)
    assert worked.disagreements(RULES, STAFF, [1800, 900, 0, None, None], ()) == [
        "mục 3 tính từ công việc được giao là chưa đủ dữ liệu, hồ sơ ghi 0%"
    ]
    assert worked.is_open(STAFF, [1800, 900, 9200, None, 8800])
    assert not worked.is_open(STAFF, [None, 900, 9200, 8200, 8800])
    (told,) = worked.traced(RULES, STAFF.items[2], ())
    assert "chưa đủ dữ liệu" in told.label


def test_rules_that_convert_nothing_say_so() -> None:
    with pytest.raises(RuleError, match="không có cách quy đổi"):
        worked.marks(replace(RULES, workload=None), STAFF, LINES)


def test_a_trace_tells_each_line_and_the_division() -> None:
    quantity, quality, progress = ([_told(one) for one in worked.traced(RULES, STAFF.items[n], LINES)] for n in EXAMPLE)
    assert quantity == [
        ("P1. Công văn", "giao 10 × 1 = 10; hoàn thành 10 × 1 = 10"),
        ("P2", "giao 5 × 4 = 20; hoàn thành 4 × 4 = 16"),
        ("P3", "giao 1 × 20 = 20; hoàn thành 1 × 20 = 20"),
        ("Cách tính", "46 / 50 = 92%"),
    ]
    assert quality[2:] == [("P3", "hoàn thành 1 × 20 = 20; 1 lần không đạt, còn 15"), ("Cách tính", "41 / 50 = 82%")]
    assert progress[1] == ("P2", "hoàn thành 4 × 4 = 16; 2 lần chậm, còn 14")
    excused = worked.traced(RULES, STAFF.items[4], [replace(LINES[1], excused_delays=1)])
    assert _told(excused[0])[1] == "hoàn thành 4 × 4 = 16; 2 lần chậm (miễn 1 vì nguyên nhân khách quan), còn 15"


def _told(step: Trace) -> tuple[str, str]:
    return step.label, step.value


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"assigned": "5"}, "dòng 2: “assigned” ghi '5', phải là một số nguyên"),
        ({"delays": True}, "dòng 2: “delays” ghi True"),
        ({"completed": 1.0}, "dòng 2: “completed” ghi 1.0"),
        ({"coefficient": "1e9"}, "dòng 2: hệ số “1e9” không phải là một số"),
        ({"coefficient": "-4"}, "hệ số “-4” không phải"),
        ({"coefficient": "4,5"}, "hệ số “4,5” không phải"),
        ({"coefficient": "1/0"}, "hệ số “1/0” không phải"),
        ({"coefficient": "9" * 60}, f"hệ số “{'9' * 40}” không phải"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(changed: dict[str, object], told: str) -> None:
    rows = worked.data(LINES)
    with pytest.raises(RuleError) as error:
        worked.read([rows[0], rows[1] | changed])
    assert told in str(error.value)


@given(SOME)
def test_a_file_holds_the_lines_exactly(lines: list[WorkLine]) -> None:
    assert worked.read(worked.data(lines)) == tuple(lines)


def test_a_coefficient_that_is_no_decimal_is_kept_as_a_fraction() -> None:
    row = WorkLine("P", Fraction(1, 3), 3, 1)
    assert worked.data([row])[0]["coefficient"] == "1/3"
    assert worked.read(worked.data([row])) == (row,)


@pytest.mark.slow
@given(SOME)
def test_marks_are_bounded_and_b_and_c_never_above_a(lines: list[WorkLine]) -> None:
    found = marks(lines)
    assert all(-1 <= mark <= 10_000 for mark in found)
    assert max(found[1:]) <= found[0]


@given(SOME, st.randoms())
def test_marks_do_not_depend_on_the_order_of_the_lines(lines: list[WorkLine], by: random.Random) -> None:
    assert marks(by.sample(lines, len(lines))) == marks(lines)


@given(st.lists(line(), min_size=1, max_size=8), st.integers(1, 3))
def test_more_done_never_lowers_and_more_faults_never_raise(lines: list[WorkLine], more: int) -> None:
    first, *rest = lines
    now = marks(lines)
    done = marks([replace(first, completed=first.completed + more), *rest])
    failed = marks([replace(first, failed_reviews=first.failed_reviews + more), *rest])
    late = marks([replace(first, delays=first.delays + more), *rest])
    excused = marks([replace(first, excused_reviews=first.failed_reviews, excused_delays=first.delays), *rest])
    asked = marks([replace(first, assigned=first.assigned + more), *rest])
    assert all(after >= before for after, before in zip(done, now, strict=True))
    assert (failed[0], failed[1] <= now[1], failed[2]) == (now[0], True, now[2])
    assert (late[:2], late[2] <= now[2]) == (now[:2], True)
    assert all(after >= before for after, before in zip(excused, now, strict=True))
    assert now[0] == -1 or all(after <= before for after, before in zip(asked, now, strict=True))


GAPS = st.lists(st.booleans(), min_size=7, max_size=7)


@given(LEADER_MARKS, LEADER_MARKS, GAPS, FACTS)
def test_a_level_given_with_marks_missing_is_that_of_every_filling(
    one: tuple[int, ...], two: tuple[int, ...], gaps: list[bool], facts: dict[str, bool | int | str]
) -> None:
    """And without missing marks it is the level itself."""
    known = [None if gap else mark for gap, mark in zip(gaps, one, strict=True)]
    found = whatever(RULES, LEADER, known, facts)
    filled = [other if mark is None else mark for mark, other in zip(known, two, strict=True)]
    full = grade(RULES, LEADER, score(RULES, LEADER, filled), facts)
    assert (found.by_points, found.undecided and found.level is not None) == ("", False)
    if found.level is not None:
        assert (found.level, full.undecided) == (full.level, False)
    if not any(gaps):
        assert (found.level, found.missing_facts) == (full.level, full.missing_facts)


@given(LEADER_MARKS, GAPS, FACTS, st.integers(0, 6))
def test_knowing_one_more_mark_never_unsettles_a_level(
    filled: tuple[int, ...], gaps: list[bool], facts: dict[str, bool | int | str], place: int
) -> None:
    known = [None if gap else mark for gap, mark in zip(gaps, filled, strict=True)]
    before = whatever(RULES, LEADER, known, facts)
    known[place] = filled[place]
    after = whatever(RULES, LEADER, known, facts)
    assert before.level is None or worse(after.level) == worse(before.level)


def test_a_ground_decides_without_points_and_open_marks_do_not() -> None:
    open_marks = [1800, 900, None, None, None]
    assert whatever(RULES, STAFF, open_marks, {"months_worked": 12}) == Grading(None, "", (), ())
    found = whatever(RULES, STAFF, open_marks, {"months_worked": 12, "disciplined": True})
    assert (found.level, found.by_points, found.applied) == ("not_completed", "", ("discipline",))
