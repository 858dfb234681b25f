"""The signals against levelling, on units whose truth is known. Every simulation has its own fixed seed."""

from __future__ import annotations

from dataclasses import replace
from math import inf
from random import Random
from statistics import median

import pytest

from canbo.rulebook import RuleError
from canbo.rulebook.levelling import WORDS, Finding, Reading, Row, Settings, Yardstick, evidence, examine, sentence
from canbo.rulebook.levelling.against import Crowd, higher, measured
from canbo.rulebook.levelling.discoveries import adjusted
from canbo.rulebook.levelling.distributions import beta_below, gamma_below, ratio_below, student_above
from canbo.rulebook.levelling.others import Numbers
from canbo.rulebook.levelling.words import SEVERITY
from tests.rulebook.levelling_truth import FORM, HONEST, KINDS, TOP, district, months, row, sheets, totals, unit

ALONE = Settings(honest=HONEST)


def of(findings: tuple[Finding, ...], group: str, signal: str) -> Finding:
    return next(one for one in findings if (one.group, one.signal) == (group, signal))


def share_found(times: int, spread: float, stays: float) -> float:
    """In how many of so many simulated units of 20 people and 12 months the spread is found too narrow."""
    chance = Random(f"{spread} {stays}")
    found = [
        of(examine(totals(chance, spread, stays=stays), FORM, settings=ALONE), "u", "spread").found
        for _ in range(times)
    ]
    return sum(found) / times


@pytest.mark.parametrize("stays", [0.0, 0.5, 1.0])
def test_a_spread_of_one_point_is_found_and_an_honest_one_is_not(stays: float) -> None:
    assert share_found(60, 1, stays) >= 0.9
    assert share_found(60, 5, stays) <= 0.05


def test_months_of_one_person_do_not_count_as_people() -> None:
    """Half as wide as typical is still honest; with 240 observations instead of 20 people it is found far too often."""
    assert share_found(80, 2.5, 1.0) <= 0.13


def test_what_honest_units_truly_differ_by_is_no_discovery() -> None:
    """Forty units of 200 people, shares from 10 to 49 percent: half is nothing unusual among them, all is."""
    units = [measured([[1.0]] * (20 + 2 * at) + [[0.0]] * (180 - 2 * at)) for at in range(40)]
    others = Crowd(units).beside(None)
    half, everybody = measured([[1.0], [0.0]] * 100), measured([[1.0]] * 200)
    assert higher(half, others)[1] > 0.05
    assert higher(everybody, others)[1] < 0.001


def test_medians_of_all_but_one_are_those_of_the_others() -> None:
    """With repeated numbers, odd and even counts, down to one."""
    chance = Random(8)
    for count in (1, 2, 3, 8, 9):
        held = [float(chance.randint(0, 4)) for _ in range(count)]
        numbers = Numbers(held)
        for at, one in enumerate(held):
            others = held[:at] + held[at + 1 :]
            centre = median(others) if others else 0.0
            assert numbers.median(one) == centre
            assert numbers.away(one) == (median(abs(other - centre) for other in others) if others else 0.0)


def test_groups_taken_in_one_after_another_are_told_as_all_at_once() -> None:
    rows, _ = district(Random(2), units=14, planted=2, periods=3)
    reading = Reading(FORM, TOP)
    for name in sorted({one.group for one in rows}):
        reading.add(one for one in rows if one.group == name)
    assert reading.findings() == examine(rows, FORM, TOP)
    with pytest.raises(RuleError, match="cùng một lần"):
        reading.add(rows[:5])


@pytest.mark.slow
def test_over_a_thousand_simulations() -> None:
    """Half of the variance lasting; then the hardest honest case: half as wide as typical, all months alike. All other
    cases: bench/levelling.py."""
    assert share_found(1000, 1, 0.5) >= 0.9
    assert share_found(1000, 5, 0.5) <= 0.05
    assert share_found(1000, 2.5, 1.0) <= 0.08


def judged(seed: int, units: int, planted: int) -> tuple[int, int, int, set[str]]:
    """Of a simulated district: what was found, how much of it in honest units, how many plantings were found as what
    they are, and the kinds missed."""
    rows, truth = district(Random(seed), units, planted)
    findings = examine(rows, FORM, TOP)
    found = {(one.group, one.signal) for one in findings if one.found}
    right = truth.items() & found
    return (
        len(found),
        sum(group not in truth for group, _ in found),
        len(right),
        {kind for group, kind in truth.items() if (group, kind) not in found},
    )


@pytest.mark.slow
def test_every_kind_of_levelling_is_found_among_honest_units() -> None:
    found, false, right, missed = judged(7, units=40, planted=8)
    assert (right, missed) == (len(KINDS), set())
    assert false <= 0.05 * found


@pytest.mark.slow
def test_false_discoveries_over_two_hundred_units() -> None:
    results = [judged(seed, units=200, planted=20) for seed in range(4)]
    assert sum(false / max(1, found) for found, false, _, _ in results) / len(results) <= 0.05
    assert sum(right for _, _, right, _ in results) >= 0.9 * 20 * len(results)


@pytest.mark.slow
def test_nothing_is_found_in_an_honest_district() -> None:
    """Where nothing is planted every discovery is false, so the rate is the chance of having any."""
    assert [judged(seed, units=30, planted=0)[0] for seed in range(2)] == [0, 0]


def test_unequal_units_and_missing_months_make_no_false_alarms() -> None:
    """Units of 8 to 58 people, half of whose sheets are missing, one with a single month."""
    chance = Random(11)
    rows = [
        one
        for at in range(18)
        for one in sheets(chance, unit(chance, f"{at:02d}"), people=8 + at % 6 * 10)
        if chance.random() < 0.5 or at == 0
    ]
    first = months(1)[0]
    findings = examine([one for one in rows if one.group != "00" or one.period == first], FORM, TOP)
    assert [one for one in findings if one.found] == []
    assert of(findings, "00", "copied").silence == "không có dữ liệu để tính dấu hiệu này"


def test_a_small_group_a_lone_group_and_one_rated_person_are_not_told_about() -> None:
    chance = Random(3)
    few = list(totals(chance, 0, group="few", people=7))
    one = list(totals(chance, 0, group="one", people=1))
    findings = examine([*few, *one], FORM, settings=ALONE)
    assert of(findings, "few", "spread") == Finding(
        "few", "spread", 7, silence="dưới 8 người: không nói gì về nhóm nhỏ"
    )
    assert of(findings, "one", "spread").value is None
    lone = of(examine(totals(chance, 1), FORM), "u", "spread")
    assert (lone.p, lone.silence) == (None, "chỉ có 0 đơn vị khác để so sánh, cần ít nhất 10")


def test_where_all_units_are_levelled_the_others_are_no_measure() -> None:
    chance = Random(4)
    rows = [one for at in range(12) for one in totals(chance, 0, group=f"{at:02d}")]
    assert of(examine(rows, FORM), "00", "spread").silence == (
        "các đơn vị khác cũng không có chênh lệch điểm: không có gì để so sánh"
    )
    assert all(of(examine(rows, FORM, settings=ALONE), f"{at:02d}", "spread").found for at in range(12))


def test_values_are_counted_by_hand() -> None:
    """Ten people, two months. Middle of 80…89 is 84,5: the distances are 2,5 in the mean, widened by 1/(1 − π/40)."""
    before, now = months(2)
    marks = [(1000,) * 5 + (400 + 20 * n,) * 5 for n in range(10)]
    rows = [row("u", n, period, 8000 + 100 * n, marks[n]) for n in range(10) for period in (before, now)]
    rows = [replace(one, own=one.decided if one.person == "u-0" else 0) for one in rows]
    others = [one for at in range(3) for one in totals(Random(at), 5, group=f"o{at}", periods=2)]
    findings = examine([*rows, *others], FORM, TOP, Settings(others=3))
    assert of(findings, "u", "spread").value == round(250 / (1 - 3.14159265 / 40))
    assert of(findings, "u", "top").value == 5000
    assert of(findings, "u", "alike").value == 0
    assert of(findings, "u", "copied").silence.startswith("chỉ có 0 đơn vị khác")
    assert evidence(rows, FORM, "u", "agreement") == ("u-0-2024-01", "u-0-2024-02")
    assert evidence(rows, FORM, "u", "copied") == tuple(f"u-{n}-2024-02" for n in range(10))
    assert evidence(rows, FORM, "u", "halo") == ()
    assert len(evidence(rows, FORM, "u", "spread")) == 20
    assert len(evidence(rows, FORM, "u", "top", TOP)) == 10
    with pytest.raises(RuleError):
        evidence(rows, FORM, "elsewhere", "top", TOP)


def test_forms_of_different_size_are_held_apart_and_compared_of_a_hundred() -> None:
    """The same spread on a form of 300 points is the same spread."""
    plain = list(totals(Random(5), 5))
    tripled = [replace(one, form="large", decided=3 * (one.decided or 0)) for one in plain]
    forms = FORM | {"large": Yardstick(30_000)}
    values = [of(examine(rows, forms, settings=ALONE), "u", "spread").value for rows in (plain, tripled)]
    assert values[0] == values[1]


def test_the_order_of_rows_changes_nothing() -> None:
    rows, _ = district(Random(9), units=12, planted=4)
    mixed = list(rows)
    Random(1).shuffle(mixed)
    assert examine(mixed, FORM, TOP) == examine(rows, FORM, TOP)


def test_what_people_are_called_changes_nothing() -> None:
    """Marks and totals that equally many have: whose numbers two databases may give otherwise decides nothing."""
    now, *_ = months(1)
    rows = [row("u", n, now, 8000 + 100 * (n % 5), (900 + 100 * (n % 2),) + (800 + n,) * 9) for n in range(10)]
    turned = [replace(one, person=f"u-{9 - n}") for n, one in enumerate(rows)]
    assert examine(turned, FORM, TOP, ALONE) == examine(rows, FORM, TOP, ALONE)
    for signal in ("alike", "same_marks"):
        assert sorted(evidence(turned, FORM, "u", signal)) == sorted(evidence(rows, FORM, "u", signal))


@pytest.mark.parametrize("wrong", [{"form": "none"}, {"marks": (1, 2)}])
def test_rows_that_do_not_fit_are_refused(wrong: dict[str, object]) -> None:
    good = row("u", 1, months(1)[0], 8000)
    with pytest.raises(RuleError):
        examine([replace(good, **wrong)], FORM)  # type: ignore[arg-type]


def test_two_sheets_of_one_person_and_settings_without_sense_are_refused() -> None:
    good: Row = row("u", 1, months(1)[0], 8000)
    with pytest.raises(RuleError, match="hai phiếu"):
        examine([good, replace(good, sheet="other")], FORM)
    for wrong in ({"people": 4}, {"others": 2}, {"share": 10_000}, {"rate": 0}, {"honest": 0}):
        with pytest.raises(RuleError):
            Settings(**wrong)


def test_every_signal_says_what_it_does_not_mean() -> None:
    findings = examine(totals(Random(6), 1), FORM, settings=ALONE)
    assert {one.signal for one in findings} == set(WORDS) - {SEVERITY}
    assert sentence(of(findings, "u", "spread")).startswith("Điểm sát nhau: 0,8")
    assert WORDS["spread"].not_means in sentence(of(findings, "u", "spread"))
    assert sentence(of(findings, "u", "halo")) == (
        "Các nội dung không khác nhau: không nói được, không có dữ liệu để tính dấu hiệu này."
    )


def test_tails_are_those_of_the_tables() -> None:
    """χ² 10,117 of 19, F(10, 20) 2,348, t(9) 1,833: the five percent points of any statistics book."""
    assert gamma_below(9.5, 10.117 / 2) == pytest.approx(0.05, abs=1e-4)
    assert gamma_below(9.5, 30.144 / 2) == pytest.approx(0.95, abs=1e-4)
    assert ratio_below(2.348, 5, 10) == pytest.approx(0.95, abs=1e-4)
    assert ratio_below(10.117 / 19, 9.5, inf) == pytest.approx(0.05, abs=1e-4)
    assert student_above(1.8331, 9) == pytest.approx(0.05, abs=1e-5)
    assert student_above(-1.8331, 9) == pytest.approx(0.95, abs=1e-5)
    assert beta_below(2, 3, 0.4) == pytest.approx(0.5248)


def test_the_rates_are_those_of_benjamini_and_hochberg() -> None:
    assert adjusted([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.02, 0.04, 0.04, 0.02])
    assert adjusted([]) == []
