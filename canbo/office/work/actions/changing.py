"""What a superior changes of work given: its due day, pauses, its end, who does the rest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from canbo.office.base import journal
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account
from canbo.office.work import access, cases
from canbo.office.work.access import Command, Seat
from canbo.office.work.actions import acting, reviewing
from canbo.office.work.actions.assigning import existing_product
from canbo.office.work.cases import Case
from canbo.office.work.models import Act, Assignment


def new_due(*, actor: Account, assignment: int, due: date, reason: str, objective: bool = False) -> Act:
    """Give a new due day. Before the old one is missed it replaces it; after, the missed one stays a delay, unless it
    was missed for an `objective` cause, confirmed by the level the rules name."""

    def check(case: Case, command: Command) -> dict[str, Any]:
        if due < max(timezone.localdate(), case.row.assigned_on):
            raise ActionError("Hạn mới phải từ hôm nay trở đi. Hãy chọn ngày khác.")
        if not case.derived.rest:
            raise ActionError("Việc này không còn phần nào chưa nộp, không cần hạn mới.")
        if objective:
            posted = acting.postings([case.row.person_id], timezone.localdate())
            reviewing.may_excuse(command, case, posted)
        return {"day": due, "objective": objective, "text": acting.reason(reason, "đổi hạn")}

    return _act(actor, assignment, "due", "đổi hạn việc", check)


def pause(*, actor: Account, assignment: int, day: date, reason: str) -> Act:
    """Stop the clock from a day on (leave, a secondment): the due day moves by the days of the pause."""

    def check(case: Case, command: Command) -> dict[str, Any]:
        _not_ahead(day)
        if day < case.row.assigned_on:
            raise ActionError(f"Ngày tạm dừng không thể trước ngày giao {case.row.assigned_on:%d/%m/%Y}.")
        due = case.derived.terms[-1]
        if case.derived.is_missed(timezone.localdate()) and day <= due:
            # It would take back a missed day: that is an objective cause, for whoever confirms those.
            raise ActionError(
                f"Hạn {due:%d/%m/%Y} đã qua. Không ghi lùi ngày tạm dừng; hãy đặt hạn mới kèm nguyên nhân khách quan."
            )
        return {"day": day, "text": acting.reason(reason, "tạm dừng")}

    return _act(actor, assignment, "pause", "tạm dừng việc", check)


def resume(*, actor: Account, assignment: int, day: date) -> Act:
    """Start the clock again from a day on."""

    def check(case: Case, command: Command) -> dict[str, Any]:
        _not_ahead(day)
        return {"day": day}

    return _act(actor, assignment, "resume", "cho làm tiếp việc", check)


def cancel(*, actor: Account, assignment: int, reason: str) -> Act:
    """Withdraw what was not delivered: nobody waits for it any more. What was delivered stays.

    Before any due day was missed it no longer counts as assigned. After one was, it does, as where it is moved to
    somebody else (`reassign`): else a delay could be wiped out by whoever wishes to. Where the day was missed for an
    objective cause, a new due day for that cause comes first, and then the work may be withdrawn.
    """

    def check(case: Case, command: Command) -> dict[str, Any]:
        return {"pieces": _leaving(case), "text": acting.reason(reason, "hủy việc")}

    return _act(actor, assignment, "cancel", "hủy việc", check)


def reassign(*, actor: Account, assignment: int, person: int, due: date, reason: str) -> Assignment:
    """Move what was not delivered to another person, or with the same person to the unit they now belong to; what was
    delivered stays where it was.

    A fault is neither lost nor counted twice: where the due day was already missed, the same person takes the delay
    along, and for another person the rest stays counted with the one who missed it.
    """
    today = timezone.localdate()
    command = acting.command_of(actor)
    with transaction.atomic():
        case = acting.one(assignment)
        posted = acting.postings({case.row.person_id, person}, today)
        by = acting.seat(command, case.row.person_id, acting.paths_of(case.row, posted), "chuyển việc")
        rest, is_missed = case.derived.rest, case.derived.is_missed(today)
        posting = posted.get(person)
        if posting is None:
            raise ActionError("Người nhận không có vị trí công tác chính. Hãy chọn người khác.")
        same = person == case.row.person_id
        if same and posting.post.unit_id == case.row.unit_id:
            raise ActionError("Người này đang làm việc đó ở chính đơn vị này. Hãy chọn người khác.")
        if posting.post.unit.agency_id != case.row.agency_id:
            raise ActionError("Đơn vị mới thuộc cơ quan khác: hãy hủy phần còn lại; cơ quan mới giao việc của mình.")
        if due < today:
            raise ActionError("Hạn mới phải từ hôm nay trở đi. Hãy chọn ngày khác.")
        if not same:
            acting.seat(command, person, access.places(posting), "giao việc")
        leaving = rest if same else _leaving(case)
        act = acting.make(actor, by, case, "move", pieces=leaving, text=acting.reason(reason, "chuyển việc"))
        acting.write(actor, [(case, act)])
        unit = posting.post.unit
        made = Assignment.objects.create(
            agency_id=case.row.agency_id, unit=unit, unit_path=unit.path, person_id=person,
            product=existing_product(case.row.product, unit, today), quantity=rest, what=case.row.what,
            assigned_on=today, due=due, continues=case.row, by_person=by.person, on_behalf_of_id=by.on_behalf_of,
            missed=case.row.missed + len(case.derived.terms) - (not is_missed) if same else 0, account=actor,
        )  # fmt: skip
        cases.save([cases.Case(made, [], cases.derive(made, []))])
        journal.record_all(
            actor, "work.assigned", [(made, {"person": person, "continues": case.row.pk, "pieces": rest})]
        )
    return made


def _leaving(case: Case) -> int:
    """How many of the pieces not delivered stop counting as assigned when nobody waits for them any more."""
    return 0 if case.derived.has_missed(timezone.localdate()) else case.derived.rest


def _act(
    actor: Account, assignment: int, kind: str, what: str, check: Callable[[Case, Command], dict[str, Any]]
) -> Act:
    """One act of a superior on one assignment."""
    command = acting.command_of(actor)
    with transaction.atomic():
        case = acting.one(assignment)
        posted = acting.postings([case.row.person_id], timezone.localdate())
        by: Seat = acting.seat(command, case.row.person_id, acting.paths_of(case.row, posted), what)
        made = acting.make(actor, by, case, kind, **check(case, command))
        acting.write(actor, [(case, made)])
    return made


def _not_ahead(day: date) -> None:
    if day > timezone.localdate():
        raise ActionError(f"Ngày {day:%d/%m/%Y} ở sau hôm nay. Hãy chọn hôm nay hoặc trước đó.")
