"""Severity of evaluators: told only where they marked the same sheets, each person one observation."""

from __future__ import annotations

from random import Random

import pytest

from canbo.rulebook import RuleError
from canbo.rulebook.levelling.distributions import student_within
from canbo.rulebook.levelling.severity import Judgement, Severity, severity


def judged(chance: Random, harsher: float, people: int = 15, months: int = 6) -> list[Judgement]:
    """A and B mark the same people, A lower by so many points; how A sees a person stays the same over the months.
    C alone marks others, far lower."""
    found = []
    for person in range(people):
        worth, view = chance.gauss(80, 5), chance.gauss(0, 2)
        for month in range(months):
            sheet = f"{person}-{month}"
            own = round(100 * (worth - harsher + view + chance.gauss(0, 1)))
            found.append(Judgement(sheet, f"p{person}", "A", own))
            found.append(Judgement(sheet, f"p{person}", "B", round(100 * (worth + chance.gauss(0, 1)))))
            found.append(Judgement(f"c{sheet}", f"c{person}", "C", round(100 * chance.gauss(60, 5))))
    return found


def test_a_severe_evaluator_is_told_beside_those_who_marked_the_same_and_nobody_else() -> None:
    first, second, alone = severity(judged(Random(1), harsher=4))
    assert first.value is not None
    assert first.low is not None
    assert first.high is not None
    assert 0 < first.low < 400 < first.high
    assert first.rate is not None
    assert first.rate < 0.01
    assert second.value == -first.value
    assert alone == Severity(
        "C", 0, silence="không ai khác chấm những người này: không phân biệt được chấm chặt với kết quả thấp"
    )


def test_intervals_hold_the_truth_and_equal_evaluators_are_not_accused() -> None:
    """120 simulations: at 95 % between 107 and 119 intervals hold it, give or take three standard deviations."""
    chance = Random(2)
    runs = [severity(judged(chance, harsher=3, months=3))[0] for _ in range(120)]
    assert 107 <= sum((one.low or 0) <= 300 <= (one.high or 0) for one in runs) <= 119
    equal = [severity(judged(chance, harsher=0, months=3))[0] for _ in range(120)]
    assert sum((one.rate or 1) <= 0.05 for one in equal) <= 13


def test_few_shared_people_a_constant_difference_and_a_double_judgement() -> None:
    assert [one.silence for one in severity(judged(Random(3), 4, people=7))[:2]] == [
        "chỉ có 7 người được chấm chung, cần ít nhất 8"
    ] * 2
    same = [Judgement(f"{n}", f"{n}", who, 8000 - 100 * at) for n in range(10) for at, who in enumerate("AB")]
    assert severity(same)[0].silence == "mọi chênh lệch bằng nhau: không có cơ sở để ước lượng sai số"
    with pytest.raises(RuleError, match="hai lần"):
        severity([same[0], same[0]])


def test_the_bound_is_that_of_the_tables() -> None:
    assert student_within(0.95, 9) == pytest.approx(2.2622, abs=1e-4)
