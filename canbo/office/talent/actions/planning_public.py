"""The public part: a list published, people told, comments by name and their answers, the approval."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from canbo.office.base import journal
from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.base.models import Account
from canbo.office.people import acting
from canbo.office.people.access import Viewer
from canbo.office.talent import access
from canbo.office.talent.models import (
    CadrePlan,
    PlanAnswer,
    PlanApproval,
    PlanComment,
    PlanNotice,
    PlanNoticeRead,
    PlanPublication,
)
from canbo.office.talent.queries.planning_checks import check
from canbo.office.talent.queries.planning_lists import Line, standing


@transaction.atomic
def publish_plan(*, actor: Account, plan: CadrePlan, day: date, until: date, place: str) -> PlanPublication:
    """Publish the list in the unit as it stands: names and posts, nothing else of anybody. Everybody on it is told.
    ActionError for an empty list, or days that do not fit."""
    acting.keeper(actor, plan.unit.path)
    acting.past(day, "Ngày công khai")
    if until < day:
        raise ActionError("Ngày cuối ở trước ngày đầu. Hãy sửa lại.")
    lines = standing(plan, day)
    if not lines:
        raise ActionError("Danh sách chưa có ai. Hãy đề xuất hoặc đưa người vào trước.")
    row = PlanPublication.objects.create(
        agency_id=plan.agency_id, plan=plan, day=day, until=until,
        place=acting.text(place, "hình thức, nơi công khai", 200), lines=[_published(line) for line in lines], by=actor,
    )  # fmt: skip
    people = dict.fromkeys(line.person.pk for line in lines)
    PlanNotice.objects.bulk_create(
        PlanNotice(agency_id=plan.agency_id, plan=plan, person_id=pk, publication=row) for pk in people
    )
    journal.record_all(actor, "talent.plan_published", [(row, {"plan": plan.pk, "people": len(people)})])
    return row


def _published(line: Line) -> dict[str, object]:
    held = line.places[0].post if line.places else None
    return {
        "post": line.post.title, "unit": str(line.post.unit), "person": line.person.pk, "name": str(line.person),
        "held": f"{held.title}, {held.unit}" if held else "", "act": line.entry.act,
    }  # fmt: skip


@transaction.atomic
def comment(*, actor: Account, publication: PlanPublication, text: str) -> PlanComment:
    """Say something about a published list, by name, while it hangs. NotTheirs for who does not work there."""
    viewer = Viewer(actor)
    if viewer.person is None or not access.belongs(viewer, publication.plan.unit.path):
        raise NotTheirs("Danh sách này công khai ở đơn vị khác.")
    if not publication.day <= viewer.day <= publication.until:
        raise ActionError(f"Đã hết thời gian nhận ý kiến (đến hết ngày {publication.until:%d/%m/%Y}).")
    said = text.strip()
    if not said:
        raise ActionError("Hãy ghi ý kiến.")
    row = PlanComment.objects.create(
        agency_id=publication.agency_id, publication=publication, person=viewer.person, text=said[:5000]
    )
    journal.record_all(actor, "talent.plan_commented", [(row, {"plan": publication.plan_id})])
    return row


@transaction.atomic
def answer(*, actor: Account, comment: PlanComment, text: str) -> PlanAnswer:
    """Answer a comment, once."""
    viewer = acting.keeper(actor, comment.publication.plan.unit.path)
    if viewer.person is not None and viewer.person.pk == comment.person_id:
        raise ActionError("Không tự trả lời ý kiến của mình. Hãy nhờ cán bộ tổ chức khác.")
    said = text.strip()
    if not said:
        raise ActionError("Hãy ghi nội dung trả lời.")
    try:
        with transaction.atomic():
            row = PlanAnswer.objects.create(agency_id=comment.agency_id, comment=comment, text=said[:5000], by=actor)
    except IntegrityError as error:
        raise ActionError("Ý kiến này đã được trả lời rồi.") from error
    journal.record_all(actor, "talent.plan_answered", [(row, {"comment": comment.pk})])
    return row


@transaction.atomic
def approve(
    *, actor: Account, plan: CadrePlan, number: str, day: date, authority: str, reason: str = ""
) -> PlanApproval:
    """Record the signed decision on the list as it stands on its day, with what the check says of those put in. Nobody
    is cut: where a rule is broken a reason is asked and kept. ActionError else."""
    acting.keeper(actor, plan.unit.path)
    CadrePlan.objects.select_for_update().get(agency=plan.agency_id, pk=plan.pk)
    acting.past(day, "Ngày ký")
    found = check(plan, day, only_in=True, sees=True)
    if not found.lines:
        raise ActionError("Ngày đó chưa có ai được đưa vào quy hoạch. Hãy đưa người vào danh sách trước.")
    if found.breaches and not reason.strip():
        labels = "; ".join(dict.fromkeys(one.label for one in found.broken if one.known))
        raise ActionError(f"Cần ghi lý do, vì danh sách còn điểm chưa đúng quy định: {labels}.")
    try:
        with transaction.atomic():
            row = PlanApproval.objects.create(
                agency_id=plan.agency_id, plan=plan, number=acting.text(number, "số quyết định", 60), day=day,
                authority=acting.text(authority, "người ký", 200), reason=" ".join(reason.split())[:1000],
                instrument=found.law.source.key if found.law.source else "", report=found.kept, by=actor,
            )  # fmt: skip
    except IntegrityError as error:
        raise ActionError("Quyết định số này đã được ghi.") from error
    journal.record_all(actor, "talent.plan_approved", [(row, {"plan": plan.pk, "lines": len(found.lines)})])
    return row


@transaction.atomic
def read_notice(*, actor: Account, notice: PlanNotice) -> PlanNoticeRead:
    """The person has seen what they were told; twice is once."""
    viewer = Viewer(actor)
    if viewer.person is None or viewer.person.pk != notice.person_id:
        raise NotTheirs("Tin này báo cho người khác.")
    return PlanNoticeRead.objects.get_or_create(agency_id=notice.agency_id, notice=notice)[0]
