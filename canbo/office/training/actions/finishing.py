"""What came of a turn: result and certificate, which adds to the person's record; what is paid back."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from canbo.office.base import journal
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account
from canbo.office.people import acting
from canbo.office.people.access import Viewer
from canbo.office.profiles import access as records
from canbo.office.profiles.actions.recording import put
from canbo.office.profiles.drafts import Draft
from canbo.office.profiles.queries import profiles
from canbo.office.training.actions.sending import held
from canbo.office.training.models import RESULTS, CourseEnd, PayBack, Sending, SendingDrop, TrainingResult
from canbo.office.training.queries import serving
from canbo.rulebook import RuleError


@transaction.atomic
def record_result(
    *, actor: Account, sending: Sending, result: str, day: date, attended: int | None = None, certificate: str = "",
    cost: int | None = None,
) -> TrainingResult:  # fmt: skip
    """What came of a turn; a newer row corrects an older one. A completed course that gives a qualification puts it on
    the person's record, where the actor still keeps that record and it is not there yet. ActionError where the day lies
    before the course or ahead, the course is called off, it is the actor's own turn, or a completed one has no
    certificate to show for its qualification."""
    held(actor, sending, "ghi kết quả học của mình")
    acting.past(day, "Ngày kết thúc")
    course, paper = sending.course, " ".join(certificate.split())[:200]
    if result not in dict(RESULTS):
        raise ActionError("Hãy chọn kết quả học.")
    if SendingDrop.objects.filter(sending=sending).exists():
        raise ActionError("Lượt học này đã được rút, không ghi kết quả được.")
    if CourseEnd.objects.filter(course=course).exists():
        raise ActionError("Lớp này đã hủy, không ghi kết quả được.")
    if min(attended or 0, cost or 0) < 0:
        raise ActionError("Số giờ và chi phí không được âm.")
    if day < course.starts:
        raise ActionError("Ngày kết thúc trước ngày khai giảng. Hãy sửa lại ngày.")
    if attended is not None and course.hours is not None and attended > course.hours:
        raise ActionError(f"Số giờ có mặt nhiều hơn số giờ của lớp ({course.hours}). Hãy sửa lại.")
    if result == "completed" and course.kind and not paper:
        raise ActionError("Lớp này cấp trình độ: hãy ghi số, ngày của văn bằng, chứng chỉ.")
    row = TrainingResult.objects.create(
        agency_id=sending.agency_id, sending=sending, result=result, day=day, attended=attended, certificate=paper,
        cost=cost, by=actor,
    )  # fmt: skip
    if result == "completed" and course.kind:
        qualify(actor, [(sending, day, paper)])
    journal.record_all(actor, "training.result_recorded", [(row, {"sending": sending.pk, "result": result})])
    return row


def qualify(actor: Account, gained: list[tuple[Sending, date, str]]) -> int:
    """Put what was gained on the records the actor keeps, where it is not there yet; how many."""
    people = [sending.person_id for sending, _, _ in gained]
    viewer, at = Viewer(actor), records.places(people)
    known = profiles(people, max((day for _, day, _ in gained), default=date.min))
    drafts = [
        Draft(sending.person_id, sending.course.kind, sending.course.step, day, detail=sending.course.name, paper=paper)
        for sending, day, paper in gained
        if records.may_keep(viewer, at.get(sending.person_id, ()))
        and sending.course.step not in {step for _, step in known[sending.person_id].held.get(sending.course.kind, ())}
    ]
    if drafts:
        put(actor=actor, drafts=drafts)
    return len(drafts)


@transaction.atomic
def pay_back(*, actor: Account, sending: Sending, case: str, cost: int, day: date, document: str) -> PayBack:
    """Record what is paid back for a turn, as the rules of the day of sending make it. ActionError where they give no
    rule for it, case or day do not fit what came of the turn, it is the actor's own, or it was recorded already."""
    held(actor, sending, "ghi đền bù của mình")
    if not sending.course.postgraduate:
        raise ActionError("Chỉ đào tạo sau đại học mới có cam kết phục vụ và đền bù.")
    if day < sending.course.starts:
        raise ActionError("Ngày thôi phục vụ trước ngày khai giảng. Hãy sửa lại ngày.")
    try:
        due = serving.due(sending, case, cost, day)
    except RuleError as error:
        raise ActionError(f"Chưa tính được: {error}.") from error
    try:
        with transaction.atomic():
            row = PayBack.objects.create(
                agency_id=sending.agency_id, sending=sending, instrument=due.rules.instrument.key, case=case, day=day,
                cost=cost, committed=due.committed, served=due.served, amount=due.found.amount,
                document=acting.text(document, "văn bản", 200), by=actor,
            )  # fmt: skip
    except IntegrityError as error:
        raise ActionError("Đền bù của lượt học này đã được ghi rồi.") from error
    journal.record_all(actor, "training.paid_back", [(row, {"sending": sending.pk})])
    return row
