"""Points by hand, and marks that cannot stand."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from canbo.rulebook import Choice, RuleError, Scale
from canbo.rulebook.scoring import Score, check_marks, score
from tests.rulebook.kit import COLLECTIVE, LEADER, RULES, STAFF, rules


def test_a_staff_sheet() -> None:
    # (92 + 82 + 88) / 300 × 70 = 61.1333… → 61.13; 18 + 9 = 27
    assert score(RULES, STAFF, (1800, 900, 9200, 8200, 8800)) == Score(8813, (2700, 6113), (), 8813)


def test_a_choice_that_tops_below_everything_does_not_earn_everything() -> None:
    task = STAFF.groups[1]
    half = Scale("choice", 2500, 5000, 1, (Choice(5000, "một nửa"), Choice(2500, "một phần tư")))
    form = replace(STAFF, groups=(replace(task, items=(replace(task.items[0], scale=half),)),))
    assert score(RULES, form, (5000,)).total == 3500


def test_missing_marks_count_nothing_and_are_named() -> None:
    assert score(RULES, STAFF, (1800, None, 9200, None, 8800)) == Score(6000, (1800, 4200), (1, 3), 6000)


def test_points_are_cut_at_the_maximum_and_at_nothing() -> None:
    assert score(RULES, COLLECTIVE, (9000, 9000)).total == 10000
    assert score(RULES, COLLECTIVE, (-500, 0)).total == 0


def test_exact_ratios_are_rounded_once() -> None:
    # (1/3 + 1/3) / 3 × 70 = 15.5555… → 15.56; with marks rounded first, 66.66 / 300 × 70 = 15.554 → 15.55.
    third = Fraction(10000, 3)
    assert score(RULES, STAFF, (0, 0, third, third, 0)).groups[1] == 1556
    assert score(RULES, STAFF, (0, 0, 3333, 3333, 0)).groups[1] == 1555


def test_the_named_rounding_decides_the_half() -> None:
    # 70 × 0.45 % / 3 = 0.105 exactly
    marks = (0, 0, 45, 0, 0)
    assert score(RULES, STAFF, marks).groups[1] == 11
    assert score(replace(RULES, rounding="half_even"), STAFF, marks).groups[1] == 10
    assert score(replace(RULES, rounding="floor"), STAFF, marks).groups[1] == 10
    assert score(replace(RULES, rounding="half_even"), STAFF, (0, 0, 135, 0, 0)).groups[1] == 32


def test_a_vector_of_another_length_is_refused() -> None:
    with pytest.raises(RuleError, match="phiếu có 4 mục, biểu “Phiếu công chức” có 5 mục"):
        score(RULES, STAFF, (0, 0, 0, 0))


@pytest.mark.parametrize(
    ("marks", "index", "message"),
    [
        ((2001, 0, 0, 0, 0), 0, "Mục 1 “Đạo đức”: 20,01 vượt mức tối đa 20."),
        ((99900, 0, 0, 0, 0), 0, "Mục 1 “Đạo đức”: 999 vượt mức tối đa 20."),
        ((-25, 0, 0, 0, 0), 0, "Mục 1 “Đạo đức”: -0,25 thấp hơn mức tối thiểu 0."),
        ((0, 910, 0, 0, 0), 1, "Mục 2 “Năng lực”: 9,1 không đúng bước chấm 0,25."),
        ((0, 0, 10001, 0, 0), 2, "Mục 3 “Số lượng”: 100,01% vượt mức tối đa 100%."),
        ((0, 0, True, 0, 0), 2, "Mục 3 “Số lượng”: không phải là một con số."),
    ],
)
def test_a_mark_that_cannot_stand(marks: tuple[int, ...], index: int, message: str) -> None:
    assert [(problem.index, problem.message_vi) for problem in check_marks(STAFF, marks)] == [(index, message)]


def test_choices_and_met_take_only_their_own_values() -> None:
    assert [problem.index for problem in check_marks(LEADER, (3000, 0, 0, 0, 7500, 5000, 10000))] == [4]
    assert [problem.index for problem in check_marks(COLLECTIVE, (2500, 5000))] == [0]
    assert check_marks(COLLECTIVE, (5000, None)) == ()


def test_a_frame_not_yet_split_is_marked_as_a_whole() -> None:
    whole = LEADER.items[0]
    assert (whole.key, whole.label, whole.scale.max, whole.scale.step) == ("general", "Tiêu chí chung", 3000, 50)


def test_another_form_with_the_same_key_is_not_confused() -> None:
    other = rules(split={"ethics": 1000, "skill": 2000})
    assert score(other, other.form("staff"), (1000, 2000, 0, 0, 0)).total == 3000
    assert score(RULES, STAFF, (1000, 1000, 0, 0, 0)).total == 2000
