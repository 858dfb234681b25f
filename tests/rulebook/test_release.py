"""What is shown of opinions gives no small group away: against an audit of its own, by brute force, and in stress."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from canbo.rulebook import RuleError
from canbo.rulebook.release import Leaves, Tree, again, exposed, release, shown

LEVELS = {f"u{number:02}": f"level{number % 3}" for number in range(15)}
FIFTEEN = Tree({"all": "", "level0": "all", "level1": "all", "level2": "all"} | LEVELS)
SIZES = [0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 30, 40]


def in_span(vectors: list[list[int]], wanted: list[int]) -> bool:
    """Whether `wanted` is a rational combination of the vectors: by comparing ranks, written apart from the product."""
    return rank(vectors) == rank([*vectors, wanted])


def rank(vectors: list[list[int]]) -> int:
    rows = [[Fraction(entry) for entry in row] for row in vectors]
    found = 0
    for column in range(len(rows[0]) if rows else 0):
        lead = next((row for row in rows[found:] if row[column]), None)
        if lead is None:
            continue
        rows.remove(lead)
        rows.insert(found, lead)
        for row in rows[found + 1 :]:
            share = row[column] / lead[column]
            row[:] = [entry - share * own for entry, own in zip(row, lead, strict=True)]
        found += 1
    return found


def broken(sets: Iterable[frozenset[str]], counts: Mapping[str, int], k: int) -> set[frozenset[str]]:
    """Every set of leaves with 1 to k − 1 answers whose total is given away, by trying them all."""
    known = list(sets)
    leaves = sorted(frozenset().union(*known)) if known else []
    vectors = [[int(leaf in one) for leaf in leaves] for one in known]
    few = [leaf for leaf in leaves if counts.get(leaf, 0) < k]
    found = set()
    for size in range(1, len(few) + 1):
        for chosen in combinations(few, size):
            if 0 < sum(counts.get(leaf, 0) for leaf in chosen) < k:
                wanted = [int(leaf in chosen) for leaf in leaves]
                if in_span(vectors, wanted):
                    found.add(frozenset(chosen))
    return found


@given(
    counts=st.lists(st.sampled_from([0, 1, 2, 4, 5, 6, 9]), min_size=6, max_size=6),
    sets=st.lists(st.frozensets(st.sampled_from("abcdef"), min_size=1), min_size=1, max_size=5),
)
def test_the_audit_finds_what_trying_everything_finds(counts: list[int], sets: list[frozenset[str]]) -> None:
    by_leaf = dict(zip("abcdef", counts, strict=True))
    assert bool(exposed(sets, by_leaf, 5)) == bool(broken(sets, by_leaf, 5))


@pytest.mark.slow
@pytest.mark.parametrize(("k", "design"), [(5, 7.9), (8, 5.4)])
def test_no_stress_table_is_broken_and_not_more_than_a_tenth_fewer_units_are_shown(k: int, design: float) -> None:
    dice = random.Random(f"stress {k}")
    units = 0
    for _ in range(1500):
        counts = {leaf: dice.choice(SIZES) for leaf in LEVELS}
        groups = shown(FIFTEEN, counts, k)
        leaves = FIFTEEN.leaves
        assert not exposed([leaves[group] for group in groups], counts, k)
        units += len(groups & set(LEVELS))
    assert units / 1500 >= 0.9 * design


@pytest.mark.slow
def test_hiding_only_what_is_small_would_be_broken_by_subtraction() -> None:
    dice = random.Random("control")
    leaves = FIFTEEN.leaves
    found = 0
    for _ in range(300):
        counts = {leaf: dice.choice(SIZES) for leaf in LEVELS}
        naive = [under for under in leaves.values() if sum(counts[leaf] for leaf in under) >= 5]
        found += bool(exposed(naive, counts, 5))
    assert found > 200


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    parents = {"g0": ""}
    for number in range(1, draw(st.integers(2, 14))):
        parents[f"g{number}"] = f"g{draw(st.integers(0, number - 1))}"
    return Tree(parents)


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(tree=trees(), data=st.data(), k=st.sampled_from([5, 8]))
def test_any_tree_is_safe_and_what_is_shown_hangs_together(tree: Tree, data: st.DataObject, k: int) -> None:
    leaves = [key for key, under in tree.leaves.items() if under == {key}]
    counts = {leaf: data.draw(st.integers(0, 20)) for leaf in leaves}
    groups = release(tree, counts, k)
    assert not broken([tree.leaves[group] for group in groups], counts, k)
    assert all(tree.parents[group] in groups for group in groups if tree.parents[group])


def test_later_cuts_of_the_same_answers_are_refused() -> None:
    two = Tree({"all": "", "a": "all", "b": "all"})
    counts = {"a": 3, "b": 9}
    assert shown(two, counts, 5) == {"all"}
    with pytest.raises(RuleError, match="a"):
        release(two, counts, 5, earlier=[frozenset("b")])
    three = Tree({"everybody": "", "teachers": "everybody", "staff": "everybody", "parents": "everybody"})
    held = {"teachers": 20, "staff": 15, "parents": 4}
    assert release(three, held, 5) == {"everybody", "teachers"}
    with pytest.raises(RuleError, match="parents"):
        release(three, held, 5, earlier=[frozenset({"teachers", "staff"})])


def test_a_group_nobody_answered_in_is_covered_like_a_small_one() -> None:
    tree = Tree({"all": "", "a": "all", "b": "all", "c": "all"})
    assert shown(tree, {"a": 0, "b": 6, "c": 20}, 5) == {"all", "c"}
    assert shown(tree, {"a": 6, "b": 6, "c": 20}, 5) == {"all", "a", "b", "c"}


@pytest.mark.parametrize(
    "parents", [{}, {"a": "", "b": ""}, {"a": "", "b": "x"}, {"r": "", "a": "b", "b": "a"}], ids=str
)
def test_groups_that_are_no_tree_are_refused(parents: dict[str, str]) -> None:
    with pytest.raises(RuleError):
        Tree(parents)


def test_wrong_counts_and_a_k_below_the_floor_are_refused() -> None:
    tree = Tree({"all": "", "a": "all", "b": "all"})
    for counts in ({"a": -1}, {"all": 5}, {"x": 5}):
        with pytest.raises(RuleError):
            shown(tree, counts, 5)
    with pytest.raises(RuleError):
        shown(tree, {"a": 9}, 4)


SCHOOL = Tree({"all": "", "a": "all", "b": "all"} | {f"{school}{at}": school for school in "ab" for at in (1, 2, 3)})


def subtracted(first: list[Leaves], second: list[Leaves], counts: Mapping[str, int], k: int) -> set[frozenset[str]]:
    """What two rounds give away of groups small now, if everybody else answered alike twice: by trying all."""
    then = [frozenset(f"{leaf}, then" if counts[leaf] < k else leaf for leaf in one) for one in first]
    return broken([*then, *second], {leaf: counts.get(leaf, k) for leaf in frozenset().union(*then, *second)}, k)


def rounds(dice: random.Random) -> tuple[list[Leaves], dict[str, int]]:
    """What a first round showed, and the counts of a second in which some groups changed."""
    leaves = [leaf for leaf, under in SCHOOL.leaves.items() if under == {leaf}]
    counts = {leaf: dice.choice(SIZES) for leaf in leaves}
    first = [SCHOOL.leaves[group] for group in shown(SCHOOL, counts, 5)]
    return first, {leaf: dice.choice(SIZES) if dice.random() < 0.4 else count for leaf, count in counts.items()}


@pytest.mark.slow
def test_the_difference_of_two_rounds_gives_nobody_away() -> None:
    dice = random.Random("rounds")
    control, there, kept = 0, 0, 0
    for _ in range(150):
        first, counts = rounds(dice)
        alone, groups = shown(SCHOOL, counts, 5), again(SCHOOL, counts, 5, [first])
        assert not subtracted(first, [SCHOOL.leaves[group] for group in groups], counts, 5)
        assert groups <= alone
        assert {SCHOOL.leaves[group] for group in groups} <= set(first)
        control += bool(subtracted(first, [SCHOOL.leaves[group] for group in alone], counts, 5))
        units = {leaf for leaf in alone if SCHOOL.leaves[leaf] in first and SCHOOL.leaves[leaf] == {leaf}}
        there, kept = there + len(units), kept + len(units & groups)
    assert control > 25  # each round by itself would be broken by the other
    assert kept == there  # no group shown twice by its own counts is lost; only sums above small ones are


def test_a_second_round_without_changes_shows_what_the_first_did() -> None:
    counts = dict.fromkeys(LEVELS, 9)
    first = shown(FIFTEEN, counts, 8)
    assert again(FIFTEEN, counts, 8, [[FIFTEEN.leaves[group] for group in first]]) == first
    assert again(FIFTEEN, counts | {"u00": 3}, 8, [[FIFTEEN.leaves[group] for group in first]]) == {
        "level1", "level2", *(leaf for leaf, level in LEVELS.items() if level != "level0" or leaf > "u03"),
    }  # fmt: skip
