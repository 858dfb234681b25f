"""Evidence beside a sheet: added and withdrawn as records, never replaced."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from canbo.office.base import files, journal
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account
from canbo.office.evaluations import cases
from canbo.office.evaluations.actions.acting import must_be_open, viewer_of
from canbo.office.evaluations.cases import Case
from canbo.office.evaluations.errors import NotAssigned
from canbo.office.evaluations.models import Evidence, Sheet
from canbo.office.people.access import Viewer
from canbo.office.people.models import Person

MOST = 50


def add_evidence(
    *, actor: Account, person: Person, sheet: Sheet, item: int | None, name: str, data: bytes, note: str = "",
    today: date | None = None,
) -> Evidence:  # fmt: skip
    """Put a file beside a sheet, or beside one item of it (its index). By the subject until the decision, by the
    reviewer in their turn. ActionError for a file that is not what it says, NotAssigned for a stranger."""
    content_type = files.check_upload(name, data)
    viewer = viewer_of(actor, person, today)
    with transaction.atomic():
        case = cases.load([sheet.pk], hold=True)[sheet.pk]
        _must_take_part(case, viewer)
        must_be_open(case)
        if item is not None and not 0 <= item < len(case.form.items):
            raise ActionError("Phiếu không có mục này. Hãy chọn lại mục.")
        if Evidence.objects.filter(agency=sheet.agency_id, sheet=sheet, withdraws=None).count() >= MOST:
            raise ActionError(f"Mỗi phiếu nhận nhiều nhất {MOST} tệp. Hãy gộp các tệp lại.")
        stored = files.store(agency_id=sheet.agency_id, actor=actor, name=name, data=data, content_type=content_type)
        row = Evidence.objects.create(
            agency_id=sheet.agency_id, sheet=sheet, item=item, file=stored, note=note.strip()[:300], by=actor
        )
        journal.record_all(
            actor, "evaluations.evidence_added", [(row, {"sheet": sheet.pk, "item": item, "file": stored.pk})]
        )
    return row


def withdraw_evidence(*, actor: Account, person: Person, evidence: Evidence, today: date | None = None) -> Evidence:
    """Take back a file one has added: a new row that withdraws it. NotAssigned where somebody else added it,
    ActionError where it was withdrawn already or the sheet is decided or locked."""
    viewer = viewer_of(actor, person, today)
    with transaction.atomic():
        case = cases.load([evidence.sheet_id], hold=True)[evidence.sheet_id]
        _must_take_part(case, viewer)
        if evidence.by_id != actor.pk:
            raise NotAssigned("Chỉ người đưa minh chứng lên mới rút lại được.")
        must_be_open(case)
        if Evidence.objects.filter(agency=evidence.agency_id, withdraws=evidence).exists():
            raise ActionError("Minh chứng này đã được rút lại rồi.")
        row = Evidence.objects.create(
            agency_id=evidence.agency_id, sheet=case.sheet, item=evidence.item, file_id=evidence.file_id,
            withdraws=evidence, by=actor,
        )  # fmt: skip
        journal.record_all(
            actor, "evaluations.evidence_withdrawn", [(row, {"sheet": case.sheet.pk, "evidence": evidence.pk})]
        )
    return row


def _must_take_part(case: Case, viewer: Viewer) -> None:
    subject = case.seat(viewer.principals, "self") is not None
    if not subject and not case.awaits(viewer.principals):
        raise NotAssigned("Phiếu này không giao cho người đang thao tác.")
