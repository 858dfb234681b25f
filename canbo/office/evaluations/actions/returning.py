"""Sheets that go back: returned with a reason by whom they wait for, or taken back by whoever sent them too early."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from canbo.office.base import journal
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account
from canbo.office.evaluations import access, cases
from canbo.office.evaluations.actions.acting import Report, must_be_open, save_states, viewer_of
from canbo.office.evaluations.cases import Case
from canbo.office.evaluations.errors import NotAssigned
from canbo.office.evaluations.models import Extension, Return, Sheet
from canbo.office.people.models import Person

LONGEST_REASON = 500
WITHDRAWN = "Người gửi rút lại để sửa."
MORE_TIME = "Trả lại để sửa."


def send_back(
    *, actor: Account, person: Person | None, sheet: Sheet, to_step: str, reason: str, today: date | None = None
) -> Return:
    """Return one sheet to a step before the one it is in; see `send_back_many`. Raises what refused it."""
    report = send_back_many(actor=actor, person=person, sheets=[sheet.pk], to_step=to_step, reason=reason, today=today)
    for _, error in report.refused:
        raise error
    return Return.objects.filter(agency=sheet.agency_id, sheet=sheet).latest("id")


def send_back_many(
    *, actor: Account, person: Person | None, sheets: Iterable[int], to_step: str, reason: str,
    today: date | None = None,
) -> Report:  # fmt: skip
    """Return sheets to a step for correction, with a reason everybody concerned reads. By whom they wait for, their
    decider, or the organisation officer (then `person` may be None).

    The step returned to gets, where its own deadline has passed, until the deadline of the step the sheet came from.
    ActionError where the sheet is not beyond that step, is decided or locked, or no reason is given.
    """
    viewer = viewer_of(actor, person, today)
    reason = _reason(reason)
    report, made = Report(), []
    with transaction.atomic():
        for case in cases.load(sheets, hold=True).values():
            try:
                if not access.may_return(viewer, case):
                    raise NotAssigned("Phiếu này không giao cho người đang thao tác.")
                made.append((case, _back(case, to_step, reason, actor)))
                report.done.append(case.sheet.pk)
            except ActionError as error:
                report.refused.append((case.sheet, error))
        _write(made, actor, viewer.day, "evaluations.returned")
    return report


def withdraw(*, actor: Account, person: Person, sheet: Sheet, step: str, today: date | None = None) -> Return:
    """Take back one's own marking to correct it, as long as nobody has acted after it and there is time left.

    NotAssigned for a stranger; ActionError where there is nothing to take back, it is too late, or somebody acted.
    """
    viewer = viewer_of(actor, person, today)
    with transaction.atomic():
        case = cases.load([sheet.pk], hold=True)[sheet.pk]
        seat = case.seat(viewer.principals, step)
        if seat is None:
            raise NotAssigned("Phiếu này không giao cho người đang thao tác.")
        must_be_open(case)
        mine = case.last_by(step, seat)
        if mine is None:
            raise ActionError("Phiếu chưa gửi nên không cần rút lại.")
        if case.standing[-1].pk != mine.pk or (case.votes and case.votes[-1].meeting.at > mine.at):
            raise ActionError("Người chấm sau đã chấm phiếu này. Hãy đề nghị họ trả lại.")
        due = case.due.get(step)
        if due is not None and viewer.day > due:
            raise ActionError(f"Đã quá hạn bước “{case.label(step)}” ({due:%d/%m/%Y}), không rút lại được.")
        back = _back(case, step, WITHDRAWN, actor)
        _write([(case, back)], actor, viewer.day, "evaluations.withdrawn")
    return back


def _back(case: Case, to_step: str, reason: str, actor: Account) -> Return:
    must_be_open(case)
    keys = [step.key for step in case.steps]
    now = case.stage
    if to_step not in keys or keys.index(to_step) > keys.index(now) or not _done(case, to_step):
        raise ActionError(f"Phiếu của {case.subject} đang ở bước “{case.label(now)}”, chưa có gì để trả lại.")
    after = case.markings[-1] if case.markings else None
    return Return(
        agency_id=case.sheet.agency_id, sheet=case.sheet, to_step=to_step, from_step=now, after=after, reason=reason,
        by=actor,
    )  # fmt: skip


def _done(case: Case, step: str) -> bool:
    """Whether something stands in this step or after it: only that can be returned."""
    keys = [found.key for found in case.steps]
    return any(keys.index(row.step) >= keys.index(step) for row in case.standing)


def _write(made: list[tuple[Case, Return]], actor: Account, today: date, verb: str) -> None:
    if not made:
        return
    rows = Return.objects.bulk_create([back for _, back in made])
    Extension.objects.bulk_create(
        Extension(
            agency_id=row.agency_id, sheet=case.sheet, step=row.to_step, due=case.due[row.from_step], reason=MORE_TIME,
            by=actor,
        )
        for (case, _), row in zip(made, rows, strict=True)
        if _needs_time(case, row, today)
    )  # fmt: skip
    save_states(case.with_(back=row) for (case, _), row in zip(made, rows, strict=True))
    journal.record_all(
        actor, verb, [(row, {"sheet": row.sheet_id, "to": row.to_step, "from": row.from_step}) for row in rows]
    )


def _needs_time(case: Case, back: Return, today: date) -> bool:
    """The step is over by its deadline, and the step it comes back from is not."""
    own, later = case.due.get(back.to_step), case.due.get(back.from_step)
    return own is not None and own < today and later is not None and later >= today


def _reason(text: str) -> str:
    text = text.strip()
    if not text:
        raise ActionError("Hãy ghi lý do trả lại, để người nhận biết cần sửa gì.")
    if len(text) > LONGEST_REASON:
        raise ActionError(f"Lý do dài {len(text)} ký tự. Hãy rút còn {LONGEST_REASON} ký tự.")
    return text
