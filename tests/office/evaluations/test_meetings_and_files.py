"""Meetings with their votes, evidence beside sheets, reminders."""

from __future__ import annotations

from typing import Any

import pytest

from canbo.office.base.errors import ActionError
from canbo.office.cycles.models import Cycle, Reminder
from canbo.office.evaluations import actions, queries
from canbo.office.evaluations.actions import Ballot
from canbo.office.evaluations.errors import NotAssigned
from canbo.office.evaluations.models import Evidence, Meeting, Vote
from canbo.office.people.access import Viewer
from tests.office.evaluations import month
from tests.town import Town

PDF = b"%PDF-1.7 vi du"


def meet(town: Town, cycle: Cycle, ballots: list[Ballot], by: str = "mai", **changes: Any) -> Meeting:
    given: dict[str, Any] = {
        "unit": town.units["office"], "held_on": month.DAY, "invited": 4, "present": 3, "chair": "Lê Thị Mai",
        "secretary": "Đỗ Thị Hoa", "notes": "", "today": month.DAY,
    } | changes  # fmt: skip
    return actions.record_meeting(actor=town.accounts[by], cycle=cycle, ballots=ballots, **given)


def test_a_meeting_records_its_votes(town: Town) -> None:
    cycle = month.opened(town)
    meeting = meet(town, cycle, [Ballot(month.sheet(town, "nam").pk, "good", 2, 1, 0, "Cần giữ nền nếp")])
    assert list(meeting.votes.values_list("level", "agree", "disagree", "abstain")) == [("good", 2, 1, 0)]
    assert queries.check_states() == []


REFUSED: list[tuple[tuple[str, int, int, int], dict[str, Any], str]] = [
    (("good", 3, 1, 0), {}, r"tổng số ý kiến \(4\)"),
    (("good", -1, 1, 0), {}, "tổng số ý kiến"),
    (("good", 0, 0, 0), {}, "tổng số ý kiến"),
    (("splendid", 3, 0, 0), {}, "chọn mức xếp loại"),
    (("good", 3, 0, 0), {"present": 5}, "Số có mặt"),
    (("good", 3, 0, 0), {"present": 0}, "Số có mặt"),
    (("good", 3, 0, 0), {"chair": " "}, "chủ trì"),
    (("good", 3, 0, 0), {"held_on": month.DUE["decide"]}, "tương lai"),
]


def test_a_vote_that_cannot_be_is_refused_whole(town: Town) -> None:
    cycle = month.opened(town)
    sound = Ballot(month.sheet(town, "hoa").pk, "good", 1, 0, 0)
    for ballot, changes, told in REFUSED:
        with pytest.raises(ActionError, match=told):
            meet(town, cycle, [sound, Ballot(month.sheet(town, "nam").pk, *ballot)], **changes)
    assert (Meeting.objects.count(), Vote.objects.count()) == (0, 0)


def test_a_meeting_is_of_its_own_unit(town: Town) -> None:
    cycle = month.opened(town)
    with pytest.raises(ActionError, match="không thuộc đơn vị"):
        meet(town, cycle, [Ballot(month.sheet(town, "anh").pk, "good", 3, 0, 0)])
    for key in ("dung", "nam", "ha", "khoa", "xa", "quan_tri"):
        with pytest.raises(NotAssigned):
            meet(town, cycle, [Ballot(month.sheet(town, "nam").pk, "good", 3, 0, 0)], by=key)


def test_evidence_is_added_and_withdrawn_as_records(town: Town) -> None:
    month.opened(town)
    sheet = month.sheet(town, "nam")
    given: dict[str, Any] = {"actor": town.accounts["nam"], "person": town.persons["nam"]}
    first = actions.add_evidence(**given, sheet=sheet, item=2, name="Kế hoạch.pdf", data=PDF, note="Bản ký")
    second = actions.add_evidence(**given, sheet=sheet, item=None, name="Ảnh.png", data=b"\x89PNG\r\n\x1a\n")
    assert queries.evidence_of(sheet) == [second, first]
    actions.withdraw_evidence(**given, evidence=first)
    assert (queries.evidence_of(sheet), Evidence.objects.count()) == ([second], 3)
    with pytest.raises(ActionError, match="đã được rút lại"):
        actions.withdraw_evidence(**given, evidence=first)


def test_evidence_that_is_not_what_it_says(town: Town) -> None:
    month.opened(town)
    given: dict[str, Any] = {
        "actor": town.accounts["nam"], "person": town.persons["nam"], "sheet": month.sheet(town, "nam"),
    }  # fmt: skip
    for name, data in [("a.pdf", b"MZ"), ("a.exe", b"MZ"), ("a.pdf", b"")]:
        with pytest.raises(ActionError):
            actions.add_evidence(**given, item=None, name=name, data=data)
    with pytest.raises(ActionError, match="không có mục này"):
        actions.add_evidence(**given, item=6, name="a.pdf", data=PDF)
    assert Evidence.objects.count() == 0


def test_only_those_whose_turn_it_is_add_evidence(town: Town) -> None:
    month.opened(town)
    for who in ("mai", "hoa", "trang", "khoa", "xa"):
        with pytest.raises(NotAssigned):
            actions.add_evidence(
                actor=town.accounts[who], person=town.persons[who], sheet=month.sheet(town, "nam"), item=None,
                name="a.pdf", data=PDF,
            )  # fmt: skip
    assert Evidence.objects.count() == 0


def test_a_reminder_reaches_those_it_is_about(town: Town) -> None:
    cycle = month.opened(town)
    month.submit(town, "hoa", "hoa")
    for _ in range(2):
        actions.remind(actor=town.accounts["mai"], cycle=cycle, step="self")
    assert list(Reminder.objects.values_list("step", "people")) == [("self", 3), ("self", 3)]

    def nudges(key: str) -> list[int]:
        tasks = queries.my_sheets(Viewer(town.accounts[key]))
        return [task.nudge.times if task.nudge else 0 for task in tasks]

    assert {key: nudges(key) for key in ("nam", "hoa", "anh")} == {"nam": [2], "hoa": [0], "anh": [0]}
    month.submit(town, "nam", "nam")
    assert nudges("nam") == [0]


def test_reminding_nobody_is_refused(town: Town) -> None:
    cycle = month.opened(town)
    with pytest.raises(ActionError, match="Không còn phiếu nào"):
        actions.remind(actor=town.accounts["trang"], cycle=cycle, step="decide")
    for key in ("nam", "xa", "quan_tri"):
        with pytest.raises(NotAssigned):
            actions.remind(actor=town.accounts[key], cycle=cycle, step="self")
