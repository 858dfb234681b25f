"""Quality review: pass, or a major error with its reason; an objective cause confirmed. Nobody about their own work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from django.db import transaction
from django.utils import timezone

from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.base.models import Account
from canbo.office.people.models import Posting
from canbo.office.people.queries.chiefs import Chiefs
from canbo.office.work.access import Command, Seat
from canbo.office.work.actions import acting
from canbo.office.work.cases import Case
from canbo.office.work.models import Act
from canbo.office.work.queries import catalogues


@dataclass(frozen=True, slots=True)
class Review:
    """What a superior says of a delivery (its act's id): so many pieces pass or fail; None: all not yet reviewed.
    A failure has a reason, may have an objective cause, and a day by which the rework is wanted. `late_excused`: the
    delivery's delay had an objective cause; `finished`: the day it was finished, found later than its person says.
    Each with `text` as the reason."""

    delivery: int
    outcome: Literal["pass", "fail"]
    pieces: int | None = None
    text: str = ""
    objective: bool = False
    late_excused: bool = False
    rework_by: date | None = None
    finished: date | None = None


@dataclass
class Report:
    """What was done of many: the deliveries reviewed, and for each refused one why."""

    done: list[int] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)


def review(*, actor: Account, given: Review) -> None:
    """Review one delivery. NotTheirs or ActionError where it may not be done."""
    report = review_many(actor=actor, given=[given])
    for reason in report.refused.values():
        raise ActionError(reason)


def review_many(*, actor: Account, given: Sequence[Review]) -> Report:
    """Review many deliveries in one transaction; one that cannot be reviewed is refused with its reason and stops
    no other. NotTheirs where any is not below the actor: nothing is written then."""
    command = acting.command_of(actor)
    report = Report()
    with transaction.atomic():
        found = Act.objects.filter(pk__in=[one.delivery for one in given], kind="deliver")
        of_act = dict(found.values_list("id", "assignment_id"))
        cases = acting.held(sorted(set(of_act.values())))
        posted = acting.postings({case.row.person_id for case in cases.values()}, timezone.localdate())
        pairs: list[tuple[Case, Act]] = []
        for one in given:
            case = cases.get(of_act.get(one.delivery, 0))
            if case is None:
                raise NotTheirs("Không có lần nộp này.")
            by = acting.seat(command, case.row.person_id, acting.paths_of(case.row, posted), "nghiệm thu việc")
            try:
                kept = len(case.acts)
                pairs += [(case, act) for act in _acts(actor, command, by, case, one, posted)]
                report.done.append(one.delivery)
            except ActionError as error:
                report.refused[one.delivery] = str(error)
                del case.acts[kept:]  # what went before the refused act is not written either
                case.again()
        acting.write(actor, pairs)
        _excuse_new_failures(actor, command, pairs, given, posted)
    return report


def _acts(
    actor: Account, command: Command, by: Seat, case: Case, one: Review, posted: Mapping[int, Posting]
) -> list[Act]:
    batch = case.derived.batches.get(one.delivery)
    if batch is None:
        raise ActionError("Lần nộp này đã được rút. Hãy tải lại trang.")
    if one.objective or one.late_excused:
        may_excuse(command, case, posted)
    made = []
    if one.finished is not None:
        made.append(_dated(actor, by, case, one, one.finished))
        batch = case.derived.batches[one.delivery]
    if one.late_excused:
        if batch.delays <= batch.excused_delays:
            raise ActionError("Lần nộp này không chậm, không cần xác nhận nguyên nhân khách quan.")
        why = acting.reason(one.text, "chậm (nguyên nhân khách quan)")
        made.append(acting.make(actor, by, case, "excuse_delay", of_id=one.delivery, text=why))
    pieces = batch.pieces if one.pieces is None else one.pieces
    if one.outcome == "fail":
        words = acting.reason(one.text, "không đạt")
        if one.rework_by is not None and one.rework_by < timezone.localdate():
            raise ActionError("Hạn làm lại phải từ hôm nay trở đi.")
        made.append(
            acting.make(actor, by, case, "fail", of_id=one.delivery, pieces=pieces, text=words, day=one.rework_by)
        )
    else:
        made.append(acting.make(actor, by, case, "pass", of_id=one.delivery, pieces=pieces, text=one.text))
    return made


def _dated(actor: Account, by: Seat, case: Case, one: Review, day: date) -> Act:
    """The reviewer's day of a delivery. Only later than its person's: an earlier one would take a delay away, which is
    an objective cause and confirmed as one; nor after it was handed in."""
    act = case.act(one.delivery)
    assert act is not None
    assert act.day is not None
    if any(row.kind == "day" and row.of_id == one.delivery for row in case.alive):
        raise ActionError("Ngày hoàn thành của lần nộp này đã được xác định. Hãy bỏ lần xác định đó trước.")
    handed = timezone.localdate(act.at)
    if not act.day < day <= handed:
        raise ActionError(
            f"Ngày hoàn thành chỉ được xác định sau ngày khai ({act.day:%d/%m/%Y}) và không sau ngày nộp "
            f"({handed:%d/%m/%Y}). Hãy sửa ngày, hoặc để trống nếu không xác định lại."
        )
    why = acting.reason(one.text, "xác định lại ngày hoàn thành")
    return acting.make(actor, by, case, "day", of_id=one.delivery, day=day, text=why)


def _excuse_new_failures(
    actor: Account,
    command: Command,
    pairs: Sequence[tuple[Case, Act]],
    given: Sequence[Review],
    posted: Mapping[int, Posting],
) -> None:
    """Confirm the objective cause of failures just written, now that they have their ids."""
    objective = {one.delivery for one in given if one.objective and one.outcome == "fail"}
    more = []
    for case, act in pairs:
        if act.kind == "fail" and act.of_id in objective:
            by = Seat(act.person, act.on_behalf_of_id)
            more.append((case, acting.make(actor, by, case, "excuse_review", of_id=act.pk, text=act.text)))
    if more:
        acting.write(actor, more)


def excuse(*, actor: Account, act: int, reason: str) -> Act:
    """Confirm that a failed review, or the delay of a delivery, had an objective cause: it then takes nothing.

    Done by the level the rules name. ActionError where there is nothing to excuse, or it was excused before.
    """
    command = acting.command_of(actor)
    with transaction.atomic():
        row = Act.objects.filter(pk=act, kind__in=["fail", "deliver"]).first()
        if row is None:
            raise NotTheirs("Không có lần nộp hoặc nghiệm thu này.")
        case = acting.one(row.assignment_id)
        posted = acting.postings([case.row.person_id], timezone.localdate())
        by = acting.seat(
            command, case.row.person_id, acting.paths_of(case.row, posted), "xác nhận nguyên nhân khách quan"
        )
        may_excuse(command, case, posted)
        kind = "excuse_review" if row.kind == "fail" else "excuse_delay"
        _check_excuse(case, act, kind)
        made = acting.make(actor, by, case, kind, of_id=act, text=acting.reason(reason, "khách quan"))
        acting.write(actor, [(case, made)])
    return made


def _check_excuse(case: Case, act: int, kind: str) -> None:
    if case.act(act) is None:
        raise ActionError("Việc đó đã được ghi lại, không còn gì để xác nhận. Hãy tải lại trang.")
    if any(one.kind == kind and one.of_id == act for one in case.alive):
        raise ActionError("Nguyên nhân khách quan này đã được xác nhận rồi.")
    batch = case.derived.batches.get(act)
    if kind == "excuse_delay" and batch is not None and batch.delays <= batch.excused_delays:
        raise ActionError("Lần nộp này không chậm, không cần xác nhận nguyên nhân khách quan.")


def may_excuse(command: Command, case: Case, posted: Mapping[int, Posting]) -> None:
    """ActionError unless the actor is of the level that the rules let confirm an objective cause."""
    workload = catalogues.workload_for(case.row.unit, timezone.localdate())
    if workload is None or workload.objective_by == "superior":
        return
    posting = posted.get(case.row.person_id)
    evaluator = posting.evaluated_by if posting else None
    chiefs = Chiefs.of([case.row.unit], [evaluator] if evaluator else [], timezone.localdate())
    decider = chiefs.decider(case.row.person_id, case.row.unit, evaluator)
    if decider not in command.paths:
        raise ActionError(
            "Theo quy định đang áp dụng, nguyên nhân khách quan do cấp có thẩm quyền quyết định xếp loại xác nhận. "
            "Hãy ghi không đạt hoặc chậm trước, rồi đề nghị cấp đó xác nhận."
        )
