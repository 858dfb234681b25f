"""The opening against attacks: a part of a box, too few keys, stuffing, one bad ballot, what leaves the room."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from canbo.opening import bundles, counting, hand, station, totals
from canbo.opening.keys import Key
from canbo.rulebook import RuleError
from canbo.rulebook.ballot import board, handover, signing, slip, strict
from canbo.rulebook.ballot.manifest import Node
from tests.opening import closed
from tests.rulebook.ballot.survey import HOLDERS, SIGN_KEYS, survey

SURVEY = survey()
TOLD: list[dict[str, object]] = [{"q1": "1", "q2": ["a"], "t1": f"Ý kiến {at}"} for at in range(8)]
ANSWERS: dict[str, list[dict[str, object]]] = {"gv": [*TOLD, {"q1": "3"}, {"q1": "3"}], "ph": [{"q1": "2"}] * 9}
BOX = closed.exported(SURVEY, closed.ballots(SURVEY, ANSWERS))
TWO = [HOLDERS[0], HOLDERS[2]]
STRANGER = Key(ec.derive_private_key(7, slip.CURVE), SIGN_KEYS[1])


def count(export: counting.Export, keys: list[Key]) -> counting.Counted:
    counting.verify(export, export.head.root, export.lists)
    return counting.count(export, counting.keys(export.manifest, keys))


@pytest.mark.parametrize("two", list(combinations(range(3), 2)))
def test_any_two_of_three_trustees_open_the_whole_box(two: tuple[int, int]) -> None:
    counted = count(BOX, [HOLDERS[at] for at in two])
    assert (len(counted.rows), len(counted.commitments), counted.lost) == (19, 19, 0)
    assert sorted(row.answers["q1"] for row in counted.rows if row.group == "gv") == [("1",)] * 8 + [("3",)] * 2


def test_one_key_or_a_strangers_opens_nothing() -> None:
    for keys, why in (
        ([HOLDERS[1]], "mới có 1.*không ai mở được nữa"), ([HOLDERS[1]] * 2, "mới có 1"),
        ([], "mới có 0"), ([*TWO, STRANGER], "không thuộc người giữ khóa nào"),
    ):  # fmt: skip
        with pytest.raises(RuleError, match=why):
            count(BOX, keys)


def test_a_part_of_the_box_is_not_opened() -> None:
    ballots = list(BOX.ballots)
    another = closed.ballots(SURVEY, {"ph": [{"q1": "3"}]}, counter=9)[0]
    for changed in (ballots[:-1], ballots[1:], [], [*ballots, another], ballots[::-1], [*ballots[:-1], another]):
        with pytest.raises(RuleError):
            counting.verify(replace(BOX, ballots=changed), BOX.head.root, BOX.lists)
    small = closed.exported(SURVEY, ballots[:1])  # a root of its own, that nobody published
    with pytest.raises(RuleError, match="không phải mốc đã công bố"):
        counting.verify(small, BOX.head.root, BOX.lists)
    with pytest.raises(RuleError, match="không phải mốc đã công bố"):
        counting.verify(replace(BOX, heads=()), board.root([]), BOX.lists)


def test_more_ballots_than_were_handed_out_are_not_opened() -> None:
    void = closed.voided(SURVEY, "gv", 6)  # fourteen printed, eight taken, ten in the box
    with pytest.raises(RuleError):
        count(closed.exported(SURVEY, BOX.ballots, void), TWO)
    many = closed.exported(SURVEY, BOX.ballots, closed.voided(SURVEY, "ph", 5))
    assert len(count(many, TWO).rows) == 19


def test_more_tokens_than_issued_are_not_opened() -> None:
    from tests.rulebook.ballot.survey import cast, issued, opened

    one = survey("tokens")
    keys = [ec.derive_private_key(50 + at, slip.CURVE) for at in range(3)]
    texts = [cast(one, key, opened({"q1": "1"}, at), given=issued(one, key, "gv", at)) for at, key in enumerate(keys)]
    ordered = sorted(texts, key=handover.leaf)
    head = handover.Head(4, 3, board.root([handover.leaf(text) for text in ordered]))
    for given, opens in ((3, True), (2, False)):
        export = counting.Export(one, {}, handover.Handed((), {"gv": given, "ph": 0}), (head,), ordered)
        if opens:
            assert len(count(export, TWO).rows) == 3
        else:
            with pytest.raises(RuleError, match="3 phiếu trong hòm, nhiều hơn 2"):
                count(export, TWO)


def test_the_last_of_each_voter_counts_and_a_bad_one_is_lost_alone() -> None:
    again = closed.ballots(SURVEY, {"gv": [{"q1": "2"}]}, counter=2)
    bad = closed.malformed(SURVEY, "gv", 12)
    strange = closed.ballots(SURVEY, {"ph": [{"q1": "2"}] * 10 + [{"q1": "9"}]})[-1]
    counted = count(closed.exported(SURVEY, [*BOX.ballots, *again, bad, strange]), TWO)
    assert (len(counted.rows), counted.lost) == (19, 2)
    assert [row.answers for row in counted.rows].count({"q1": ("2",)}) == 10


def test_rows_come_out_in_another_order_than_they_went_in() -> None:
    orders = {tuple(str(row.answers) for row in count(BOX, TWO).rows) for _ in range(5)}
    assert len(orders) > 1


def shown(export: counting.Export, keys: list[Key] = TWO, papers: str = "") -> dict[str, Any]:
    by_hand = hand.read(papers, export.manifest) if papers else {}
    found = json.loads(totals.document(export.manifest, export.head.root, count(export, keys), by_hand, {}))
    return {f"{row['question']} {row['group']}": row for row in found["shown"]}


def test_totals_hold_bands_and_shares_and_small_groups_not_at_all() -> None:
    found = shown(BOX)
    assert sorted(found) == ["q1 gv", "q1 ph", "q1 truong", "q2 truong"]
    assert found["q1 gv"] == {
        "set": "chung", "question": "q1", "group": "gv", "band": "8–14",
        "options": [{"id": "1", "share": "80"}, {"id": "2", "share": "≤ 10"}, {"id": "3", "share": "20"}],
    }  # fmt: skip
    assert found["q1 ph"]["options"][1] == {"id": "2", "share": "≥ 90"}
    few = closed.exported(SURVEY, closed.ballots(SURVEY, {"gv": ANSWERS["gv"], "ph": ANSWERS["ph"][:3]}))
    assert sorted(shown(few)) == ["q1 truong", "q2 truong"]


def test_an_earlier_cut_of_the_same_answers_makes_the_opening_refuse() -> None:
    counted = count(BOX, TWO)
    first = totals.document(SURVEY, BOX.head.root, counted, {}, {})
    assert totals.document(SURVEY, BOX.head.root, counted, {}, totals.ledger(SURVEY, [first])) == first
    few = closed.exported(SURVEY, closed.ballots(SURVEY, {"gv": ANSWERS["gv"], "ph": ANSWERS["ph"][:3]}))
    with pytest.raises(RuleError, match="làm lộ ý kiến của nhóm nhỏ: ph"):
        totals.document(SURVEY, few.head.root, count(few, TWO), {}, totals.ledger(SURVEY, [first]))


def test_paper_ballots_are_added_before_the_rule_is_applied() -> None:
    papers = "nhóm,câu,phương án,số\nph,,,3\nph,q1,,3\nph,q1,3,3\n"
    found = shown(BOX, papers=papers)["q1 ph"]
    assert found["options"] == [{"id": "1", "share": "≤ 10"}, {"id": "2", "share": "75"}, {"id": "3", "share": "25"}]
    for wrong in (
        "nhóm,câu\n", "nhóm,câu,phương án,số\nph,,,x\n", "nhóm,câu,phương án,số\nxx,,,1\n",
        "nhóm,câu,phương án,số\nph,,,3\nph,,,3\n", "nhóm,câu,phương án,số\nph,,,3\nph,q1,,3\nph,q1,3,2\n",
        "nhóm,câu,phương án,số\nph,,,3\nph,q9,,3\n", "nhóm,câu,phương án,số\nph,,,1\nph,q1,,3\nph,q1,3,3\n",
    ):  # fmt: skip
        with pytest.raises(RuleError):
            hand.read(wrong, SURVEY)
    stuffed = hand.read("nhóm,câu,phương án,số\nph,,,6\n", SURVEY)
    with pytest.raises(RuleError, match="nhiều hơn số được mời"):
        hand.check_numbers(BOX, count(BOX, TWO), stuffed)


def test_a_vote_is_told_exactly() -> None:
    whole = (replace(SURVEY.group("gv"), parent=""),)
    vote = survey(profile="vote", k=1, k_invited=1, groups=whole, nodes=(), sets=(("chung", SURVEY.sets[0][1][:1]),))
    box = closed.exported(vote, closed.ballots(vote, {"gv": [{"q1": "1"}] * 2 + [{"q1": "3"}]}))
    found = shown(box)["q1 gv"]
    assert (found["count"], found["options"][2]) == (3, {"id": "3", "count": 1})


def test_texts_leave_only_from_groups_large_enough() -> None:
    counted = count(BOX, TWO)
    found = json.loads(bundles.document(SURVEY, BOX.head.root, counted))["bundles"]
    assert [(one["group"], sorted(one["texts"])) for one in found] == [
        ("gv", [f"Ý kiến {at}" for at in range(8)])
    ]  # fmt: skip
    fewer = closed.exported(SURVEY, closed.ballots(SURVEY, {"gv": ANSWERS["gv"][:9], "ph": ANSWERS["ph"]}))
    up = json.loads(bundles.document(SURVEY, fewer.head.root, count(fewer, TWO)))["bundles"]
    assert [(one["group"], len(one["texts"])) for one in up] == [("truong", 8)]
    alone = closed.exported(SURVEY, closed.ballots(SURVEY, {"gv": ANSWERS["gv"][:5]}))
    assert json.loads(bundles.document(SURVEY, alone.head.root, count(alone, TWO)))["bundles"] == []


def test_three_files_leave_the_room_and_no_row_with_them(tmp_path: Path) -> None:
    export = station.read(closed.write(BOX, tmp_path / "export"))
    assert export.ballots == BOX.ballots
    done = station.carry_out(export, BOX.head.root, BOX.lists, TWO, tmp_path / "out")
    assert (done.size, done.counted, done.lost) == (19, 19, 0)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["opened.json", "texts.json", "totals.json"]
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "out").iterdir()} == {0o600}
    opened = handover.read_opened((tmp_path / "out/opened.json").read_text(), SURVEY)
    assert (opened.root, opened.counted) == (BOX.head.root, 19)
    with pytest.raises(FileExistsError):
        station.carry_out(export, BOX.head.root, BOX.lists, TWO, tmp_path / "out")
    with pytest.raises(RuleError):
        station.carry_out(export, "0" * 64, BOX.lists, TWO, tmp_path / "other")
    assert not (tmp_path / "other").exists()


def written(tmp_path: Path, keys: list[Key] = TWO, name: str = "out") -> tuple[str, str]:
    """opened.json and totals.json of the box, by these keys."""
    station.carry_out(BOX, BOX.head.root, BOX.lists, keys, tmp_path / name)
    return (tmp_path / name / "opened.json").read_text(), (tmp_path / name / "totals.json").read_text()


def test_everybody_present_signs_what_leaves_and_nobody_else_is_said_to_have(tmp_path: Path) -> None:
    opened, shown = written(tmp_path)
    opening = handover.read_opened(opened, SURVEY)
    assert handover.signers(SURVEY, opening) == ("Người giữ khóa 0", "Người giữ khóa 2")
    assert (opening.totals, opening.lists) == (strict.sha(shown), BOX.lists)
    handover.check_totals(shown, opening)
    three = handover.read_opened(written(tmp_path, HOLDERS, "three")[0], SURVEY)
    assert len(handover.signers(SURVEY, three)) == 3


def test_totals_made_up_by_an_officer_are_nobody_s(tmp_path: Path) -> None:
    """Whoever holds the office and the box, but no key: every way to put other numbers under true signatures."""
    opened, shown = written(tmp_path)
    data, forged = json.loads(opened), shown.replace('"share":"80"', '"share":"20"')
    assert forged != shown
    with pytest.raises(RuleError, match="không phải kết quả mà những người giữ khóa đã ký"):
        handover.check_totals(forged, handover.read_opened(opened, SURVEY))
    first, second = data["signatures"]
    own = Ed25519PrivateKey.generate()
    body = strict.text(
        {key: part for key, part in data.items() if key != "signatures"} | {"totals": strict.sha(forged)}
    )
    by_officer = {"trustee": "t0", "sig": signing.sign(own, handover.OPENING, body)}
    other_survey = replace(SURVEY, survey="LB-2026-9")
    for changed, why in (
        ({"totals": strict.sha(forged)}, "chữ ký của Người giữ khóa 0"), ({"size": 20}, "chữ ký của"),
        ({"commitments": data["commitments"][1:]}, "chữ ký của"), ({"lists": "0000"}, "chữ ký của"),
        ({"signatures": []}, "cần chữ ký của 2 người giữ khóa, mới có 0"), ({"signatures": [first]}, "mới có 1"),
        ({"signatures": [first, first]}, "mới có 1"),
        ({"signatures": [first, second | {"trustee": "t1"}]}, "chữ ký của"),
        ({"signatures": [first, second | {"trustee": "x"}]}, "không giữ khóa"),
        ({"totals": strict.sha(forged), "signatures": [by_officer, second]}, "chữ ký của Người giữ khóa 0"),
        ({"survey": other_survey.hash}, "đợt lấy ý kiến khác"),
    ):  # fmt: skip
        with pytest.raises(RuleError, match=why):
            handover.read_opened(strict.text(data | changed), SURVEY)


def test_texts_are_those_that_were_signed_and_their_public_hash_tells_nothing(tmp_path: Path) -> None:
    """Two openings of one box give texts of two hashes, so that nobody finds short ones by trying."""
    opened, _ = written(tmp_path)
    texts = (tmp_path / "out" / "texts.json").read_text(encoding="utf-8")
    again, _ = written(tmp_path, HOLDERS, "again")
    first, second = (handover.read_opened(one, SURVEY) for one in (opened, again))
    handover.check_texts(texts, first)
    assert (first.totals, first.texts != second.texts) == (second.totals, True)
    with pytest.raises(RuleError, match="không phải những ý kiến mà những người giữ khóa đã ký"):
        handover.check_texts(texts.replace('"v":1', '"v":1 '), first)


def test_a_key_to_sign_with_that_an_officer_put_beside_a_trustee_s_name_stops_the_opening() -> None:
    own = signing.public(Ed25519PrivateKey.generate())
    swapped = (replace(SURVEY.trustees[0], sign=own), *SURVEY.trustees[1:])
    with pytest.raises(RuleError, match="khóa ký của Người giữ khóa 0 trong bản chốt không phải"):
        counting.keys(replace(SURVEY, trustees=swapped), TWO)
    assert swapped[0].fingerprint != SURVEY.trustees[0].fingerprint  # which the trustee holds against their own


def test_a_box_is_not_opened_unless_its_lists_are_held_against_the_minutes(tmp_path: Path) -> None:
    for lists, why in (("", "cần dấu của danh sách phiếu"), (" ", "cần dấu"), ("0000 1111", "không phải danh sách")):
        with pytest.raises(RuleError, match=why):
            station.carry_out(BOX, BOX.head.root, lists, TWO, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    station.carry_out(BOX, BOX.head.root, BOX.lists.upper(), TWO, tmp_path / "out")


def test_levels_above_show_what_small_groups_together_may() -> None:
    """Four groups under two heads: one head's groups are too small, so the other's sum would tell them."""
    nodes = (Node("tat", "Tất cả", ""), Node("truong", "Trường A", "tat"), Node("khac", "Trường B", "tat"))
    groups = tuple(
        replace(SURVEY.groups[0], id=key, label=key, parent=parent)
        for key, parent in (("a1", "truong"), ("a2", "truong"), ("b1", "khac"), ("b2", "khac"))
    )
    one = survey(nodes=nodes, groups=groups)
    given = {"a1": [{"q1": "1"}] * 10, "a2": [{"q1": "2"}] * 10, "b1": [{"q1": "1"}] * 3, "b2": [{"q1": "1"}] * 2}
    box = closed.exported(one, closed.ballots(one, given))
    assert sorted(shown(box)) == ["q1 tat"]


def test_a_second_round_opens_only_with_the_first_and_shows_no_more_than_both_may(tmp_path: Path) -> None:
    """In the first only nine parents answer and are shown; in the second three do: their three answers would follow."""
    third = replace(SURVEY.groups[0], id="cb", label="Nhóm cb")
    first = survey(groups=(*SURVEY.groups, third))
    given: dict[str, list[dict[str, object]]] = {key: [{"q1": "1"}] * 9 for key in ("gv", "ph", "cb")}
    box = closed.exported(first, closed.ballots(first, given))
    station.carry_out(closed_again(box, tmp_path / "1"), box.head.root, box.lists, TWO, tmp_path / "first")
    opened, honest = ((tmp_path / "first" / name).read_text() for name in ("opened.json", "totals.json"))
    there = (first.text, opened, honest)
    assert sorted(shown(box)) == ["q1 cb", "q1 gv", "q1 ph", "q1 truong"]

    second = replace(first, survey="LB-2026-2", after=first.hash)
    later = closed.exported(second, closed.ballots(second, given | {"ph": [{"q1": "3"}] * 3}))
    counted = count(later, TWO)
    with pytest.raises(RuleError, match="cần bản chốt"):
        totals.document(second, later.head.root, counted, {}, {})
    for wrong, why in (
        ([(SURVEY.text, *there[1:])], "không đúng hoặc không đủ"),
        ([there, (SURVEY.text, *there[1:])], "không đúng hoặc không đủ"),
        ([(*there[:2], "{}")], "không phải kết quả mà những người giữ khóa đã ký"),
    ):  # fmt: skip
        with pytest.raises(RuleError, match=why):
            totals.rounds(second, wrong)
    made = totals.document(second, later.head.root, counted, {}, {}, totals.rounds(second, [there]))
    rows = json.loads(made)["shown"]
    assert [row["group"] for row in rows] == ["gv"]  # “cb” covers; the sum would give three answers away
    asked = replace(second, sets=(("chung", second.sets[0][1][1:]),))
    with pytest.raises(RuleError, match="hỏi câu khác"):
        totals.rounds(asked, [there])


def test_a_round_before_counts_only_as_its_trustees_signed_it(tmp_path: Path) -> None:
    """Three parents' answers were hidden. Who writes into the earlier totals that they were shown would have six more
    parents of the second round shown beside the sum of the first."""
    first = survey()
    box = closed.exported(first, closed.ballots(first, {"gv": ANSWERS["gv"], "ph": [{"q1": "3"}] * 3}))
    station.carry_out(closed_again(box, tmp_path / "1"), box.head.root, box.lists, TWO, tmp_path / "first")
    opened, honest = ((tmp_path / "first" / name).read_text() for name in ("opened.json", "totals.json"))
    data = json.loads(honest)
    row = data["shown"][0]
    data["shown"] += [row | {"group": group} for group in ("gv", "ph")]
    forged = strict.text(data)
    second = survey(survey="LB-2026-2", after=first.hash)
    later = closed.exported(second, closed.ballots(second, ANSWERS))
    with pytest.raises(RuleError, match="không phải kết quả mà những người giữ khóa đã ký"):
        totals.rounds(second, [(first.text, opened, forged)])
    claim = json.loads(opened) | {"totals": strict.sha(forged)}
    with pytest.raises(RuleError, match=r"chữ ký của .* không đúng"):
        totals.rounds(second, [(first.text, strict.text(claim), forged)])
    with pytest.raises(RuleError, match="mới có 0"):
        totals.rounds(second, [(first.text, strict.text(claim | {"signatures": []}), forged)])
    before = totals.rounds(second, [(first.text, opened, honest)])
    rows = json.loads(totals.document(second, later.head.root, count(later, TWO), {}, {}, before))["shown"]
    assert {row["group"] for row in rows} == {"truong"}


def closed_again(box: counting.Export, folder: Path) -> counting.Export:
    return station.read(closed.write(box, folder))
