"""Requests about one's own data: made by the person, acknowledged, put off once, answered by the agency's officer."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from canbo.office.base import journal
from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.base.models import Account
from canbo.office.base.trail import TrailModel
from canbo.office.cycles.holidays import Vietnam
from canbo.office.people.access import Viewer
from canbo.office.profiles import access
from canbo.office.profiles.models import DataAnswer, DataExtension, DataReceipt, DataRequest
from canbo.rulebook import personal


@transaction.atomic
def ask(*, actor: Account, kind: str, text: str) -> DataRequest:
    """Ask something about one's own data, of the agency one works for. The law's days are computed and kept."""
    viewer = Viewer(actor)
    home = access.homes([viewer.person.pk]).get(viewer.person.pk) if viewer.person else None
    if viewer.person is None or home is None:
        raise NotTheirs("Tài khoản này không gắn với người nào.")
    law, said = personal.request_law(), " ".join(text.split())
    if kind not in law.kinds:
        raise ActionError("Hãy chọn loại yêu cầu.")
    if not said:
        raise ActionError("Hãy ghi rõ yêu cầu: dữ liệu nào, muốn làm gì.")
    row = DataRequest.objects.create(
        agency_id=home, person=viewer.person, kind=kind, text=said[:1000], received=viewer.day, by=actor,
        receipt_due=law.receipt.until(viewer.day, Vietnam()), answer_due=law.kinds[kind].until(viewer.day, Vietnam()),
    )  # fmt: skip
    _tell(actor, "profiles.data_request", row)
    return row


@transaction.atomic
def acknowledge(*, actor: Account, request: DataRequest) -> DataReceipt:
    """Tell the person that the request is there. ActionError where that was done, or it is answered."""
    _need(actor, request)
    _open(request)
    row, made = DataReceipt.objects.get_or_create(agency_id=request.agency_id, request=request, defaults={"by": actor})
    if not made:
        raise ActionError("Yêu cầu này đã được xác nhận rồi.")
    _tell(actor, "profiles.data_receipt", request)
    return row


@transaction.atomic
def extend(*, actor: Account, request: DataRequest, reason: str) -> DataExtension:
    """Put the answer off by the law's term, once, with a reason. ActionError where it was, or is too late."""
    _need(actor, request)
    _open(request)
    if not reason.strip():
        raise ActionError("Hãy ghi lý do gia hạn; người yêu cầu đọc được.")
    if Viewer(actor).day > request.answer_due:
        raise ActionError("Đã quá hạn trả lời nên không gia hạn được nữa. Hãy trả lời ngay.")
    row, made = DataExtension.objects.get_or_create(
        agency_id=request.agency_id, request=request,
        defaults={
            "by": actor, "reason": reason.strip()[:500],
            "until": personal.request_law().extension.until(request.answer_due, Vietnam()),
        },
    )  # fmt: skip
    if not made:
        raise ActionError("Mỗi yêu cầu chỉ gia hạn một lần.")
    _tell(actor, "profiles.data_extension", request)
    return row


@transaction.atomic
def answer(*, actor: Account, request: DataRequest, outcome: str, text: str) -> DataAnswer:
    """Answer, once. ActionError without words, or where it is answered."""
    _need(actor, request)
    if not text.strip():
        raise ActionError("Hãy ghi nội dung trả lời: đã làm gì; nếu từ chối thì vì sao, theo quy định nào.")
    _open(request)
    row = DataAnswer.objects.create(
        agency_id=request.agency_id, request=request, outcome=outcome, text=text.strip()[:2000], by=actor
    )
    _tell(actor, "profiles.data_answer", request)
    return row


def due(request: DataRequest, extension: DataExtension | None) -> date:
    """By when the answer is owed, put off or not."""
    return extension.until if extension else request.answer_due


def _need(actor: Account, request: DataRequest) -> None:
    at = access.places([request.person_id]).get(request.person_id, ())
    if not access.may_answer(Viewer(actor), request.person, at):
        raise NotTheirs("Yêu cầu này ngoài phạm vi phụ trách.")


def _open(request: DataRequest) -> None:
    """Lock the request and see that it is not answered."""
    DataRequest.objects.select_for_update(of=("self",)).get(agency=request.agency_id, pk=request.pk)
    if DataAnswer.objects.filter(agency=request.agency_id, request=request).exists():
        raise ActionError("Yêu cầu này đã trả lời rồi.")


def _tell(actor: Account, verb: str, row: TrailModel) -> None:
    journal.record(agency_id=row.agency_id, actor=actor, verb=verb, subject=row)
