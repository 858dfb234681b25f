"""Ceilings by hand at 1, 3, 5, 21 and 50 people, both readings of the denominator, ties and moves."""

from __future__ import annotations

import pytest

from canbo.rulebook import Ceiling, RuleError
from canbo.rulebook.quota import GroupReport, Member, check
from tests.rulebook.kit import rules


def people(excellent: int, good: int, completed: int = 0) -> list[Member]:
    made = [Member(f"x{n:02}", "excellent", 9000 + n) for n in range(excellent)]
    made += [Member(f"g{n:02}", "good", 8000 + n) for n in range(good)]
    return made + [Member(f"c{n:02}", "completed", 6000 + n) for n in range(completed)]


def report(members: list[Member], exceptional: bool = False, **settings: object) -> GroupReport:
    made = rules(**settings)
    assert isinstance(made.ceiling, Ceiling)
    (found,) = check(made.ceiling, members, made, exceptional)
    return found


@pytest.mark.parametrize(
    ("denominator", "excellent", "good", "allowed", "over"),
    [
        # floor(0.2 × good); moving one down also raises the denominator by one
        ("good", 1, 0, 0, 1),
        ("good", 1, 2, 0, 1),
        ("good", 1, 4, 0, 1),
        ("good", 1, 5, 1, 0),
        ("good", 10, 50, 10, 0),
        ("good", 11, 50, 10, 1),
        ("good", 12, 50, 10, 2),
        ("good", 5, 16, 3, 2),
        ("good", 14, 50, 10, 4),
        ("good", 17, 50, 10, 6),
        # floor(0.2 × (excellent + good))
        ("good_or_better", 1, 0, 0, 1),
        ("good_or_better", 1, 2, 0, 1),
        ("good_or_better", 1, 4, 1, 0),
        ("good_or_better", 5, 16, 4, 1),
        ("good_or_better", 12, 48, 12, 0),
        ("good_or_better", 10, 40, 10, 0),
        # floor(0.2 × rated)
        ("rated", 1, 0, 0, 1),
        ("rated", 1, 2, 0, 1),
        ("rated", 1, 4, 1, 0),
        ("rated", 5, 16, 4, 1),
        ("rated", 11, 39, 10, 1),
    ],
)
def test_the_ceiling_by_hand(denominator: str, excellent: int, good: int, allowed: int, over: int) -> None:
    found = report(people(excellent, good), denominator=denominator)
    assert (found.held, found.allowed, found.over) == (excellent, allowed, over)
    assert len(found.would_move) == over


def test_a_small_office_of_2022_breaks_both_readings() -> None:
    # 21 people, all good or better, more than a fifth excellent: at least five.
    assert report(people(5, 16), denominator="good").over == 2
    assert report(people(5, 16), denominator="good_or_better").over == 1


@pytest.mark.parametrize(("rounding", "allowed"), [("floor", 1), ("half_up", 2), ("ceiling", 2)])
def test_the_rounding_is_named(rounding: str, allowed: int) -> None:
    # 0.2 × 8 = 1.6
    assert report(people(1, 8), ceiling_rounding=rounding).allowed == allowed


def test_only_those_not_rated_are_left_out() -> None:
    members = [*people(2, 7, 1), Member("n1", None, None), Member("n2", None, 9900)]
    assert report(members, denominator="rated").denominator == 10
    assert report(members, denominator="good").denominator == 7


def test_the_lowest_would_move_and_ties_are_told() -> None:
    members = [
        Member("an", "excellent", 9500),
        Member("binh", "excellent", 9100),
        Member("chi", "excellent", 9100),
        *people(0, 5),
    ]
    found = report(members, denominator="good_or_better")
    assert (found.allowed, found.over, found.would_move, found.tied) == (1, 2, ("binh", "chi"), ())
    found = report([*members, *[Member(f"g{n}x", "good", 7000) for n in range(2)]], denominator="good_or_better")
    assert (found.allowed, found.would_move) == (2, ("binh",))
    assert found.tied == ("binh", "chi")


def test_the_exceptional_share_applies_where_it_is_stated() -> None:
    assert report(people(5, 20)).allowed == 4
    assert report(people(5, 20), exceptional=True).allowed == 5
    made = rules()
    assert made.ceiling is not None
    members = [Member("a", "excellent", 9000, "A"), *[Member(f"a{n}", "good", 8000, "A") for n in range(4)]]
    members += [Member("b", "excellent", 9000, "B"), *[Member(f"b{n}", "good", 8000, "B") for n in range(4)]]
    found = check(made.ceiling, members, made, exceptional=["B"])
    assert [(one.group, one.share, one.allowed) for one in found] == [("A", 2000, 0), ("B", 2500, 1)]


def test_there_is_no_exceptional_share_where_the_instrument_has_none() -> None:
    made = rules()
    assert made.ceiling is not None
    plain = Ceiling("excellent", 2000, None, "", "good", "floor", ("agency",), made.ceiling.cite)
    with pytest.raises(RuleError, match="không có tỷ lệ đặc biệt"):
        check(plain, people(1, 5), made, exceptional=True)
