"""Ballots: sealed, checked, opened. What was changed anywhere is refused; what one trustee has opens nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st

from canbo.rulebook import RuleError
from canbo.rulebook.ballot import check, manifest, seal, signing, slip, strict
from tests.rulebook.ballot.survey import (
    TRUSTEE_KEYS,
    answers,
    bytes_from,
    cast,
    codes,
    gate,
    issued,
    opened,
    survey,
)

SLIPS = survey()
TOKENS = survey("tokens")
GATE = gate(SLIPS)


def own(number: int = 0, group: str = "gv") -> ec.EllipticCurvePrivateKey:
    return slip.private_key(codes(SLIPS, group)[0][number], SLIPS.hash, group)


def test_a_manifest_says_the_same_when_read_back() -> None:
    for one in (SLIPS, TOKENS):
        assert manifest.read(one.text) == one


def test_a_key_that_is_no_point_or_that_anybody_can_sign_with_is_refused() -> None:
    """The points of small order, in every spelling: under one of them each of these signatures holds for some text."""
    one = SLIPS.trustees[0]
    off = replace(one, key=strict.pack(strict.unpack(one.key)[:-1] + b"\0"))
    eighth = bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")
    field = 2**255 - 19
    small = [0, 1, int.from_bytes(eighth, "little"), field - int.from_bytes(eighth, "little"), field - 1, field]
    signs = [(y | high << 255).to_bytes(32, "little") for y in [*small, field + 1] for high in (0, 1)]
    forged = strict.pack((1).to_bytes(32, "little") + bytes(32))
    for bad in (off, *(replace(one, sign=strict.pack(key)) for key in signs)):
        with pytest.raises(RuleError, match="không đúng dạng"):
            manifest.read(replace(SLIPS, trustees=(bad, *SLIPS.trustees[1:])).text)
    signing.check(strict.pack(signs[2]), b"any purpose", "any text", forged)  # why they are refused


VOTE: dict[str, Any] = {
    "profile": "vote", "groups": (replace(SLIPS.groups[0], parent=""),), "nodes": (), "k": 0, "k_text": 0,
    "k_invited": 1, "sets": (("chung", SLIPS.sets[0][1][:1]),),
}  # fmt: skip
BROKEN: dict[str, dict[str, Any]] = {
    "groups too small": {"k_invited": 13},
    "k under the floor": {"k": 4},
    "k above what a group needs for texts": {"k": 11, "k_invited": 11},
    "more needed than there are": {"need": 4},
    "nobody needed": {"need": 0},
    "a trustee twice": {"trustees": SLIPS.trustees[:1] * 2},
    "no length": {"pad": 1},
    "a group without a parent": {"nodes": ()},
    "another way": {"way": "post"},
    "no questions": {"sets": (("chung", ()),)},
    "texts in a vote": VOTE | {"sets": SLIPS.sets},
    "a vote cut into groups": VOTE | {"groups": SLIPS.groups},
    "a second round of a vote": VOTE | {"after": "0" * 64},
}


@pytest.mark.parametrize("changes", BROKEN.values(), ids=BROKEN)
def test_a_survey_against_its_own_terms_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(RuleError):
        manifest.read(survey(**changes).text)


def test_a_vote_is_one_body() -> None:
    vote = survey(**VOTE)
    assert manifest.read(vote.text) == vote


def test_a_manifest_with_a_strange_part_or_spelling_is_refused() -> None:
    data = SLIPS.data()
    for text in (
        strict.text(data | {"note": "x"}),
        strict.text({key: value for key, value in data.items() if key != "k"}),
        strict.text(data | {"k": True}),
        json.dumps(data, ensure_ascii=False),
        "",
    ):
        with pytest.raises(RuleError):
            manifest.read(text)


def test_codes_are_read_as_they_are_typed() -> None:
    code = bytes_from("code")(16)
    written = slip.write(code)
    assert len(written) == 26
    assert slip.read(written) == code
    assert slip.read(f" {written[:13].lower()}-{written[13:]} ") == code
    assert slip.read(slip.write(bytes(16)).replace("0", "o")) == bytes(16)
    for typed in ("", written[:-1], written[:-1] + "Z", "U" * 26):
        with pytest.raises(RuleError):
            slip.read(typed)


def test_a_slip_derives_its_key_as_the_standard_says() -> None:
    """RFC 9180, A.3.1: ikmR and skRm of DHKEM(P-256, HKDF-SHA256)."""
    material = bytes.fromhex("668b37171f1072f3cf12ea8a236a45df23fc13b82af3609ad1e354f6ef817550")
    number = slip.derive(material).private_numbers().private_value
    assert f"{number:064x}" == "f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2"


def test_a_slip_is_of_one_group_of_one_survey() -> None:
    code = codes(SLIPS)[0][0]
    keys = {slip.public(slip.private_key(code, hash, group)) for hash in ("00" * 32, "11" * 32) for group in ("a", "b")}
    assert len(keys) == 4


@pytest.mark.parametrize("two", list(combinations(range(3), 2)))
def test_any_two_of_three_trustees_open_what_was_sealed(two: tuple[int, int]) -> None:
    what = opened(answers())
    ballot = GATE.accept(cast(SLIPS, own(), what).encode())
    keys = {at: TRUSTEE_KEYS[at] for at in two}
    assert seal.unseal(SLIPS, "gv", ballot.point, ballot.envelope, keys) == what


def test_one_trustee_alone_opens_nothing() -> None:
    ballot = GATE.accept(cast(SLIPS, own(), opened(answers())).encode())
    for at, key in TRUSTEE_KEYS.items():
        with pytest.raises(RuleError, match="cần 2 người"):
            seal.unseal(SLIPS, "gv", ballot.point, ballot.envelope, {at: key})
    stranger = {0: TRUSTEE_KEYS[0], 1: ec.derive_private_key(99, slip.CURVE)}
    with pytest.raises(RuleError, match="không mở được"):
        seal.unseal(SLIPS, "gv", ballot.point, ballot.envelope, stranger)


def test_every_ballot_has_one_length() -> None:
    lengths = {
        len(cast(SLIPS, own(), opened({"q1": "1", "t1": "ạ" * size}, size))) for size in (0, 1, 10, 100, 500, 1000)
    }
    assert len(lengths) == 1
    with pytest.raises(RuleError, match="dài quá"):
        cast(SLIPS, own(), opened({"t1": "ạ" * 2000}))


def changed(document: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """The ballot with each part changed, moved or spelled otherwise."""
    for key, value in document.items():
        others: tuple[object, ...] = (None, "", 0, [], {}, "x" * 5000)
        for other in others:
            if other != value:
                yield f"{key}={other!r:.10}", strict.text(document | {key: other}).encode()
        yield f"without {key}", strict.text({name: one for name, one in document.items() if name != key}).encode()
        if isinstance(value, str) and value:
            flipped = ("A" if value[0] != "A" else "B") + value[1:]
            yield f"{key} flipped", strict.text(document | {key: flipped}).encode()
    yield "a part more", strict.text(document | {"at": 1}).encode()
    yield "spaces", json.dumps(document, ensure_ascii=False, sort_keys=True).encode()
    yield "keys unsorted", json.dumps(dict(reversed(document.items())), separators=(",", ":")).encode()
    yield "another group", strict.text(document | {"group": "ph"}).encode()
    yield "a later counter", strict.text(document | {"c": document["c"] + 1}).encode()
    yield "a counter that is true", strict.text(document | {"c": True}).encode()
    yield "a quorum less", strict.text(document | {"parts": document["parts"][1:]}).encode()
    yield "not JSON", b"{"
    yield "not UTF-8", b"\xff"
    yield "deep", b"[" * 100_000
    flat = strict.unpack(document["sig"])
    mirrored = (slip.ORDER - int.from_bytes(flat[32:])).to_bytes(32)
    yield "the mirrored signature", strict.text(document | {"sig": strict.pack(flat[:32] + mirrored)}).encode()


def accepts(where: check.Gate, sent: bytes) -> bool:
    try:
        where.accept(sent)
    except RuleError:
        return False
    return True


@pytest.mark.parametrize("way", ["slips", "tokens"])
def test_whatever_is_changed_in_a_ballot_is_refused(way: str) -> None:
    one = survey(way)
    key = own() if way == "slips" else ec.derive_private_key(3, slip.CURVE)
    token = None if way == "slips" else issued(one, key)
    text = cast(one, key, opened(answers()), given=token)
    accepted = gate(one).accept(text.encode())
    assert (accepted.group, accepted.counter, accepted.text) == ("gv", 1, text)
    tried = dict(changed(strict.read(text)))
    assert len(tried) > 60
    assert [what for what, sent in tried.items() if accepts(gate(one), sent)] == []


def test_a_ballot_of_another_survey_or_a_slip_that_was_voided_is_refused() -> None:
    text = cast(SLIPS, own(), opened(answers())).encode()
    with pytest.raises(RuleError, match="đợt lấy ý kiến khác"):
        gate(survey(survey="LB-2026-2")).accept(text)
    voided = {"gv": frozenset(codes(SLIPS)[1]) - {slip.mark(slip.public(own()))}}
    with pytest.raises(RuleError, match="đã hủy"):
        check.Gate(SLIPS, voided).accept(text)


def test_a_stolen_token_certifies_only_its_own_key() -> None:
    honest, thief = (ec.derive_private_key(number, slip.CURVE) for number in (3, 4))
    token = issued(TOKENS, honest)
    with pytest.raises(RuleError, match="chữ ký hợp lệ"):
        gate(TOKENS).accept(cast(TOKENS, thief, opened(answers()), given=token).encode())


def test_the_highest_counter_counts_whatever_came_first() -> None:
    ballots = [GATE.accept(cast(SLIPS, own(), opened(answers(at), at), counter=at).encode()) for at in (1, 2, 3)]
    other = GATE.accept(cast(SLIPS, own(1), opened(answers())).encode())
    for order in ([*ballots, other], [other, *reversed(ballots)]):
        assert {one.leaf for one in check.latest(order)} == {ballots[2].leaf, other.leaf}
    same = [GATE.accept(cast(SLIPS, own(), opened(answers(at), at), counter=5).encode()) for at in (1, 2)]
    assert check.latest(same) == check.latest(same[::-1])


def test_a_ballot_moved_to_another_group_does_not_open_there() -> None:
    ballot = GATE.accept(cast(SLIPS, own(), opened(answers())).encode())
    with pytest.raises(RuleError):
        seal.unseal(SLIPS, "ph", ballot.point, ballot.envelope, TRUSTEE_KEYS)


@settings(max_examples=200)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
        max_leaves=20,
    )
)
def test_a_document_has_one_text(document: object) -> None:
    try:
        text = strict.text(document)
    except RuleError:  # too deep, or half a character
        return
    assert strict.read(text) == document
    assert strict.text(strict.read(text)) == text


@pytest.mark.parametrize("wrong", [1.5, 2**53, "\ud800", {1: 2}, {"a": (1,)}, b"x"], ids=repr)
def test_what_the_two_languages_do_not_share_is_refused(wrong: object) -> None:
    with pytest.raises(RuleError):
        strict.text(wrong)
