"""Petitions on a published result: within their days, once a decision; answered once, kept or changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction

from canbo.office.base import files, journal
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account
from canbo.office.cycles import queries as cycles
from canbo.office.cycles.holidays import Vietnam
from canbo.office.evaluations import cases
from canbo.office.evaluations.errors import NotAssigned
from canbo.office.people.models import Person
from canbo.office.results import access
from canbo.office.results.actions.correcting import correct
from canbo.office.results.actions.deciding import viewer_of
from canbo.office.results.models import Notice, Petition, PetitionAnswer
from canbo.rulebook import process

MANNERS = ("dialogue", "writing")
Upload = tuple[str, bytes]


def petition(
    *,
    actor: Account,
    person: Person,
    notice: Notice,
    text: str,
    upload: Upload | None = None,
    today: date | None = None,
) -> Petition:
    """Petition against the result a notice tells of, with a file (name, content) where there is one.

    NotAssigned for anybody but its person; ActionError after the last day, where the decision was replaced or
    petitioned against already, or where it was reviewed once and the rules know no second review.
    """
    viewer = viewer_of(actor, person, today)
    if notice.person_id != person.pk:
        raise NotAssigned("Thông báo này không gửi cho người đang thao tác.")
    check(notice, viewer.day)
    if not text.strip():
        raise ActionError("Hãy ghi nội dung kiến nghị.")
    content_type = files.check_upload(*upload) if upload else ""
    rules = cycles.rules(notice.decision.sheet.cycle)
    due = process.answer_by(rules.petition, viewer.day, Vietnam())
    try:
        with transaction.atomic():
            kept = upload and files.store(
                agency_id=notice.agency_id, actor=actor, name=upload[0], data=upload[1], content_type=content_type
            )
            row = Petition.objects.create(
                agency_id=notice.agency_id, decision=notice.decision, person=person, text=text.strip(),
                file=kept or None, answer_due=due,
            )  # fmt: skip
            data = {"decision": notice.decision_id}
            journal.record(agency_id=row.agency_id, actor=actor, verb="results.petitioned", subject=row, data=data)
    except IntegrityError as error:
        raise ActionError("Kết quả này đã được kiến nghị; mỗi kết quả chỉ kiến nghị một lần.") from error
    return row


def check(notice: Notice, day: date) -> None:
    """ActionError where no petition can be made any more against the decision of this notice."""
    decision = notice.decision
    if decision.corrections.exists():
        raise ActionError("Kết quả này đã được thay bằng quyết định mới. Hãy xem thông báo mới nhất.")
    if notice.petition_until is not None and day > notice.petition_until:
        raise ActionError(f"Đã hết hạn kiến nghị (ngày cuối là {notice.petition_until:%d/%m/%Y}).")
    if decision.petitions.exists():
        raise ActionError("Kết quả này đã được kiến nghị; mỗi kết quả chỉ kiến nghị một lần.")
    earlier = Petition.objects.filter(agency=decision.agency_id, decision__sheet=decision.sheet_id)
    if not cycles.rules(decision.sheet.cycle).petition.second_review and earlier.exists():
        raise ActionError("Kết quả đã được xem xét lại một lần; theo quy định không xem xét lần hai.")


def answer(
    *, actor: Account, person: Person, petition: Petition, accepted: bool, manner: str, text: str,
    level: str | None = None, marks: Sequence[int | None] | None = None, today: date | None = None,
) -> PetitionAnswer:  # fmt: skip
    """Answer a petition. Accepted: a correcting decision (with the level, or marks, given) is made in the same
    transaction and the person notified anew; only who decides on the sheet may. Kept: the officer may record it too.

    NotAssigned for everybody else and the subject; ActionError where it is answered already or nothing is said.
    """
    viewer = viewer_of(actor, person, today)
    sheet = petition.decision.sheet
    case = cases.load([sheet.pk])[sheet.pk]
    decides = access.seat(viewer, case) is not None
    if petition.person_id == person.pk or not (decides or (access.manages(viewer, case) and not accepted)):
        raise NotAssigned("Chỉ người có thẩm quyền quyết định mới trả lời được kiến nghị này.")
    if manner not in MANNERS:
        raise ActionError("Hãy chọn hình thức trả lời: đối thoại hoặc bằng văn bản.")
    if not text.strip():
        raise ActionError("Hãy ghi nội dung trả lời.")
    try:
        with transaction.atomic():
            row = PetitionAnswer.objects.create(
                agency_id=petition.agency_id, petition=petition, accepted=accepted, manner=manner, text=text.strip(),
                by=actor,
            )  # fmt: skip
            if accepted:
                correct(
                    actor=actor, person=person, sheet=sheet, reason=f"Chấp nhận kiến nghị: {text.strip()}", level=level,
                    marks=marks, replaces=petition.decision_id, today=today,
                )  # fmt: skip
            data = {"petition": petition.pk, "accepted": accepted}
            journal.record(agency_id=row.agency_id, actor=actor, verb="results.answered", subject=row, data=data)
    except IntegrityError as error:
        raise ActionError("Kiến nghị này đã được trả lời.") from error
    return row
