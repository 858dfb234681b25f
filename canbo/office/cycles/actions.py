"""What is done with cycles: opening, extending, locking, reopening, stopping their repetition. All are records."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise

from django.db import IntegrityError, transaction

from canbo.office.base import journal
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account, Agency
from canbo.office.cycles import access, queries
from canbo.office.cycles.models import Cycle, CycleLock, Deadline, RepeatStop
from canbo.office.people.models import Unit
from canbo.office.regulations import queries as regulations
from canbo.office.regulations.models import Adoption
from canbo.rulebook import Rules
from canbo.rulebook.process import Period

KINDS = {"month": "tháng", "quarter": "quý", "year": "năm"}


def open_cycle(
    *,
    actor: Account | None,
    unit: Unit,
    adoption: Adoption,
    period: Period,
    deadlines: Mapping[str, date],
    repeats: bool,
    with_points: bool,
) -> Cycle:
    """Open a period for a unit and below, under the adoption's rules as they are today (their hash is frozen).

    `deadlines` by step key; a step not named gets the day the rules set, if they set one. `actor` None is the office's
    own clock. ActionError where the actor is no officer there, the adoption does not bind the unit on the period's
    last day, its rules know no such period, a text is still to be filled in, a deadline does not fit, or the cycle
    exists.
    """
    access.must_manage(actor, unit)
    rules = regulations.rules(adoption.rules_id)
    _check_rules(unit, adoption, rules, period)
    due = queries.proposed_deadlines(rules, period) | dict(deadlines)
    _check_deadlines(rules, period, due)
    with transaction.atomic():
        Agency.objects.select_for_update().get(pk=unit.agency_id)
        _check_once(unit, adoption, period)
        cycle = Cycle.objects.create(
            agency_id=unit.agency_id, unit=unit, adoption=adoption, rules_id=adoption.rules_id,
            period_kind=period.kind, year=period.year, number=period.number, starts=period.starts, ends=period.ends,
            name=f"Đánh giá {_lower(period.label)}", with_points=with_points, repeats=repeats, by=actor,
        )  # fmt: skip
        Deadline.objects.bulk_create(
            Deadline(agency_id=cycle.agency_id, cycle=cycle, step=step, due=day, by=actor) for step, day in due.items()
        )
        _record(cycle, actor, "cycles.opened", {"rules": cycle.rules_id, "period": period.key, "adoption": adoption.pk})
    return cycle


def _check_rules(unit: Unit, adoption: Adoption, rules: Rules, period: Period) -> None:
    binding = regulations.adoption_for(unit, period.ends)
    if adoption.pk not in {row.pk for row in binding}:
        raise ActionError(
            f"{adoption.number} không phải là quy định đang áp dụng cho “{unit.name}” vào {period.ends:%d/%m/%Y}. "
            "Hãy chọn quy định khác hoặc kỳ khác."
        )
    if period.kind not in rules.periods:
        known = ", ".join(KINDS[kind] for kind in rules.periods)
        raise ActionError(
            f"{adoption.number} chỉ đánh giá theo {known}, không có kỳ {KINDS[period.kind]}. Hãy chọn kỳ khác."
        )
    blank = sum(item.placeholder for form in rules.forms for item in form.items)
    if blank:
        raise ActionError(f"{adoption.number} còn {blank} mục chưa có nội dung. Hãy điền rồi ban hành lại quy định.")


def _check_once(unit: Unit, adoption: Adoption, period: Period) -> None:
    """Nobody is evaluated twice for a period under one instrument: no cycle of the agency above or below the unit."""
    same = Cycle.objects.filter(
        agency=unit.agency_id, period_kind=period.kind, year=period.year, number=period.number,
        adoption__pack=adoption.pack,
    ).select_related("unit", "adoption")  # fmt: skip
    for row in same:
        if unit.path.startswith(row.unit.path) or row.unit.path.startswith(unit.path):
            raise ActionError(
                f"“{row.unit.name}” đã mở {_lower(period.label)} theo {row.adoption.number}. "
                "Hãy vào kỳ đã mở, hoặc chọn kỳ khác."
            )


def _check_deadlines(rules: Rules, period: Period, due: Mapping[str, date]) -> None:
    steps = [step for step in rules.steps if step.key in due]
    if strange := due.keys() - {step.key for step in rules.steps}:
        raise ActionError(f"Quy định không có bước “{min(strange)}”. Hãy tải lại trang.")
    for step in steps:
        if due[step.key] < period.starts:
            raise ActionError(
                f"Hạn “{step.label}” ({due[step.key]:%d/%m/%Y}) trước khi kỳ bắt đầu. Hãy chọn ngày muộn hơn."
            )
    for earlier, later in pairwise(steps):
        if due[later.key] < due[earlier.key]:
            raise ActionError(
                f"Hạn “{later.label}” ({due[later.key]:%d/%m/%Y}) trước hạn “{earlier.label}” "
                f"({due[earlier.key]:%d/%m/%Y}). Hãy xếp hạn theo thứ tự các bước."
            )


def extend(*, actor: Account, cycle: Cycle, step: str, due: date, reason: str) -> Deadline:
    """Give a step more time, with a reason: a new row, the old deadline stays on record.

    ActionError where the cycle is locked, the step is unknown, the day is not later than the deadline it had, or no
    reason is given.
    """
    access.must_manage(actor, cycle.unit)
    known = {one.key: one.label for one in queries.rules(cycle).steps}
    if step not in known:
        raise ActionError("Kỳ này không có bước đó. Hãy chọn lại bước.")
    reason = _reason(reason, "gia hạn")
    with transaction.atomic():
        _hold(cycle)
        if queries.is_locked(cycle):
            raise ActionError("Kỳ đã khóa, không gia hạn được. Hãy mở lại kỳ trước.")
        before = queries.deadlines(cycle).get(step)
        if before is not None and due <= before:
            raise ActionError(f"Hạn mới phải sau hạn hiện nay của “{known[step]}” ({before:%d/%m/%Y}).")
        row = Deadline.objects.create(
            agency_id=cycle.agency_id, cycle=cycle, step=step, due=due, reason=reason, by=actor
        )
        _record(cycle, actor, "cycles.extended", {"step": step, "due": due.isoformat()})
    return row


def lock(*, actor: Account, cycle: Cycle, reason: str = "") -> CycleLock:
    """Lock a cycle: nothing in it is submitted, returned or decided any more. ActionError where it is locked."""
    return _turn(actor, cycle, locked=True, reason=reason.strip())


def reopen(*, actor: Account, cycle: Cycle, reason: str) -> CycleLock:
    """Reopen a locked cycle, with a reason. ActionError where it is not locked or no reason is given."""
    return _turn(actor, cycle, locked=False, reason=_reason(reason, "mở lại kỳ"))


def _turn(actor: Account, cycle: Cycle, locked: bool, reason: str) -> CycleLock:
    access.must_manage(actor, cycle.unit)
    with transaction.atomic():
        _hold(cycle)
        if queries.is_locked(cycle) == locked:
            raise ActionError("Kỳ này đã khóa rồi." if locked else "Kỳ này đang mở, không cần mở lại.")
        row = CycleLock.objects.create(agency_id=cycle.agency_id, cycle=cycle, locked=locked, reason=reason, by=actor)
        _record(cycle, actor, "cycles.locked" if locked else "cycles.reopened", {})
    return row


def stop_repeating(*, actor: Account, cycle: Cycle, reason: str) -> RepeatStop:
    """The cycle no longer opens its successor by itself. ActionError where it does not, or no reason is given."""
    access.must_manage(actor, cycle.unit)
    reason = _reason(reason, "thôi tự mở kỳ sau")
    if not cycle.repeats:
        raise ActionError("Kỳ này không tự mở kỳ sau.")
    try:
        with transaction.atomic():
            row = RepeatStop.objects.create(agency_id=cycle.agency_id, cycle=cycle, reason=reason, by=actor)
            _record(cycle, actor, "cycles.repeat_stopped", {})
    except IntegrityError as error:
        raise ActionError("Kỳ này đã thôi tự mở kỳ sau.") from error
    return row


def _hold(cycle: Cycle) -> None:
    """One at a time on a cycle, so that what was checked still holds when it is written."""
    Cycle.objects.select_for_update().get(agency=cycle.agency_id, pk=cycle.pk)


def _reason(text: str, act: str) -> str:
    if not text.strip():
        raise ActionError(f"Hãy nhập lý do {act}.")
    return text.strip()[:300]


def _record(cycle: Cycle, actor: Account | None, verb: str, data: Mapping[str, object]) -> None:
    journal.record(agency_id=cycle.agency_id, actor=actor, verb=verb, subject=cycle, data=data)


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]
