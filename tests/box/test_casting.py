"""What the slot takes, and everything it does not: T8, T9, T14, T20."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from canbo.rulebook.ballot import check, handover, slip, strict
from canbo.rulebook.ballot.handover import Handed
from tests.box.place import DAY, FIRST, LAST, Place, ballot, voter
from tests.rulebook.ballot.survey import answers, cast, codes, gate, issued, opened, survey
from tests.rulebook.ballot.test_ballot import changed


def counted(place: Place, survey: str) -> int:
    tables = ("box_arrival", "box_ballot")
    return sum(place.rows(f"SELECT count(*) FROM {table} WHERE survey = '{survey}'")[0][0] for table in tables)


def test_a_ballot_is_taken_once_and_acknowledged_as_often_as_it_comes(place: Place) -> None:
    manifest = place.campaign()
    text = ballot(manifest)
    leaf = handover.leaf(text)
    for _ in range(3):
        taken = place.cast(manifest, text)
        assert (taken.status, taken.data) == (200, {"leaf": leaf})
    assert counted(place, manifest.hash) == 1
    place.day(FIRST + DAY)
    assert place.run("tick").returncode == 0
    assert place.cast(manifest, text).status == 200
    assert counted(place, manifest.hash) == 1


def test_of_one_key_the_highest_counter_counts_and_a_lower_one_is_told(place: Place) -> None:
    """T8. Equal or lower counters are refused with the highest there is, so that the page signs the next."""
    manifest = place.campaign()
    assert place.cast(manifest, ballot(manifest, counter=3)).status == 200
    for counter in (1, 2, 3):
        other = place.cast(manifest, ballot(manifest, counter=counter, seed="other"))
        assert (other.status, other.data["counter"]) == (409, 3)
    again = ballot(manifest, counter=4)
    assert place.cast(manifest, again).status == 200
    texts = [row[0] for row in place.rows(f"SELECT body FROM box_arrival WHERE survey = '{manifest.hash}'")]
    latest = check.latest(gate(manifest).accept(text.encode()) for text in texts)
    assert [one.text for one in latest] == [again]


def test_of_twenty_ballots_sent_at_once_with_one_counter_one_is_taken(place: Place) -> None:
    manifest = place.campaign()
    texts = [ballot(manifest, seed=at) for at in range(20)]
    with ThreadPoolExecutor(20) as pool:
        statuses = sorted(answer.status for answer in pool.map(lambda text: place.cast(manifest, text), texts))
    assert statuses == [200] + [409] * 19
    assert counted(place, manifest.hash) == 1


def test_a_stolen_token_without_its_key_replaces_nothing(place: Place) -> None:
    """T8, in the online way."""
    manifest = survey("tokens", survey="tokens stolen")
    place.offer(manifest)
    place.run("tick")
    honest, thief = voter(manifest, 0), voter(manifest, 1)
    token = issued(manifest, honest)
    text = cast(manifest, honest, opened(answers()), given=token)
    assert place.cast(manifest, text).status == 200
    stolen = cast(manifest, thief, opened(answers()), counter=9, given=token)
    claimed = strict.text(strict.read(stolen) | {"pk": strict.pack(slip.public(honest))})
    assert [place.cast(manifest, one).status for one in (stolen, claimed)] == [400, 400]
    assert counted(place, manifest.hash) == 1


def test_whatever_is_changed_in_a_ballot_is_refused_with_a_reason_that_names_nobody(place: Place) -> None:
    """T9: every field changed, moved, oversized or spelled otherwise, through HTTP."""
    manifest = place.campaign()
    text = ballot(manifest)
    tried = dict(changed(strict.read(text)))
    assert len(tried) > 60
    wrong: dict[str, Any] = {}
    for what, sent in tried.items():
        answer = place.cast(manifest, sent)
        if answer.status != 400 or not 5 < len(answer.data["reason"]) < 120:
            wrong[what] = answer
    assert wrong == {}
    assert counted(place, manifest.hash) == 0


def test_a_ballot_of_another_survey_group_or_voided_slip_is_refused(place: Place) -> None:
    one, other = place.campaign(), place.campaign()
    assert place.cast(other, ballot(one)).status == 400
    moved = cast(one, voter(one, 0, "gv"), opened(answers()), group="ph")
    assert place.cast(one, moved).status == 400
    voided = survey(survey="voided")
    mark = slip.mark(slip.public(voter(voided, 5)))
    place.offer(voided, handed=Handed((mark,), {}))
    place.run("tick")
    assert place.cast(voided, ballot(voided, 5)).status == 400
    assert place.cast(voided, ballot(voided, 6)).status == 200
    listed = place.get(f"/api/{voided.hash}/slips/gv").data["marks"]
    assert listed == [one for one in codes(voided)[1] if one != mark]


@pytest.mark.parametrize("body", [b"", b"x" * 300_000], ids=["empty", "large"])
def test_what_is_no_ballot_at_all_is_refused(place: Place, body: bytes) -> None:
    manifest = place.campaign()
    assert place.cast(manifest, body).status == 400


def test_ballots_are_taken_on_the_days_of_casting_and_after_the_handing_out(place: Place) -> None:
    manifest = survey(survey="the days")
    folder = place.offer(manifest, handed=None)
    place.run("tick")
    assert "chưa công bố" in place.cast(manifest, ballot(manifest)).data["reason"]
    (folder / handover.HANDED).write_text(handover.handed_text(manifest, Handed((), {})))
    place.run("tick")
    said = {}
    for day in (FIRST - DAY, FIRST, LAST, LAST + DAY):
        place.day(day)
        answer = place.cast(manifest, ballot(manifest, number=day.day))
        said[day] = answer.data.get("reason") or answer.status
    assert said == {
        FIRST - DAY: "chưa đến ngày gửi ý kiến (05/05/2026)",
        FIRST: 200,
        LAST: 200,
        LAST + DAY: "đã hết hạn gửi ý kiến (09/05/2026)",
    }


def test_texts_of_all_lengths_make_rows_of_one_length(place: Place) -> None:
    """T14, in what the box stores."""
    manifest = place.campaign()
    for at, size in enumerate((0, 1, 20, 250, 499)):
        text = cast(manifest, voter(manifest, at), opened({"q1": "1", "t1": "ạ" * size}, at))
        assert place.cast(manifest, text).status == 200
    lengths = place.rows(f"SELECT DISTINCT length(body) FROM box_arrival WHERE survey = '{manifest.hash}'")
    assert len(lengths) == 1


def test_nothing_tells_who_is_missing_or_how_many_came_today(place: Place) -> None:
    """T20: every address of the box, read before and after a ballot: not a letter differs on the same day."""
    manifest = place.campaign()
    hash = manifest.hash
    paths = ["/", "/api/surveys"] + [
        f"/api/{hash}/{path}"
        for path in (
            "manifest",
            "slips",
            "slips/gv",
            "handed",
            "board",
            "board/0",
            "inclusion/",
            "opened",
            "consistency/1",
        )
    ]
    before = {path: place.get(path).body for path in paths}
    statuses = {path: place.get(path).status for path in paths}
    assert [path for path, status in statuses.items() if status != 200] == [paths[-2], paths[-1]]  # nothing there yet
    assert place.cast(manifest, ballot(manifest)).status == 200
    assert {path: place.get(path).body for path in paths} == before
    assert place.get(f"/api/{hash}/ballots").status == 405
    for guess in ("admin/", "api/ballots", f"api/{hash}/voters", f"api/{hash}/missing", f"api/{hash}/count", "metrics"):
        answer = place.get(f"/{guess}")
        assert (answer.status, json.loads(answer.body)) == (404, {"reason": "không có trang này"})
