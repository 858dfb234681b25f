"""Three-valued conditions: the unknown stays unknown unless the rest settles it; what does not apply is left out."""

from __future__ import annotations

import pytest

from canbo.rulebook import AllOf, AnyOf, Condition, FactValue, Not, model
from canbo.rulebook.conditions import UNKNOWN, VOID, Outcome, compiled
from canbo.rulebook.words import condition
from tests.rulebook.kit import LEADER, RULES, STAFF

TRUE, FALSE = model.Test("months_worked", "at_least", 6), model.Test("months_worked", "below", 6)
DOUBT, LEADERS = model.Test("unit_level", "is", "good"), model.Test("units_good", "at_least", 7000)


def outcome(given: Condition, **facts: FactValue) -> Outcome:
    return compiled(given, RULES, STAFF)({"months_worked": 12, **facts})


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (AllOf((TRUE, TRUE)), True),
        (AllOf((TRUE, FALSE)), False),
        (AllOf((TRUE, DOUBT)), UNKNOWN),
        (AllOf((DOUBT, FALSE)), False),
        (AllOf((TRUE, LEADERS)), True),
        (AllOf((LEADERS,)), VOID),
        (AnyOf((FALSE, FALSE)), False),
        (AnyOf((FALSE, TRUE)), True),
        (AnyOf((FALSE, DOUBT)), UNKNOWN),
        (AnyOf((DOUBT, TRUE)), True),
        (AnyOf((FALSE, LEADERS)), False),
        (Not(TRUE), False),
        (Not(DOUBT), UNKNOWN),
        (Not(LEADERS), VOID),
    ],
)
def test_the_truth_table(given: Condition, expected: Outcome) -> None:
    assert outcome(given) is expected


@pytest.mark.parametrize(
    ("op", "holds"),
    [("is", [False, True, False]), ("below", [False, False, True]), ("at_most", [False, True, True]),
     ("at_least", [True, True, False]), ("above", [True, False, False])],
)  # fmt: skip
def test_levels_compare_by_merit(op: str, holds: list[bool]) -> None:
    test = model.Test("unit_level", op, "good")  # type: ignore[arg-type]
    assert [outcome(test, unit_level=level) for level in ("excellent", "good", "completed")] == holds


def test_a_leaders_fact_speaks_of_leaders() -> None:
    assert compiled(LEADERS, RULES, LEADER)({"units_good": 7000}) is True
    assert compiled(LEADERS, RULES, LEADER)({}) is UNKNOWN


def test_conditions_in_words() -> None:
    given = AllOf(
        (Not(model.Test("maternity", "is", True)), AnyOf((FALSE, LEADERS, DOUBT)), model.Test("total", "above", 8950))
    )
    assert condition(RULES, given) == (
        "không thuộc trường hợp (Nghỉ thai sản) và (Số tháng làm việc dưới 6 tháng "
        "hoặc Tỷ lệ đơn vị tốt từ 70% trở lên hoặc Mức của đơn vị bằng “Tốt”) và tổng điểm trên 89,5 điểm"
    )
