"""The files between office, box and opening station: what they say is read back, and what cannot be is refused."""

from __future__ import annotations

import pytest

from canbo.rulebook import RuleError
from canbo.rulebook.ballot import board, handover, signing
from canbo.rulebook.ballot.handover import Handed, Head
from tests.rulebook.ballot.survey import BOX_KEY, SALT, codes, opening, survey

SLIPS, TOKENS = survey(), survey("tokens")
MARKS = {group.id: tuple(codes(SLIPS, group.id)[1]) for group in SLIPS.groups}
TEXTS = [f'{{"ballot":{at}}}' for at in range(9)]
KEY = signing.public(BOX_KEY)


def days(texts: list[str], *sizes: int) -> tuple[list[str], tuple[Head, ...]]:
    """Texts in the order of the board when so many stood there each evening."""
    ordered: list[str] = []
    for begin, end in zip((0, *sizes), sizes, strict=False):
        ordered += sorted(texts[begin:end], key=handover.leaf)
    leaves = [handover.leaf(one) for one in ordered]
    heads = [Head(at, size, board.root(leaves[:size])) for at, size in enumerate(sizes)]
    return ordered, tuple(handover.signed_head(SLIPS, one, BOX_KEY) for one in heads)


def test_what_is_written_is_read_back() -> None:
    assert handover.read_slips(handover.slips_text(SLIPS, MARKS), SLIPS) == MARKS
    handed = Handed((min(MARKS["gv"]),), {})
    assert handover.read_handed(handover.handed_text(SLIPS, handed), SLIPS, MARKS) == handed
    issued = Handed((), {"gv": 12, "ph": 0}, SALT)
    assert handover.read_handed(handover.handed_text(TOKENS, issued), TOKENS, {}) == issued
    told = opening(SLIPS, "aa" * 32, 3, ("bb" * 32, "cc" * 32))
    assert handover.read_opened(handover.opened_text(SLIPS, told), SLIPS) == told
    texts, heads = days(TEXTS, 4, 4, 9)
    assert handover.read_heads(handover.heads_text(SLIPS, heads), SLIPS) == heads
    assert handover.read_ballots([text + "\n" for text in texts], heads) == texts


def test_slips_are_as_many_as_were_to_be_printed_and_each_of_one_group() -> None:
    for marks in (
        {"gv": MARKS["gv"]},
        MARKS | {"gv": MARKS["gv"][1:]},
        MARKS | {"ph": MARKS["gv"]},
        MARKS | {"gv": (*MARKS["gv"][1:], MARKS["gv"][1])},
    ):
        with pytest.raises(RuleError):
            handover.read_slips(handover.slips_text(SLIPS, marks), SLIPS)
    with pytest.raises(RuleError, match="đợt lấy ý kiến khác"):
        handover.read_slips(handover.slips_text(SLIPS, MARKS), survey(survey="LB-2026-2"))


@pytest.mark.parametrize(
    ("way", "handed"),
    [
        ("slips", Handed(("00" * 32,), {})),
        ("slips", Handed((), {"gv": 1, "ph": 1})),
        ("tokens", Handed((), {"gv": 13, "ph": 0}, SALT)),
        ("tokens", Handed((), {"gv": 12}, SALT)),
        ("tokens", Handed((), {"gv": 12, "ph": 0})),
        ("slips", Handed((), {}, SALT)),
    ],
    ids=[
        "never printed",
        "tokens beside slips",
        "more than invited",
        "a group left out",
        "no salt",
        "salt beside slips",
    ],
)
def test_what_could_not_be_handed_out_is_refused(way: str, handed: Handed) -> None:
    manifest = survey(way)
    with pytest.raises(RuleError):
        handover.read_handed(handover.handed_text(manifest, handed), manifest, MARKS if way == "slips" else {})


def test_an_opening_counts_no_more_than_the_box_held() -> None:
    with pytest.raises(RuleError):
        handover.read_opened(handover.opened_text(SLIPS, opening(SLIPS, "aa" * 32, 1, ("bb" * 32, "cc" * 32))), SLIPS)
    doubled = handover.opened_text(SLIPS, opening(SLIPS, "aa" * 32, 3, ("bb" * 32, "bb" * 32)))
    with pytest.raises(RuleError):
        handover.read_opened(doubled, SLIPS)


def test_any_ballot_added_dropped_or_moved_is_seen() -> None:
    """T12: only the whole published box is opened."""
    texts, heads = days(TEXTS, 4, 9)
    for wrong in (
        texts[1:],
        [*texts, "{}"],
        [*texts[:-1], "{}"],
        [texts[0], *texts],
        [texts[8], *texts[1:8], texts[0]],
        texts[:4] + texts[:3:-1],
        [],
    ):
        with pytest.raises(RuleError):
            handover.read_ballots(wrong, heads)


def test_heads_follow_one_another() -> None:
    _, heads = days(TEXTS, 4, 9)
    with pytest.raises(RuleError, match="nối tiếp"):
        handover.read_heads(handover.heads_text(SLIPS, heads[::-1]), SLIPS)
