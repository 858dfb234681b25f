"""What the assigned person does: accepts the work, hands in pieces of it with evidence, takes back a mistake."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from canbo.office.base import files
from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.base.models import Account
from canbo.office.people.access import Viewer
from canbo.office.work.access import Seat
from canbo.office.work.actions import acting
from canbo.office.work.actions.once import AlreadyDone, named
from canbo.office.work.cases import Case
from canbo.office.work.models import Act, Proof


def accept(*, actor: Account, assignments: Sequence[int]) -> list[Act]:
    """Say one has taken note of work given to one; work already accepted is left as it is. NotTheirs where some of it
    is somebody else's."""
    with transaction.atomic():
        found = acting.held(assignments)
        by = _self(actor, [found.get(pk) for pk in assignments])
        pairs = [(case, acting.make(actor, by, case, "accept")) for case in found.values() if not case.derived.accepted]
        acting.write(actor, pairs)
    return [act for _, act in pairs]


def deliver(
    *,
    actor: Account,
    assignment: int,
    pieces: int,
    day: date,
    note: str = "",
    evidence: Sequence[tuple[str, bytes]] = (),
    redo: int | None = None,
    page: str = "",
) -> Act:
    """Hand in so many pieces finished on a day, with a note and evidence files (name, content). `redo`: the id of the
    failed review whose pieces these replace. It counts once a superior has accepted it.

    The day is what the person says; when it was handed in is recorded beside it, for the reviewer to compare.

    ActionError where the day is ahead, before the work was given, or not after a due day recorded as missed; more
    pieces than are due; a file is refused. AlreadyDone where this `page` was sent before.
    """
    types = [files.check_upload(name, data) for name, data in evidence]
    once = named(actor, page)
    with transaction.atomic():
        case = acting.one(assignment)
        by = _self(actor, [case])
        _check_first_time(case, once, (pieces, day, acting.text(note), redo))
        _check(case, pieces, day, redo)
        act = acting.make(actor, by, case, "deliver", pieces=pieces, day=day, text=note, of_id=redo, once=once)
        acting.write(actor, [(case, act)])
        for (name, data), kind in zip(evidence, types, strict=True):
            kept = files.store(agency_id=act.agency_id, actor=actor, name=name, data=data, content_type=kind)
            Proof.objects.create(agency_id=act.agency_id, act=act, file=kept)
    return act


def _check_first_time(case: Case, once: str | None, given: tuple[int, date, str, int | None]) -> None:
    made = next((act for act in case.acts if once is not None and act.once == once), None)
    if made is not None:
        is_same = (made.pieces, made.day, made.text, made.of_id) == given
        raise AlreadyDone(f"đã nộp {made.pieces} sản phẩm", made.at, is_same)


def _check(case: Case, pieces: int, day: date, redo: int | None) -> None:
    row, today = case.row, timezone.localdate()
    if pieces < 1:
        raise ActionError("Số lượng nộp phải từ 1 trở lên.")
    if day > today:
        raise ActionError(f"Ngày hoàn thành {day:%d/%m/%Y} ở sau hôm nay. Hãy chọn hôm nay hoặc trước đó.")
    if day < row.assigned_on:
        raise ActionError(
            f"Ngày hoàn thành {day:%d/%m/%Y} trước ngày giao {row.assigned_on:%d/%m/%Y}. "
            "Hãy sửa ngày, hoặc đề nghị cấp trên giao lại việc này với ngày giao đúng."
        )
    missed = max(case.derived.terms[:-1], default=None)
    if redo is None and missed is not None and day <= missed:
        raise ActionError(
            f"Hạn {missed:%d/%m/%Y} đã được ghi là lỡ, sản phẩm không thể xong từ hôm đó. Hãy sửa ngày; nếu lỡ hạn do "
            "nguyên nhân khách quan, hãy đề nghị cấp trên xác nhận khi nghiệm thu."
        )
    failed = case.act(redo) if redo is not None else None
    if redo is not None and (failed is None or failed.kind != "fail"):
        raise ActionError("Không có lần nghiệm thu không đạt đó. Hãy tải lại trang.")
    if failed is not None and day < (failed_on := timezone.localdate(failed.at)):
        raise ActionError(
            f"Sản phẩm làm lại không thể xong trước ngày nghiệm thu không đạt ({failed_on:%d/%m/%Y}). Hãy sửa ngày."
        )


def take_back(*, actor: Account, act: int, reason: str) -> Act:
    """Take back a delivery of one's own that nobody has reviewed yet, with a reason: a new row that voids it."""
    with transaction.atomic():
        row = Act.objects.filter(pk=act, kind="deliver").first()
        if row is None:
            raise NotTheirs("Không có lần nộp này.")
        case = acting.one(row.assignment_id)
        by = _self(actor, [case])
        if case.act(act) is None:
            raise ActionError("Lần nộp này đã được rút rồi.")
        if any(one.of_id == act for one in case.alive):
            raise ActionError("Lần nộp này đã được nghiệm thu, không rút được. Hãy trao đổi với cấp trên.")
        made = acting.make(actor, by, case, "void", of_id=act, text=acting.reason(reason, "rút lần nộp"))
        acting.write(actor, [(case, made)])
    return made


def _self(actor: Account, cases: Sequence[Case | None]) -> Seat:
    """The actor as the person the work was given to. NotTheirs where any of it is somebody else's."""
    person = Viewer(actor).person
    if person is None or any(case is None or case.row.person_id != person.pk for case in cases):
        raise NotTheirs("Việc này không giao cho bạn.")
    return Seat(person)
