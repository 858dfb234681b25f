"""The stage is a function of the records: sequences of acts, and properties over random ones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from canbo.office.evaluations.stage import Act, Back, Records, stage, standing, turn
from canbo.rulebook import Citation, Step

CITE = Citation("335/2025/NĐ-CP", "Điều 18", "A")
SELF = Step("self", "Tự chấm", "subject", {}, CITE)
REVIEW = Step("review", "Nhận xét", "reviewer", {}, CITE)
MEETING = Step("meeting", "Họp", "meeting", {}, CITE)
DECIDE = Step("decide", "Quyết định", "decider", {}, CITE)
STEPS = (SELF, REVIEW, DECIDE)
WITH_MEETING = (SELF, REVIEW, MEETING, DECIDE)
NOON = datetime(2026, 7, 20, 12, tzinfo=UTC)


def records(*acts: tuple[str, int], backs: tuple[tuple[str, int], ...] = (), reviewers: tuple[int, ...] = (2,),
            votes: tuple[int, ...] = ()) -> Records:  # fmt: skip
    """Acts as (step, person) with ids from 1; returns as (to step, after id), votes as minutes of an afternoon."""
    return Records(
        acts=[Act(number, step, person) for number, (step, person) in enumerate(acts, start=1)],
        backs=[Back(step, after, NOON + timedelta(minutes=after)) for step, after in backs],
        reviewers=reviewers,
        votes=[NOON + timedelta(minutes=minute) for minute in votes],
    )


def test_a_sheet_goes_from_step_to_step() -> None:
    assert stage(STEPS, records()) == "self"
    assert stage(STEPS, records(("self", 1))) == "review"
    assert stage(STEPS, records(("self", 1), ("review", 2))) == "decide"


def test_without_a_reviewer_it_waits_for_one() -> None:
    assert stage(STEPS, records(("self", 1), reviewers=())) == "review"


def test_several_reviewers_mark_in_their_turn() -> None:
    one = records(("self", 1), ("review", 2), reviewers=(2, 3))
    assert (stage(STEPS, one), turn(STEPS, one)) == ("review", 3)
    both = records(("self", 1), ("review", 2), ("review", 3), reviewers=(2, 3))
    assert (stage(STEPS, both), turn(STEPS, both)) == ("decide", None)


def test_a_return_takes_the_standing_of_its_step_and_the_later_ones() -> None:
    to_self = records(("self", 1), ("review", 2), backs=(("self", 2),))
    assert (stage(STEPS, to_self), standing(STEPS, to_self)) == ("self", ())
    to_review = records(("self", 1), ("review", 2), backs=(("review", 2),))
    assert (stage(STEPS, to_review), [act.id for act in standing(STEPS, to_review)]) == ("review", [1])


def test_after_a_return_the_review_is_asked_for_again() -> None:
    again = records(("self", 1), ("review", 2), ("self", 1), backs=(("self", 2),))
    assert (stage(STEPS, again), turn(STEPS, again)) == ("review", 2)


def test_a_meeting_the_rules_demand_waits_for_its_vote() -> None:
    reviewed = (("self", 1), ("review", 2))
    assert stage(WITH_MEETING, records(*reviewed)) == "meeting"
    assert stage(WITH_MEETING, records(*reviewed, votes=(5,))) == "decide"
    returned = records(*reviewed, ("review", 2), backs=(("review", 2),), votes=(1,))
    assert stage(WITH_MEETING, returned) == "meeting"


def test_an_optional_meeting_holds_nothing_up() -> None:
    optional = (SELF, REVIEW, Step("meeting", "Họp", "meeting", {}, CITE, optional=True), DECIDE)
    assert stage(optional, records(("self", 1), ("review", 2))) == "decide"


MOVES = st.lists(st.sampled_from(["self", "review 2", "review 3", "back self", "back review"]), max_size=12)


@given(MOVES)
def test_whatever_happens_the_stage_is_that_of_the_newest_records(moves: list[str]) -> None:
    """A model kept step by step agrees with the derivation from the whole history."""
    acts: list[tuple[str, int]] = []
    backs: list[tuple[str, int]] = []
    own, done = False, set[int]()
    for move in moves:
        verb, _, who = move.partition(" ")
        if verb == "self":
            acts.append(("self", 1))
            own = True
        elif verb == "review":
            acts.append(("review", int(who)))
            done.add(int(who))
        else:
            backs.append((who, len(acts)))
            own = own and who != "self"
            done.clear()
    wanted = "self" if not own else "decide" if done == {2, 3} else "review"
    assert stage(STEPS, records(*acts, backs=tuple(backs), reviewers=(2, 3))) == wanted
