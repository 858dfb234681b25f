"""The ends of days, the close, and clocks that are wrong: nothing acknowledged is lost, nothing published changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from canbo.opening import counting, station
from canbo.rulebook import RuleError
from canbo.rulebook.ballot import board, handover, signing, strict
from canbo.rulebook.ballot.manifest import Manifest
from tests.box.place import DAY, FIRST, LAST, Place, ballot
from tests.rulebook.ballot.survey import BOX_KEY, opening, survey


def heads(place: Place, manifest: Manifest) -> list[tuple[int, int]]:
    """Number and size of every head there is."""
    return [(one["number"], one["size"]) for one in place.get(f"/api/{manifest.hash}/board").data["heads"]]


def send(place: Place, manifest: Manifest, *numbers: int) -> list[str]:
    """Ballots of these slips; their leaves, sorted."""
    return sorted(map(handover.leaf, send_texts(place, manifest, *numbers)))


def send_texts(place: Place, manifest: Manifest, *numbers: int) -> list[str]:
    """Ballots of these slips; their texts."""
    texts = [ballot(manifest, number) for number in numbers]
    assert [place.cast(manifest, text).status for text in texts] == [200] * len(texts)
    return texts


def tick(place: Place) -> None:
    done = place.run("tick")
    assert (done.returncode, done.stderr) == (0, "")


def exported(place: Place, manifest: Manifest, to: str) -> Path:
    done = place.run("export", manifest.hash[:16], str(place.folder / to))
    assert done.returncode == 0, done.stderr
    return place.folder / to / manifest.hash


def test_each_day_gets_a_head_that_grew_and_proofs_for_every_leaf(place: Place) -> None:
    manifest = place.campaign()
    path = f"/api/{manifest.hash}"
    first = send(place, manifest, 0, 1, 2)
    tick(place)
    assert heads(place, manifest) == []
    place.day(FIRST + DAY)
    tick(place)
    tick(place)
    second = send(place, manifest, 3, 4)
    place.day(FIRST + 2 * DAY)
    tick(place)
    assert heads(place, manifest) == [(0, 3), (1, 5)]
    assert [place.get(f"{path}/board/{day}").data["leaves"] for day in (0, 1)] == [first, second]
    one, two = place.get(f"{path}/board").data["heads"]
    assert [one["root"], two["root"]] == [board.root(first), board.root(first + second)]

    found = place.get(f"{path}/inclusion/").data
    assert [row["leaf"] for row in found["leaves"]] == first + second
    for row in found["leaves"]:
        assert row["proof"] == board.inclusion(first + second, row["at"])
        assert board.included(row["leaf"], row["at"], 5, row["proof"], two["root"])
    begins = first[0][:3]
    assert [row["leaf"] for row in place.get(f"{path}/inclusion/{begins}").data["leaves"]] == [first[0]]
    grown = place.get(f"{path}/consistency/3").data
    assert board.grown(3, one["root"], 5, two["root"], grown["proof"])
    assert [place.get(f"{path}/consistency/{size}").status for size in (0, 4, 6)] == [400, 400, 400]


def test_after_the_close_there_is_an_export_that_the_opening_can_trust(place: Place) -> None:
    manifest = place.campaign()
    sent = send_texts(place, manifest, 0, 1)
    place.day(FIRST + DAY)
    tick(place)
    sent += send_texts(place, manifest, 2, 3, 4)
    place.day(LAST)
    early = place.run("export", manifest.hash, str(place.folder / "early"))
    assert (early.returncode, early.stderr) == (1, "Chưa xuất: đợt còn nhận ý kiến đến hết ngày 09/05/2026.\n")
    sent += send_texts(place, manifest, 5)
    place.day(LAST + DAY)
    folder = exported(place, manifest, "closed")
    assert handover.read_slips((folder / handover.SLIPS).read_text(), manifest)
    published = handover.read_heads((folder / handover.HEADS).read_text(), manifest)
    with (folder / handover.BALLOTS).open() as lines:
        texts = handover.read_ballots(lines, published)
    assert sorted(texts) == sorted(sent)
    assert heads(place, manifest) == [(one.number, one.size) for one in published] == [(0, 2), (4, 6)]
    again = exported(place, manifest, "again")
    assert [(again / name).read_bytes() for name in (handover.HEADS, handover.BALLOTS)] == [
        (folder / name).read_bytes() for name in (handover.HEADS, handover.BALLOTS)
    ]
    place.day(LAST)
    assert place.cast(manifest, ballot(manifest, 7)).data == {"reason": "hòm phiếu đã đóng"}
    assert place.cast(manifest, sent[5]).status == 200


def test_every_head_is_signed_and_one_that_was_changed_in_the_database_is_nobody_s(place: Place) -> None:
    manifest = place.campaign()
    send(place, manifest, 0, 1)
    place.day(FIRST + DAY)
    tick(place)
    kept = place.get(f"/api/{manifest.hash}/heads.json").body.decode()
    found = handover.read_heads(kept, manifest)
    assert [(one.number, one.size) for one in found] == [(0, 2)]
    shown = place.get(f"/api/{manifest.hash}/board").data
    assert (shown["key"], shown["heads"][0]["signature"]) == (
        signing.fingerprint(found[0].key), found[0].signature,
    )  # fmt: skip
    assert f"Dấu khóa của hòm phiếu: {shown['key']}\n" in place.run("page").stdout
    assert (place.folder / "box" / "heads.key").stat().st_mode & 0o777 == 0o600
    for changed in (kept.replace('"size":2', '"size":3'), kept.replace('"number":0', '"number":1')):
        with pytest.raises(RuleError, match="không do hòm phiếu này ký"):
            handover.read_heads(changed, manifest)
    with pytest.raises(RuleError, match="không do hòm phiếu này ký"):
        handover.read_heads(kept.replace(found[0].key, signing.public(BOX_KEY)), manifest)


def test_a_box_that_lost_its_key_goes_on_with_another_and_can_be_opened(own_place: Place) -> None:
    """A dump returned on another machine: the key of the heads lay beside the database and is gone."""
    place = own_place
    manifest = place.campaign()
    send(place, manifest, 0, 1, 2)
    place.day(FIRST + DAY)
    tick(place)
    (place.folder / "box" / "heads.key").unlink()
    assert place.cast(manifest, ballot(manifest, 3)).status == 200
    place.day(LAST + DAY)
    folder = exported(place, manifest, "out")
    tick(place)
    export = station.read(folder)
    first, last = export.heads
    assert (first.size, last.size) == (3, 4)
    assert handover.keys(export.heads) == (first.key, last.key)
    assert first.key != last.key
    counting.verify(export, last.root, export.lists)


def vote(place: Place) -> Manifest:
    """A confidence vote with a window of five days, whose meeting is on one of them."""
    plain = survey()
    whole = (replace(plain.group("gv"), parent=""),)
    asked = (("chung", plain.sets[0][1][:2]),)
    return place.campaign(profile="vote", k=0, k_text=0, k_invited=1, groups=whole, nodes=(), sets=asked)


def test_a_vote_is_exported_at_its_meeting_and_keeps_no_order(place: Place) -> None:
    """The chair ends it, somebody types the command: no midnight is waited for, and nothing of the order is left."""
    manifest = vote(place)
    place.day(FIRST - DAY)
    early = place.run("export", manifest.hash, str(place.folder / "early"))
    assert (early.returncode, early.stderr) == (1, "Chưa xuất: chưa đến ngày lấy phiếu (05/05/2026).\n")
    place.day(FIRST + DAY)
    sent = send_texts(place, manifest, 4, 2, 9, 0, 7)
    folder = exported(place, manifest, "meeting")
    published = handover.read_heads((folder / handover.HEADS).read_text(), manifest)
    texts = (folder / handover.BALLOTS).read_text().splitlines()
    assert texts == sorted(sent, key=handover.leaf) != sent
    assert [(one.number, one.size) for one in published] == heads(place, manifest) == [(1, 5)]
    assert place.rows(f"SELECT leaf FROM box_arrival WHERE survey = '{manifest.hash}'") == []
    assert place.cast(manifest, ballot(manifest, 5)).data == {"reason": "hòm phiếu đã đóng"}
    tick(place)
    assert heads(place, manifest) == [(1, 5)]


def test_a_vote_in_the_hands_of_a_clock_wrong_by_a_day_is_still_opened_at_the_meeting(place: Place) -> None:
    manifest = vote(place)
    place.day(FIRST + DAY)
    send(place, manifest, 0, 1)
    place.day(FIRST + 2 * DAY)  # ahead: a head comes early, the rest of the meeting under the next
    tick(place)
    send(place, manifest, 2)
    exported(place, manifest, "ahead")
    assert heads(place, manifest) == [(1, 2), (2, 3)]
    other = vote(place)
    place.day(FIRST + 2 * DAY)
    send(place, other, 0)
    place.day(FIRST + 3 * DAY)
    tick(place)
    place.day(FIRST + 2 * DAY)  # behind, once more
    send(place, other, 1)
    exported(place, other, "behind")
    assert heads(place, other) == [(1, 0), (2, 1), (3, 2)]


def test_nothing_is_closed_before_it_is_known_what_was_handed_out(place: Place) -> None:
    manifest = survey(survey="not handed out")
    place.offer(manifest, handed=None)
    tick(place)
    place.day(LAST + DAY)
    done = place.run("export", manifest.hash, str(place.folder / "never"))
    assert (done.returncode, "chưa công bố số phiếu đã phát" in done.stderr) == (1, True)


def test_a_survey_in_which_nobody_answered_closes_too(place: Place) -> None:
    manifest = place.campaign()
    place.day(LAST + DAY)
    folder = exported(place, manifest, "empty")
    published = handover.read_heads((folder / handover.HEADS).read_text(), manifest)
    assert handover.read_ballots([], published) == []


def test_a_clock_ahead_by_a_day_delays_and_loses_nothing(place: Place) -> None:
    manifest = place.campaign()
    first = send(place, manifest, 0, 1)
    place.day(FIRST + DAY)  # wrong: it is still the first day
    tick(place)
    assert heads(place, manifest) == [(0, 2)]
    place.day(FIRST)
    second = send(place, manifest, 2)
    tick(place)
    assert heads(place, manifest) == [(0, 2)]
    place.day(FIRST + DAY)
    tick(place)
    assert heads(place, manifest) == [(0, 2)]
    second = sorted(second + send(place, manifest, 3))
    place.day(FIRST + 2 * DAY)
    tick(place)
    assert place.get(f"/api/{manifest.hash}/board/1").data["leaves"] == second
    assert place.get(f"/api/{manifest.hash}/board").data["heads"][1]["root"] == board.root(first + second)


def test_a_clock_ahead_on_the_last_day_turns_away_but_does_not_close(place: Place) -> None:
    manifest = place.campaign()
    place.day(LAST + DAY)  # wrong: it is the last day
    tick(place)
    assert heads(place, manifest) == [(4, 0)]
    assert place.cast(manifest, ballot(manifest, 0)).status == 400
    place.day(LAST)
    leaves = send(place, manifest, 0)
    place.day(LAST + DAY)
    tick(place)
    exported(place, manifest, "late")
    assert heads(place, manifest) == [(4, 0), (5, 1)]
    assert place.get(f"/api/{manifest.hash}/board/5").data["leaves"] == leaves


def test_a_clock_behind_by_a_day_makes_no_second_head_for_a_day(place: Place) -> None:
    manifest = place.campaign()
    place.day(FIRST + DAY)
    send(place, manifest, 0)
    place.day(FIRST + 2 * DAY)
    tick(place)
    send(place, manifest, 1)
    place.day(FIRST + DAY)  # wrong
    tick(place)
    send(place, manifest, 2)
    place.day(FIRST - DAY)  # very wrong
    assert place.cast(manifest, ballot(manifest, 3)).status == 400
    tick(place)
    assert heads(place, manifest) == [(1, 1)]
    place.day(FIRST + 3 * DAY)
    tick(place)
    assert heads(place, manifest) == [(1, 1), (2, 3)]


def test_only_the_opening_of_this_box_is_published(place: Place) -> None:
    manifest = place.campaign()
    send(place, manifest, 0)
    path = f"/api/{manifest.hash}/opened"
    file = place.inbox / manifest.hash / handover.OPENED
    file.write_text(handover.opened_text(manifest, opening(manifest, "00" * 32, 1, ("11" * 32,))))
    early = place.run("tick")
    assert (early.returncode, "cần tệp đứng trước" in early.stderr) == (1, True)
    place.day(LAST + DAY)
    file.unlink()
    exported(place, manifest, "opening")
    head = place.get(f"/api/{manifest.hash}/board").data["heads"][-1]
    file.write_text(handover.opened_text(manifest, opening(manifest, "00" * 32, 1, ("11" * 32,))))
    assert place.run("tick").returncode == 1
    unsigned = opening(manifest, head["root"], 1, ("11" * 32,), by=1)
    file.write_text(handover.opened_text(manifest, unsigned))
    assert "cần chữ ký của 2 người giữ khóa" in place.run("tick").stderr
    assert place.get(path).status == 404
    file.write_text(handover.opened_text(manifest, opening(manifest, head["root"], 1, ("11" * 32,))))
    tick(place)
    assert place.get(path).data["commitments"] == ["11" * 32]
    assert place.get(f"/api/{manifest.hash}/board").data["opened"] == {
        "totals": strict.sha("{}"), "lists": "0000", "signers": ["Người giữ khóa 0", "Người giữ khóa 1"],
    }  # fmt: skip


def test_what_does_not_fit_its_folder_is_refused_and_the_rest_is_taken(place: Place) -> None:
    good, wrong = survey(survey="good"), survey(survey="wrong")
    place.offer(good)
    folder = place.offer(wrong)
    moved = folder.rename(folder.with_name("00" * 32))
    done = place.run("tick")
    assert done.returncode == 1
    assert done.stderr == "000000000000…/manifest.json: mã của bản ghi không đúng tên thư mục\n"
    known = {one["hash"] for one in place.get("/api/surveys").data["surveys"]}
    assert (good.hash in known, wrong.hash in known) == (True, False)
    for file in moved.iterdir():
        file.unlink()
    moved.rmdir()


def test_a_file_that_cannot_be_read_does_not_stop_the_box(place: Place) -> None:
    """Whoever fills the inbox may harm their own survey, not the others and not the clock of the box."""
    manifest = place.campaign()
    broken = place.inbox / ("0" * 64)
    broken.mkdir()
    (broken / handover.MANIFEST).symlink_to("/proc/self/mem")
    send(place, manifest, 0)
    place.day(FIRST + DAY)
    done = place.run("tick")
    assert (done.returncode, done.stderr) == (1, "000000000000…: không đọc được tệp (Input/output error)\n")
    assert heads(place, manifest) == [(0, 1)]
