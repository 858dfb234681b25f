"""Correcting a decision: a new one that names the old, with a reason; the old one stays on record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from canbo.office.base import journal
from canbo.office.base.errors import ActionError, Conflict
from canbo.office.base.models import Account
from canbo.office.evaluations import actions as evaluations
from canbo.office.evaluations import cases
from canbo.office.evaluations.models import Sheet
from canbo.office.evaluations.stage import SETTLED
from canbo.office.people.models import Person
from canbo.office.results import bases
from canbo.office.results.actions import publishing, summing
from canbo.office.results.actions.deciding import hold, journal_data, make, must_sit, standing, viewer_of
from canbo.office.results.actions.summing import Change
from canbo.office.results.models import Decision


def correct(
    *, actor: Account, person: Person, sheet: Sheet, reason: str, level: str | None = None,
    marks: Sequence[int | None] | None = None, replaces: int | None = None, today: date | None = None,
) -> Decision:  # fmt: skip
    """Decide anew on a decided sheet, on its marks (or those given) and on the facts as they are known now.

    `level` None takes what the rules give. `replaces` is the decision the page showed: Conflict where another one
    stands meanwhile. ActionError where there is no reason, nothing was decided yet, or the cycle is locked; NotAssigned
    for whoever does not decide on it. Published results are published anew: the person gets a new notice.
    """
    viewer = viewer_of(actor, person, today)
    if not reason.strip():
        raise ActionError("Hãy ghi lý do sửa kết quả.")
    with transaction.atomic():
        hold(sheet.cycle)
        case = cases.load([sheet.pk], hold=True)[sheet.pk]
        seat = must_sit(viewer, case)
        old = standing([sheet.pk]).get(sheet.pk)
        if old is None or case.state.stage not in SETTLED:
            raise ActionError(f"Phiếu của {case.subject} chưa có quyết định để sửa.")
        if replaces is not None and replaces != old.pk:
            raise Conflict(f"{old.decider} vừa sửa kết quả của {case.subject}. Hãy xem lại kết quả mới.")
        if case.locked:
            raise ActionError(f"{case.sheet.cycle.name} đã khóa. Hãy đề nghị cán bộ tổ chức mở lại kỳ.")
        given = _marks(old, marks)
        basis = bases.of({sheet.pk: case}, {sheet.pk: given} if given else {})[sheet.pk]
        row = make(actor, person, seat, basis, level, reason, corrects=old)
        row.save(force_insert=True)
        published = case.state.stage == "published"
        outcome = evaluations.Outcome("published" if published else "decided", row.total, row.level)
        evaluations.set_outcomes(sheet.agency_id, {sheet.pk: outcome})
        summing.apply(sheet.cycle, [Change(sheet, old.level, old.total, -1), Change(sheet, row.level, row.total, 1)])
        if published:
            publishing.notify(sheet.cycle, [row], viewer.day)
        data = journal_data(case.rules, row) | {"corrects": old.pk}
        journal.record(agency_id=row.agency_id, actor=actor, verb="results.corrected", subject=row, data=data)
    return row


def _marks(old: Decision, marks: Sequence[int | None] | None) -> tuple[int, ...]:
    """The marks the new decision rests on: those given, else those of the old one; () where it rests on periods."""
    return tuple(mark or 0 for mark in (old.marks if marks is None else marks))
