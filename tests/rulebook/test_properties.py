"""What holds for every sheet, office and year, whatever the numbers."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from canbo.rulebook import Ceiling, Rules, canonical, refine
from canbo.rulebook.aggregate import PeriodResult, combine
from canbo.rulebook.amounts import Rounding, divide, hundredths, shown
from canbo.rulebook.grading import grade
from canbo.rulebook.process import Period
from canbo.rulebook.quota import Member, check
from canbo.rulebook.scoring import score
from tests.rulebook.kit import LEADER, RULES, STAFF, rules

LEVELS = [level.key for level in RULES.levels]
POINTS = st.integers(0, 10000)
STAFF_MARKS = st.tuples(st.integers(0, 2000), st.integers(0, 1000), POINTS, POINTS, POINTS)
LEADER_MARKS = st.tuples(
    st.integers(0, 3000), POINTS, POINTS, POINTS, *(st.sampled_from((5000, 10000)) for _ in range(3))
)
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "disciplined": st.booleans(),
        "months_worked": st.integers(0, 12),
        "maternity": st.booleans(),
        "done": st.integers(0, 20000),
        "units_good": POINTS,
        "is_head": st.booleans(),
        "unit_level": st.sampled_from(LEVELS),
        "failed_periods": st.integers(0, 4),
    },
)
MEMBERS = st.lists(
    st.tuples(
        st.sampled_from([*LEVELS, None]),
        st.none() | st.integers(5000, 10000).map(lambda n: n // 500 * 500),
        st.sampled_from("AB"),
    ),
    max_size=60,
).map(lambda rows: [Member(f"m{n:02}", *row) for n, row in enumerate(rows)])


def worse(level: str | None) -> int:
    return -1 if level is None else LEVELS.index(level)


@given(LEADER_MARKS.flatmap(lambda marks: st.tuples(st.just(marks), st.integers(0, 6), POINTS)))
def test_scores_are_bounded_and_rise_with_every_mark(case: tuple[tuple[int, ...], int, int]) -> None:
    marks, index, more = case
    made = score(RULES, LEADER, marks)
    assert all(0 <= points <= group.max for points, group in zip(made.groups, LEADER.groups, strict=True))
    assert made.total == sum(made.groups) <= LEADER.max
    assert 0 <= made.percent <= 10000
    raised = tuple(max(mark, more) if place == index else mark for place, mark in enumerate(marks))
    assert score(RULES, LEADER, raised).total >= made.total


@given(STAFF_MARKS, STAFF_MARKS, FACTS)
def test_raising_a_mark_never_lowers_the_level(
    one: tuple[int, ...], two: tuple[int, ...], facts: dict[str, bool | int | str]
) -> None:
    low = tuple(min(pair) for pair in zip(one, two, strict=True))
    high = tuple(max(pair) for pair in zip(one, two, strict=True))
    below, above = (grade(RULES, STAFF, score(RULES, STAFF, marks), facts) for marks in (low, high))
    assert worse(above.level) <= worse(below.level)


@given(LEADER_MARKS, FACTS, FACTS)
def test_a_decided_level_does_not_depend_on_what_was_not_asked(
    marks: tuple[int, ...], known: dict[str, bool | int | str], more: dict[str, bool | int | str]
) -> None:
    """Facts reported as missing, and no others without a default, can change the outcome."""
    made = score(RULES, LEADER, marks)
    first = grade(RULES, LEADER, made, known)
    assume(not first.undecided)
    without_default = {fact.key: more[fact.key] for fact in RULES.facts if fact.default is None and fact.key in more}
    later = grade(RULES, LEADER, made, {**without_default, **known})
    assert (later.level, later.missing_facts) == (first.level, ())


@given(
    MEMBERS,
    st.sampled_from(("rated", "good", "good_or_better")),
    st.sampled_from(("floor", "half_up", "ceiling")),
    st.booleans(),
)
def test_the_ceiling_holds_after_the_moves_and_not_before(
    members: list[Member], denominator: str, rounding: str, exceptional: bool
) -> None:
    made: Rules = rules(denominator=denominator, ceiling_rounding=rounding)
    assert isinstance(made.ceiling, Ceiling)
    for report in check(made.ceiling, members, made, exceptional):
        own = [member for member in members if member.group == report.group]
        assert len(report.would_move) == report.over <= report.held
        assert set(report.would_move) <= {member.key for member in own if member.level == "excellent"}

        def after(moved: tuple[str, ...], own: list[Member] = own) -> int:
            lowered = [replace(member, level="good") if member.key in moved else member for member in own]
            assert made.ceiling is not None
            (again,) = check(made.ceiling, lowered, made, exceptional)
            return again.over

        assert after(report.would_move) == 0
        if report.over:
            assert after(report.would_move[:-1]) > 0


@given(MEMBERS, st.randoms(use_true_random=False))
def test_a_ceiling_does_not_depend_on_the_order_of_people(members: list[Member], chance: random.Random) -> None:
    assert RULES.ceiling is not None
    mixed = members[:]
    chance.shuffle(mixed)
    assert check(RULES.ceiling, mixed, RULES) == check(RULES.ceiling, members, RULES)


@given(
    st.dictionaries(
        st.integers(1, 12), st.tuples(st.none() | POINTS, st.sampled_from(LEVELS), st.booleans()), max_size=12
    ),
    st.randoms(use_true_random=False),
)
def test_a_year_does_not_depend_on_the_order_of_months(
    months: dict[int, tuple[int | None, str, bool]], chance: random.Random
) -> None:
    periods = [PeriodResult(Period("month", 2026, number), *row) for number, row in months.items()]
    mixed = periods[:]
    chance.shuffle(mixed)
    found = combine(RULES, periods, "year")
    assert combine(RULES, mixed, "year") == found
    totals = [one.total for one in periods if one.counted and one.total is not None]
    assert found.counted == len(totals)
    assert found.total is None if not totals else min(totals) <= (found.total or 0) <= max(totals)


@pytest.mark.slow
@given(st.lists(st.integers(1, 500), min_size=1, max_size=12), st.integers(0, 11))
def test_a_refinement_keeps_the_maximum(sizes: list[int], deeper: int) -> None:
    rest = 3000 - sum(sizes)
    assume(rest > 0)
    sizes = [*sizes, rest]
    lines = [
        f"      i{n}: {{label: Mục {n}, scale: {{kind: points, max: {size / 100:.2f}}}}}"
        for n, size in enumerate(sizes)
    ]
    head = (
        "refines: small\nlineage: {issuer: X, number: Y, title: Z}\ncite: {article: x, confidence: ours}\n"
        "forms:\n  leader:\n    general:\n"
    )
    once = refine.apply(RULES, refine.read(head + "\n".join(lines), "x.yaml"))
    split = f"      i{min(deeper, len(sizes) - 1)}:\n        items:\n"
    size = sizes[min(deeper, len(sizes) - 1)]
    split += f"          xa: {{label: A, scale: {{kind: points, max: {(size // 2) / 100:.2f}}}}}\n"
    split += f"          xb: {{label: B, scale: {{kind: points, max: {(size - size // 2) / 100:.2f}}}}}\n"
    twice = refine.apply(once, refine.read(head + split, "y.yaml"))
    for made in (once, twice):
        form = made.form("leader")
        assert (form.max, [group.max for group in form.groups]) == (10000, [3000, 7000])
        assert score(made, form, [item.scale.max for item in form.items]).total == 10000
    assert canonical.parse(canonical.dump(twice)) == twice


@pytest.mark.slow
@given(
    st.fixed_dictionaries(
        {
            "split": st.integers(0, 120).map(lambda n: {"ethics": n * 25, "skill": 3000 - n * 25}),
            "share": st.integers(0, 5000),
            "again": st.booleans(),
            "months": st.integers(1, 12),
            "days": st.none() | st.integers(0, 30),
            "denominator": st.sampled_from(("rated", "good", "good_or_better")),
        }
    )
)
def test_rules_under_any_settings_come_back_from_their_text(settings: dict[str, object]) -> None:
    made = rules(**settings)
    text = canonical.dump(made)
    assert canonical.parse(text) == made
    assert canonical.dump(canonical.parse(text)) == text


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**6), st.sampled_from(get_args(Rounding)))
def test_a_rounding_stays_within_its_unit(numerator: int, denominator: int, rounding: Rounding) -> None:
    found = divide(numerator, denominator, rounding)
    distance = found * denominator - numerator
    assert {
        "floor": -denominator < distance <= 0,
        "ceiling": 0 <= distance < denominator,
        "half_up": -denominator < 2 * distance <= denominator,
        "half_even": abs(2 * distance) <= denominator,
    }[rounding]


@given(st.integers(-(10**7), 10**7))
def test_what_is_shown_reads_back(value: int) -> None:
    assert hundredths(shown(value).replace(",", ".")) == value
