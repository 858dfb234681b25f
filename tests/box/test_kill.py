"""`kill -9` of the box under load: what it acknowledged is there after the restart."""

from __future__ import annotations

import http.client
import threading
import time
from contextlib import closing

import pytest

from canbo.rulebook.ballot import handover
from canbo.rulebook.ballot.manifest import Manifest
from tests.box.place import DAY, FIRST, Place, ballot
from tests.box.test_dumps import PEOPLE, forty

SENDERS = 4


class Sender(threading.Thread):
    """Sends ballots one after another until the box is gone; remembers which were acknowledged."""

    def __init__(self, place: Place, manifest: Manifest, texts: list[str]) -> None:
        super().__init__()
        self.place, self.manifest, self.texts = place, manifest, texts
        self.acknowledged: list[str] = []

    def run(self) -> None:
        with closing(http.client.HTTPConnection("127.0.0.1", self.place.port, timeout=30)) as line:
            for text in self.texts:
                try:
                    line.request("POST", f"/api/{self.manifest.hash}/ballots", text.encode())
                    answer = line.getresponse()
                    answer.read()
                except (OSError, http.client.HTTPException):
                    return
                if answer.status == 200:
                    self.acknowledged.append(handover.leaf(text))


@pytest.mark.slow
def test_what_was_acknowledged_survives_a_kill(own_place: Place) -> None:
    place = own_place
    manifest = forty("slips", "killed")
    place.offer(manifest)
    assert place.run("tick").returncode == 0
    counters = range(1, 16)
    shares = [
        [ballot(manifest, at, one) for one in counters for at in range(of, PEOPLE, SENDERS)] for of in range(SENDERS)
    ]
    senders = [Sender(place, manifest, texts) for texts in shares]
    for sender in senders:
        sender.start()
    while sum(len(sender.acknowledged) for sender in senders) < 100:
        time.sleep(0.005)
    place.kill()
    for sender in senders:
        sender.join()
    acknowledged = {leaf for sender in senders for leaf in sender.acknowledged}
    assert 100 <= len(acknowledged) < PEOPLE * len(counters)  # it was killed while they were sending

    place.serve()
    stored = {row[0] for row in place.rows("SELECT leaf FROM box_arrival")}
    assert acknowledged - stored == set()
    # Whoever got no answer sends the same again, and is told the same.
    for sender in senders:
        again = sender.texts[len(sender.acknowledged)]
        assert place.cast(manifest, again).data == {"leaf": handover.leaf(again)}
    place.day(FIRST + DAY)
    assert place.run("tick").returncode == 0
    board = place.get(f"/api/{manifest.hash}/board/0").data["leaves"]
    assert acknowledged - set(board) == set()


@pytest.mark.slow
def test_a_day_that_is_cut_off_half_way_ends_whole(own_place: Place) -> None:
    """The head and the move are one transaction: killed at any moment, there are both or neither."""
    place = own_place
    manifest = place.campaign()
    leaves = []
    for at in range(10):
        text = ballot(manifest, at)
        assert place.cast(manifest, text).status == 200
        leaves.append(handover.leaf(text))
    place.day(FIRST + DAY)
    for patience in (0.3, 0.5, 0.7, 0.8, 0.9, 1.0):
        place.cut("tick", after=patience)
        kept = [row[0] for row in place.rows("SELECT leaf FROM box_arrival UNION ALL SELECT leaf FROM box_ballot")]
        heads = place.rows("SELECT size FROM box_head")
        assert sorted(kept) == sorted(leaves)
        assert heads in ([], [(10,)])
    assert place.run("tick").returncode == 0
    assert place.get(f"/api/{manifest.hash}/board/0").data["leaves"] == sorted(leaves)
