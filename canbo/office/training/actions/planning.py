"""Plans of a year and their courses: made, given to units, called off. What passes places or money is told, not
refused."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from canbo.office.base import journal
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account, Agency
from canbo.office.people import acting
from canbo.office.people.models import Unit
from canbo.office.training import law
from canbo.office.training.models import Allotment, Course, CourseEnd, TrainingPlan


@transaction.atomic
def make_plan(
    *, actor: Account, unit: Unit, year: int, name: str, money: int | None = None, document: str = ""
) -> TrainingPlan:
    """A unit's plan for a year. NotTheirs for whoever is not its officer; ActionError where it has one of that name."""
    acting.keeper(actor, unit.path)
    if money is not None and money < 0:
        raise ActionError("Kinh phí không được âm.")
    tidied = acting.text(name, "tên kế hoạch", 200)
    Agency.objects.select_for_update().get(pk=unit.agency_id)  # pressed twice, it is there once
    if TrainingPlan.objects.filter(unit=unit, year=year, name=tidied).exists():
        raise ActionError("Đơn vị đã có kế hoạch tên này của năm đó. Hãy đặt tên khác.")
    row = TrainingPlan.objects.create(
        agency_id=unit.agency_id, unit=unit, year=year, name=tidied, money=money,
        document=" ".join(document.split())[:200], by=actor,
    )  # fmt: skip
    journal.record_all(actor, "training.planned", [(row, {"year": year})])
    return row


@transaction.atomic
def make_course(
    *, actor: Account, unit: Unit, name: str, starts: date, ends: date, places: int, plan: TrainingPlan | None = None,
    content: str = "", qualification: str = "", postgraduate: bool = False, organiser: str = "",
    hours: int | None = None, cost: int | None = None,
) -> Course:  # fmt: skip
    """A course of a unit, within a plan or not. `qualification`: "kind:step" of what it gives, "" for none. ActionError
    where days, places or the qualification do not fit."""
    acting.keeper(actor, unit.path)
    if plan is not None and not unit.path.startswith(plan.unit.path):
        raise ActionError("Kế hoạch này không phải của đơn vị. Hãy chọn lại.")
    if ends < starts:
        raise ActionError("Ngày kết thúc trước ngày bắt đầu. Hãy sửa lại ngày.")
    if places < 1:
        raise ActionError("Lớp phải có ít nhất một chỗ.")
    if min(hours or 0, cost or 0) < 0:
        raise ActionError("Số giờ và chi phí không được âm.")
    if qualification and qualification not in law.steps():
        raise ActionError("Không có trình độ này. Hãy chọn lại.")
    if content and content not in law.contents():
        raise ActionError("Không có nhóm nội dung này. Hãy chọn lại.")
    kind, _, step = qualification.partition(":")
    row = Course.objects.create(
        agency_id=unit.agency_id, unit=unit, plan=plan, name=acting.text(name, "tên lớp, khóa", 200), content=content,
        kind=kind, step=step, postgraduate=postgraduate, organiser=" ".join(organiser.split())[:200], starts=starts,
        ends=ends, hours=hours, places=places, cost=cost, by=actor,
    )  # fmt: skip
    journal.record_all(actor, "training.course_made", [(row, {"starts": starts.isoformat(), "places": places})])
    return row


@transaction.atomic
def call_off(*, actor: Account, course: Course, reason: str) -> CourseEnd:
    """A course is not held, with a reason; its turns count no more."""
    acting.keeper(actor, course.unit.path)
    Course.objects.select_for_update().get(agency=course.agency_id, pk=course.pk)
    why = acting.text(reason, "lý do hủy lớp", 500)
    try:
        with transaction.atomic():
            row = CourseEnd.objects.create(agency_id=course.agency_id, course=course, reason=why, by=actor)
    except IntegrityError as error:
        raise ActionError("Lớp này đã được hủy rồi.") from error
    journal.record_all(actor, "training.course_called_off", [(row, {"course": course.pk})])
    return row


@transaction.atomic
def allot(*, actor: Account, course: Course, unit: Unit, places: int) -> Allotment:
    """Give a unit places of a course; a newer row takes the place of the one before."""
    acting.keeper(actor, course.unit.path)
    if not unit.path.startswith(course.unit.path):
        raise ActionError("Đơn vị này không thuộc đơn vị mở lớp.")
    if places < 0:
        raise ActionError("Số chỗ không được âm.")
    row = Allotment.objects.create(agency_id=course.agency_id, course=course, unit=unit, places=places, by=actor)
    journal.record_all(actor, "training.allotted", [(row, {"unit": unit.pk, "places": places})])
    return row
