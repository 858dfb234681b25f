"""Who acts on a sheet, and until when: set by the organisation officer, with its history."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from canbo.office.base import journal
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account
from canbo.office.evaluations import access, cases
from canbo.office.evaluations.actions.acting import Report, must_be_open, save_states, viewer_of
from canbo.office.evaluations.cases import Case
from canbo.office.evaluations.errors import NotAssigned
from canbo.office.evaluations.models import Assignee, Extension, Sheet
from canbo.office.people.models import Person

ASSIGNABLE = ("self", "review", "decide")
Change = tuple[Case, list[Assignee], list[Assignee]]


def reassign(
    *, actor: Account, sheets: Iterable[int], step: str, people: Sequence[Person], today: date | None = None
) -> Report:
    """Set who acts in a step of these sheets, in their turn: several reviewers mark one after another.

    Whoever is no longer named has their row ended, whoever is new gets one; the rest keep theirs. Only by the
    organisation officer. Refused for each sheet where somebody would judge themselves, the one replaced has already
    marked (return the sheet first), a step other than review would have several, or the sheet is decided or locked.
    """
    viewer = viewer_of(actor, None, today)
    if step not in ASSIGNABLE:
        raise ActionError("Bước này không giao cho từng người.")
    if len(people) > 1 and step != "review":
        raise ActionError("Bước này chỉ giao cho một người.")
    report, changed = Report(), []
    with transaction.atomic():
        for case in cases.load(sheets, hold=True).values():
            try:
                if not access.may_manage(viewer, case):
                    raise NotAssigned("Phiếu này ngoài phạm vi phụ trách.")
                changed.append(_change(case, step, people, actor))
                report.done.append(case.sheet.pk)
            except ActionError as error:
                report.refused.append((case.sheet, error))
        _write(changed, actor, step)
    return report


def extend_sheet(
    *, actor: Account, sheet: Sheet, step: str, due: date, reason: str, today: date | None = None
) -> Extension:
    """Give one sheet's step more time, with a reason. Only by the organisation officer; ActionError where the day is
    not later than the deadline it has, or the sheet is decided or locked."""
    viewer = viewer_of(actor, None, today)
    if not reason.strip():
        raise ActionError("Hãy ghi lý do gia hạn.")
    with transaction.atomic():
        case = cases.load([sheet.pk], hold=True)[sheet.pk]
        if not access.may_manage(viewer, case):
            raise NotAssigned("Phiếu này ngoài phạm vi phụ trách.")
        must_be_open(case)
        if case.step(step) is None:
            raise ActionError("Phiếu này không có bước đó. Hãy chọn lại bước.")
        before = case.due.get(step)
        if before is None or due <= before:
            told = f"hạn hiện nay ({before:%d/%m/%Y})" if before else "một hạn đã đặt, mà bước này không đặt hạn"
            raise ActionError(f"Hạn mới phải sau {told}.")
        row = Extension.objects.create(
            agency_id=sheet.agency_id, sheet=sheet, step=step, due=due, reason=reason.strip()[:300], by=actor
        )
        journal.record_all(
            actor, "evaluations.extended", [(row, {"sheet": sheet.pk, "step": step, "due": due.isoformat()})]
        )
    return row


def _change(case: Case, step: str, people: Sequence[Person], actor: Account) -> Change:
    """The rows to end and the rows to add."""
    must_be_open(case)
    if step == "self" and case.sheet.person_id is not None:
        raise ActionError("Phiếu của cá nhân do chính người đó tự chấm.")
    held = case.holders(step)
    if any(person.account_id == actor.pk and person.pk not in {row.person_id for row in held} for person in people):
        raise ActionError("Không ai tự giao cho mình việc chấm hay quyết định. Hãy nhờ cán bộ tổ chức khác.")
    if step != "self" and any(person.pk == case.sheet.person_id for person in people):
        raise ActionError(f"{case.subject} không được chấm hay quyết định về chính mình. Hãy chọn người khác.")
    kept = 0
    while kept < min(len(held), len(people)) and held[kept].person_id == people[kept].pk:
        kept += 1
    for row in held[kept:]:
        if case.last_by(step, row.person_id):
            raise ActionError(
                f"{row.person} đã chấm phiếu của {case.subject}. Hãy trả lại phiếu trước khi giao người khác."
            )
    added = [
        Assignee(agency_id=case.sheet.agency_id, sheet=case.sheet, step=step, person=person, by=actor)
        for person in people[kept:]
    ]
    return case, list(held[kept:]), added


def _write(changed: Sequence[Change], actor: Account, step: str) -> None:
    ended = [row.pk for _, old, _ in changed for row in old]
    Assignee.objects.filter(pk__in=ended).update(ended_at=timezone.now())
    Assignee.objects.bulk_create(row for _, _, new in changed for row in new)
    touched = [case.sheet.pk for case, old, new in changed if old or new]
    fresh = cases.load(touched, hold=True)
    save_states(fresh.values())
    journal.record_all(
        actor,
        "evaluations.reassigned",
        [
            (case.sheet, {"step": step, "ended": _people(old), "named": _people(new)})
            for case, old, new in changed
            if old or new
        ],
    )


def _people(rows: Sequence[Assignee]) -> list[int]:
    return [row.person_id for row in rows]
