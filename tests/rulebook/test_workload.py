"""Converted work of Decree 335/2025 Art 14, by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from canbo.rulebook import RuleError, Workload
from canbo.rulebook.grading import grade
from canbo.rulebook.scoring import score
from canbo.rulebook.workload import Insufficient, Ratios, WorkLine, ratios
from tests.rulebook.kit import LEADER, RULES, STAFF

assert RULES.workload is not None
RULE: Workload = RULES.workload


def given(*lines: WorkLine, rule: Workload = RULE) -> Ratios:
    found = ratios(lines, rule)
    assert isinstance(found, Ratios)
    return found


LINES = (
    WorkLine("P1", Decimal(1), 10, 10),
    WorkLine("P2", Decimal(4), 5, 4, delays=2),
    WorkLine("P3", Decimal(20), 1, 1, failed_reviews=1),
)


def test_the_worked_example_of_a_staff_member() -> None:
    found = given(*LINES)
    assert (found.quantity, found.quality, found.progress) == (Fraction(46, 50), Fraction(41, 50), Fraction(44, 50))
    made = score(RULES, STAFF, [1800, 900, *(found.percent(item) for item in STAFF.items[2:])])
    assert (made.groups, made.total) == ((2700, 6113), 8813)
    assert grade(RULES, STAFF, made, {}).level == "good"


def test_the_worked_example_of_a_leader() -> None:
    for organising, task, total, level in ((5000, 6148, 8948, "good"), (10000, 6732, 9532, "excellent")):
        made = score(RULES, LEADER, (2800, 9500, 9000, 9200, 10000, organising, 10000))
        assert (made.groups[1], made.total) == (task, total)
        assert grade(RULES, LEADER, made, {"units_good": 10000}).level == level


def test_an_excused_fault_takes_nothing() -> None:
    line = WorkLine("P", Decimal(3), 2, 2, failed_reviews=2, excused_reviews=1, delays=1, excused_delays=1)
    assert given(line) == Ratios(Fraction(1), Fraction(7, 8), Fraction(1), Fraction(6), Fraction(6))


def test_ratios_stay_between_nothing_and_all() -> None:
    assert given(WorkLine("P", Decimal(1), 1, 1, failed_reviews=9, delays=9)).quality == 0
    assert given(WorkLine("P", Decimal(1), 10, 12)).quantity == 1


def test_nothing_assigned_is_insufficient_not_zero() -> None:
    assert ratios((), RULE) == Insufficient()
    assert ratios((WorkLine("P", Decimal(1), 0, 3),), RULE) == Insufficient()


def test_a_coefficient_may_have_decimals_and_stays_exact() -> None:
    found = given(WorkLine("P", Decimal("0.3"), 1, 1), WorkLine("Q", Decimal("4.5"), 1, 0))
    assert found.quantity == Fraction(1, 16)
    assert found.mark(RULES, STAFF.items[2]) == 625
    assert found.percent(STAFF.items[0]) is None


@pytest.mark.parametrize(
    "line",
    [
        WorkLine("P", Decimal(0), 1, 1),
        WorkLine("P", Decimal(1), -1, 1),
        WorkLine("P", Decimal(1), 1, 1, excused_delays=1),
    ],
)
def test_figures_that_cannot_be_are_refused(line: WorkLine) -> None:
    with pytest.raises(RuleError, match="sản phẩm “P”"):
        ratios((line,), RULE)
