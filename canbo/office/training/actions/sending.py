"""Sending people to courses: by a document, held against the rules, with a written exception where these say no."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from canbo.office.base import journal
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account
from canbo.office.people import acting
from canbo.office.people.access import current
from canbo.office.people.models import Posting
from canbo.office.training import law
from canbo.office.training.models import Course, CourseEnd, Sending, SendingDrop, TrainingResult
from canbo.office.training.queries.serving import candidates, fitting
from canbo.rulebook import training
from canbo.rulebook.requirements import Answer

OWN = "không tự cử mình đi học; hãy nhờ cán bộ tổ chức khác"
SAID = {True: "yes", False: "no", None: "unknown"}


@dataclass(frozen=True)
class Chosen:
    """Who is to be sent (a person's id), and why although the rules do not say yes."""

    person: int
    exception: str = ""


@dataclass
class Report:
    """What became of many: how many were sent, who was refused and why."""

    done: int
    refused: list[tuple[Chosen, str]]


def send(*, actor: Account, course: Course, chosen: Sequence[Chosen], day: date, document: str) -> Report:
    """Send people to a course by one document, from the unit and post of the day. Refused, not raised: the actor, who
    has no post under the course's unit that day, who is sent already, or may not be sent and comes without a written
    exception. NotTheirs, and ActionError where the course is called off, stop all. More than the places is told by the
    lists."""
    viewer = acting.keeper(actor, course.unit.path)
    own = viewer.person.pk if viewer.person else None
    paper = acting.text(document, "văn bản cử đi học", 200)
    report = Report(0, [])
    with transaction.atomic():
        Course.objects.select_for_update().get(agency=course.agency_id, pk=course.pk)
        if CourseEnd.objects.filter(course=course).exists():
            raise ActionError("Lớp này đã hủy.")
        answers = _answers(course, [one.person for one in chosen], day)
        places = _places(course, [one.person for one in chosen], day)
        sent = set(Sending.objects.filter(course=course, drops=None).values_list("person_id", flat=True))
        made = []
        for one in chosen:
            answer, place = answers.get(one.person), places.get(one.person)
            fault = OWN if one.person == own else _fault(one, answer, place, sent)
            if fault or place is None:
                report.refused.append((one, fault))
                continue
            sent.add(one.person)
            made.append(_sending(actor, course, one, place, answer, day, paper))
        Sending.objects.bulk_create(made, batch_size=500)
        report.done = len(made)
        if made:
            journal.record_all(actor, "training.sent", [(course, {"people": len(made)})])
    return report


def _answers(course: Course, people: Sequence[int], day: date) -> Mapping[int, Answer]:
    """What the rules say of each; nothing for courses they do not bind."""
    if not course.postgraduate:
        return {}
    rules = law.rules(course.unit.path, day)
    if rules is None:
        return {pk: Answer(None, ()) for pk in people}
    return {pk: training.eligible(rules, fitting(rules, one), day) for pk, one in candidates(people, day).items()}


def _places(course: Course, people: Sequence[int], day: date) -> dict[int, Posting]:
    """Where each works on the day, under the course's unit: the primary post first."""
    rows = Posting.objects.filter(current(day), person__in=people, post__unit__path__startswith=course.unit.path)
    found: dict[int, Posting] = {}
    for row in rows.select_related("post__unit").order_by("-primary", "id"):
        found.setdefault(row.person_id, row)
    return found


def _fault(one: Chosen, answer: Answer | None, place: Posting | None, sent: set[int]) -> str:
    if place is None:
        return "ngày đó không công tác trong đơn vị mở lớp"
    if one.person in sent:
        return "đã được cử đi lớp này rồi"
    if answer is not None and answer.outcome is not True and not one.exception.strip():
        return "chưa đủ hoặc chưa rõ điều kiện nên phải ghi lý do cử"
    return ""


def _sending(
    actor: Account, course: Course, one: Chosen, place: Posting, answer: Answer | None, day: date, paper: str
) -> Sending:
    lacks = [lack.label if lack.known else f"chưa rõ: {lack.label}" for lack in answer.lacks] if answer else []
    return Sending(
        agency_id=course.agency_id, course=course, person_id=one.person, unit=place.post.unit,
        post_title=place.post.title, day=day, document=paper, outcome=SAID[answer.outcome] if answer else "none",
        lacks=lacks, exception=" ".join(one.exception.split())[:500], by=actor,
    )  # fmt: skip


def held(actor: Account, sending: Sending, what: str) -> None:
    """Hold a turn until the transaction ends, for its officer, never the one who was sent. NotTheirs, ActionError."""
    acting.not_oneself(acting.keeper(actor, sending.course.unit.path), sending.person_id, what)
    Sending.objects.select_for_update().get(agency=sending.agency_id, pk=sending.pk)


@transaction.atomic
def drop(*, actor: Account, sending: Sending, reason: str) -> SendingDrop:
    """Take a turn back before its result, with a reason. ActionError where it is the actor's own."""
    held(actor, sending, "rút lượt học của mình")
    why = acting.text(reason, "lý do rút", 500)
    if TrainingResult.objects.filter(sending=sending).exists():
        raise ActionError("Lượt học này đã có kết quả. Hãy sửa kết quả thay vì rút.")
    row, made = SendingDrop.objects.get_or_create(
        agency_id=sending.agency_id, sending=sending, defaults={"reason": why, "by": actor}
    )
    if not made:
        raise ActionError("Lượt học này đã được rút rồi.")
    journal.record_all(actor, "training.sending_dropped", [(row, {"sending": sending.pk})])
    return row
