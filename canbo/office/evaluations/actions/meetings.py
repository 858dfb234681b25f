"""A unit's meeting: who was there, how they voted on each sheet. A record; a correction is a new meeting row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from canbo.office.base import journal
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account
from canbo.office.cycles.models import Cycle
from canbo.office.evaluations import access, cases
from canbo.office.evaluations.actions.acting import must_be_open, save_states, viewer_of
from canbo.office.evaluations.cases import MEETING, Case
from canbo.office.evaluations.errors import NotAssigned
from canbo.office.evaluations.models import Meeting, Vote
from canbo.office.people.models import Unit


@dataclass(frozen=True, slots=True)
class Ballot:
    """The recorded vote on one sheet: the level proposed and how many were for it, against it, of another mind."""

    sheet: int
    level: str
    agree: int
    disagree: int
    abstain: int
    note: str = ""


def record_meeting(
    *, actor: Account, cycle: Cycle, unit: Unit, held_on: date, invited: int, present: int, chair: str,
    secretary: str, notes: str, ballots: Sequence[Ballot], today: date | None = None,
) -> Meeting:  # fmt: skip
    """Record a meeting of a unit and its votes on sheets of a cycle, all or nothing.

    ActionError where more were present than invited, a vote counts more than were present, a level is unknown, a
    sheet is not of this unit, not yet reviewed where the rules demand the meeting, decided, or the cycle is locked.
    NotAssigned where the actor neither heads the unit nor is its officer.
    """
    viewer = viewer_of(actor, None, today)
    if not access.may_meet(viewer, unit):
        raise NotAssigned("Đơn vị này ngoài phạm vi phụ trách.")
    _check_meeting(viewer.day, held_on, invited, present, chair, secretary, ballots)
    with transaction.atomic():
        found = cases.load((ballot.sheet for ballot in ballots), hold=True)
        for ballot in ballots:
            _check_ballot(found.get(ballot.sheet), cycle, unit, ballot, present)
        meeting = Meeting.objects.create(
            agency_id=cycle.agency_id, cycle=cycle, unit=unit, held_on=held_on, invited=invited, present=present,
            chair=chair.strip(), secretary=secretary.strip(), notes=notes.strip(), by=actor,
        )  # fmt: skip
        votes = Vote.objects.bulk_create(
            Vote(
                agency_id=cycle.agency_id, meeting=meeting, sheet=found[one.sheet].sheet, level=one.level,
                agree=one.agree, disagree=one.disagree, abstain=one.abstain, note=one.note.strip(),
            )
            for one in ballots
        )  # fmt: skip
        save_states(found[vote.sheet_id].with_(vote=vote) for vote in votes)
        data = {"unit": unit.pk, "invited": invited, "present": present, "sheets": [one.sheet for one in ballots]}
        journal.record_all(actor, "evaluations.met", [(meeting, data)])
    return meeting


def _check_meeting(
    today: date, held_on: date, invited: int, present: int, chair: str, secretary: str, ballots: Sequence[Ballot]
) -> None:
    if held_on > today:
        raise ActionError("Ngày họp ở tương lai. Hãy ghi biên bản sau khi họp.")
    if not 0 < present <= invited:
        raise ActionError(f"Số có mặt ({present}) phải từ 1 đến số triệu tập ({invited}).")
    if not chair.strip() or not secretary.strip():
        raise ActionError("Hãy ghi tên người chủ trì và thư ký.")
    if not ballots:
        raise ActionError("Hãy ghi biểu quyết cho ít nhất một phiếu.")


def _check_ballot(case: Case | None, cycle: Cycle, unit: Unit, ballot: Ballot, present: int) -> None:
    if case is None or case.sheet.cycle_id != cycle.pk or not case.sheet.unit_path.startswith(unit.path):
        raise ActionError("Có phiếu không thuộc đơn vị và kỳ này. Hãy tải lại trang.")
    must_be_open(case)
    if ballot.level not in {level.key for level in case.rules.levels}:
        raise ActionError(f"{case.subject}: hãy chọn mức xếp loại được đưa ra biểu quyết.")
    counts = (ballot.agree, ballot.disagree, ballot.abstain)
    if min(counts) < 0 or not 0 < sum(counts) <= present:
        raise ActionError(
            f"{case.subject}: tổng số ý kiến ({sum(counts)}) phải từ 1 đến số có mặt ({present}). Hãy đếm lại."
        )
    step = case.step(MEETING)
    if step is not None and not step.optional and case.stage not in (MEETING, "decide"):
        raise ActionError(f"{case.subject}: phiếu đang ở bước “{case.label(case.stage)}”, chưa đưa ra họp được.")
