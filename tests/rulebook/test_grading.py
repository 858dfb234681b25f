"""Bands, requirements, overrides in their order, and what is not known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from canbo.rulebook import FactValue, Form, model
from canbo.rulebook.grading import Grading, consequences, facts_needed, grade
from canbo.rulebook.scoring import of_total
from tests.rulebook.kit import COLLECTIVE, LEADER, RULES, STAFF


def graded(total: int, form: Form = STAFF, **facts: FactValue) -> Grading:
    return grade(RULES, form, of_total(RULES, form, total), facts)


@pytest.mark.parametrize(
    ("total", "level"),
    [
        (10000, "excellent"),
        (9000, "excellent"),
        (8999, "good"),
        (7000, "good"),
        (6999, "completed"),
        (5000, "completed"),
        (4999, "not_completed"),
        (0, "not_completed"),
    ],
)
def test_bands_include_their_lower_bound(total: int, level: str) -> None:
    assert graded(total) == Grading(level, level, (), ())


def test_a_requirement_not_met_leads_one_level_down() -> None:
    assert graded(9500, done=9999) == Grading("good", "excellent", (), ())


def test_not_rated_comes_before_everything() -> None:
    assert graded(9500, months_worked=5, disciplined=True) == Grading(None, "excellent", ("too_short",), ())
    assert graded(9500, months_worked=5, maternity=True).level == "excellent"
    assert graded(9500, months_worked=6).level == "excellent"


def test_overrides_apply_in_their_order() -> None:
    assert graded(9500, failed_periods=1) == Grading("good", "excellent", ("failed",), ())
    assert graded(9500, failed_periods=1, disciplined=True) == Grading(
        "not_completed", "excellent", ("failed", "discipline"), ()
    )
    # A cap that lowers nothing has not been applied.
    assert graded(6000, failed_periods=1) == Grading("completed", "completed", (), ())
    # A ground that sets the level is named even where the points say the same.
    assert graded(1000, disciplined=True).applied == ("discipline",)


def test_a_head_is_not_above_his_unit() -> None:
    assert graded(9500, LEADER, units_good=7000, is_head=True, unit_level="completed") == Grading(
        "completed", "excellent", ("unit_cap",), ()
    )
    assert graded(9500, LEADER, units_good=7000, is_head=True, unit_level="excellent").applied == ()
    assert graded(9500, LEADER, units_good=7000, is_head=False).level == "excellent"


def test_what_is_not_known_is_asked_for_not_guessed() -> None:
    assert graded(9500, LEADER) == Grading(None, "excellent", (), ("units_good",))
    assert graded(9500, LEADER).undecided
    assert graded(9500, LEADER, units_good=7000, is_head=True) == Grading(None, "excellent", (), ("unit_level",))
    assert graded(9500, LEADER, is_head=True).missing_facts == ("units_good", "unit_level")


def test_what_cannot_change_the_level_is_not_asked_for() -> None:
    # Below the band that needs it; the lowest level already; a ground that settles everything.
    assert graded(8000, LEADER).level == "good"
    assert graded(1000, LEADER, is_head=True) == Grading("not_completed", "not_completed", (), ())
    assert graded(9500, LEADER, is_head=True, disciplined=True) == Grading(
        "not_completed", "excellent", ("discipline",), ()
    )
    # Excellent or good is in doubt, but neither may be above the unit.
    assert graded(9500, LEADER, is_head=True, unit_level="completed").level == "completed"


def test_a_leaders_fact_does_not_speak_of_staff() -> None:
    assert [fact.key for fact in facts_needed(RULES, STAFF)] == [
        "disciplined",
        "months_worked",
        "maternity",
        "done",
        "failed_periods",
    ]
    assert "units_good" in [fact.key for fact in facts_needed(RULES, LEADER)]
    assert graded(9500, STAFF, units_good=0).level == "excellent"
    # A form for leaders and others alike (no leader mark) does ask.
    assert graded(9500, COLLECTIVE).missing_facts == ("units_good",)


def test_a_ground_for_no_level_settles_what_another_left_open() -> None:
    unknown = replace(RULES.overrides[0], key="unknown", when=model.Test("unit_level", "is", "good"))
    both = replace(RULES, overrides=(unknown, *RULES.overrides))
    score = of_total(both, LEADER, 6000)
    assert grade(both, LEADER, score, {}).missing_facts == ("unit_level",)
    assert grade(both, LEADER, score, {"months_worked": 1}) == Grading(None, "completed", ("too_short",), ())


def test_consequences_follow_the_level() -> None:
    score = of_total(RULES, STAFF, 7000)
    assert [one.key for one in consequences(RULES, STAFF, score, "good", {})] == ["plan"]
    assert consequences(RULES, STAFF, score, "completed", {}) == ()
    assert consequences(RULES, STAFF, score, None, {}) == ()
