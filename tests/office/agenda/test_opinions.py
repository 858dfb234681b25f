"""What opinions put into the agenda: a ballot to take, the same reminder for everybody, what heads promised."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from canbo.office.agenda import queries
from canbo.office.agenda.crowd import Crowd
from canbo.office.agenda.entries import Entry, Span
from canbo.office.agenda.sources import opinions as source
from canbo.office.opinions import actions
from canbo.office.people.access import Viewer, viewers
from tests.office.opinions import online, rounds
from tests.office.opinions.online import DAY, Device, frozen, manifest_of
from tests.town import Town

TAKE, ANSWER = "Nhận phiếu lấy ý kiến kín", "Gửi ý kiến, nếu đã nhận phiếu"


@pytest.fixture(autouse=True)
def inbox(settings: Any, tmp_path: Path) -> None:
    settings.BOX_INBOX, settings.KEYS = tmp_path / "inbox", tmp_path / "keys"


def todo(town: Town, who: str, day: date) -> list[Entry]:
    return [one for one in queries.todos(Viewer(town.accounts[who], day)) if one.kind == "opinion"]


def test_a_ballot_waits_until_the_last_day_to_take_it_and_its_owner_learns_that_it_was_taken(town: Town) -> None:
    found, today = frozen(town), timezone.localdate()
    assert [(one.what, one.day, one.url) for one in todo(town, "nam", today)] == [
        (TAKE, today + DAY, f"/y-kien/phieu/{found.row.pk}/")
    ]
    device = Device(manifest_of(found), "v1-d1", "nam")
    actions.issue(actor=town.accounts["nam"], survey=manifest_of(found).hash, blinded=device.blinded)
    assert [one.what for one in todo(town, "nam", today)] == [source.TAKEN]
    assert [one.what for one in todo(town, "hoa", today)] == [TAKE]
    for who in ("duc", "xa", "khoa"):
        assert todo(town, who, today) == []
    assert todo(town, "nam", today + 2 * DAY) == []  # between the windows nothing waits


def test_while_the_box_takes_answers_everybody_invited_is_reminded_alike(town: Town) -> None:
    """T20: whether or not they took a ballot, whether or not they answered, which nobody can know."""
    found, today = frozen(town), timezone.localdate()
    device = Device(manifest_of(found), "v1-d1", "nam")
    actions.issue(actor=town.accounts["nam"], survey=manifest_of(found).hash, blinded=device.blinded)
    actions.end_due(today + 2 * DAY)
    for day in (today + 3 * DAY, today + 5 * DAY):
        told = {
            who: [(one.what, one.day, one.about, one.note) for one in todo(town, who, day)] for who in online.OFFICE
        }
        assert list(told.values()) == [[(ANSWER, today + 5 * DAY, found.row.title, "")]] * 5
    assert todo(town, "nam", today + 6 * DAY) == []


def test_a_calendar_says_the_same_of_everybody(town: Town) -> None:
    found, today = frozen(town), timezone.localdate()
    device = Device(manifest_of(found), "v1-d1", "nam")
    actions.issue(actor=town.accounts["nam"], survey=manifest_of(found).hash, blinded=device.blinded)
    span = Span(today, today + 30 * DAY)
    kept = {
        who: [(one.what, one.day) for one in queries.personal(Viewer(town.accounts[who], today), span)]
        for who in ("nam", "hoa")
    }
    assert kept["nam"] == kept["hoa"] == [(TAKE, today + DAY), (ANSWER, today + 5 * DAY)]
    of_unit = queries.of_unit(Viewer(town.accounts["trang"], today), town.units["ward"], span)
    assert [(one.what, one.day) for one in of_unit] == [
        ("Hết hạn nhận phiếu lấy ý kiến", today + DAY), ("Hết hạn gửi ý kiến", today + 5 * DAY),
    ]  # fmt: skip


def test_what_a_head_promised_stands_in_the_calendar_and_leaves_the_house_without_words(
    town: Town, tmp_path: Path
) -> None:
    found, _ = rounds.released(town, tmp_path / "out")
    due = timezone.localdate() + 40 * DAY
    for steps in ([("Việc cũ", due)], [("Công khai tài chính", due), ("Họp định kỳ", due + 60 * DAY)]):
        actions.respond(actor=town.accounts["mai"], campaign=found.row.pk, about="v1", text="Tiếp thu.", steps=steps)
    span = Span(due - DAY, due + DAY)
    (own,) = queries.personal(Viewer(town.accounts["mai"]), span)
    assert (own.day, own.inside, own.url) == (due, "Công khai tài chính", f"/y-kien/dot/{found.row.pk}/ket-qua/v1/")
    assert "tài chính" not in own.what + own.about
    assert queries.personal(Viewer(town.accounts["dung"]), span) == []
    (told,) = queries.of_unit(Viewer(town.accounts["trang"]), town.units["ward"], span)
    assert (told.what, told.about) == ("1 việc hứa làm sau lấy ý kiến", f"Văn phòng, {found.row.title}")


def test_a_crowd_is_asked_about_in_three_queries(town: Town) -> None:
    frozen(town)
    people = online.crowd(town, 20)
    day = timezone.localdate()
    for accounts in ([town.accounts["nam"]], [*town.accounts.values(), *(one.account for one in people)]):
        crowd = Crowd(tuple(viewers(accounts, day)), day)  # type: ignore[arg-type]
        with CaptureQueriesContext(connection) as asked:
            list(source.waiting(crowd))
        assert len(asked) == 3
