"""Announcing a regulation or plan to the people of a unit and below; confirming having read it. Both are records."""

from __future__ import annotations

from django.db import transaction

from canbo.office.base import files, journal
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account
from canbo.office.people.access import Viewer
from canbo.office.people.models import Unit
from canbo.office.regulations import access
from canbo.office.regulations.models import Adoption, Announcement, Receipt


def announce(
    *,
    actor: Account,
    unit: Unit,
    title: str,
    body: str,
    adoption: Adoption | None = None,
    file: tuple[str, bytes] | None = None,
) -> Announcement:
    """Announce to everybody posted in the unit and below, now and later. `file` is (name, content) or None.

    ActionError where the actor is not the unit's officer, a text is missing, the adoption does not reach the unit, or
    the file is not what its name says.
    """
    access.must_adopt(actor, unit)
    if not title.strip() or not body.strip():
        raise ActionError("Hãy nhập tiêu đề và nội dung thông báo.")
    if adoption is not None and not access.on_line(unit.path, adoption.unit.path):
        raise ActionError(f"Quy định được chọn không áp dụng cho “{unit.name}”. Hãy chọn quy định khác.")
    content_type = files.check_upload(*file) if file else ""
    with transaction.atomic():
        stored = None
        if file:
            name, data = file
            stored = files.store(agency_id=unit.agency_id, actor=actor, name=name, data=data, content_type=content_type)
        row = Announcement.objects.create(
            unit=unit, adoption=adoption, title=title.strip(), body=body.strip(), file=stored, by=actor
        )
        journal.record(
            agency_id=unit.agency_id, actor=actor, verb="regulations.announced", subject=row,
            data={"unit": unit.pk, "adoption": adoption.pk if adoption else None},
        )  # fmt: skip
    return row


@transaction.atomic
def acknowledge(*, actor: Account, announcement: Announcement) -> Receipt:
    """The actor confirms having read; once is enough, a second time changes nothing.

    ActionError where the announcement was not made to the actor.
    """
    viewer = Viewer(actor)
    if viewer.person is None or not access.is_addressed(viewer, announcement):
        raise ActionError("Thông báo này không gửi cho bạn, nên không cần xác nhận đã đọc.")
    receipt, new = Receipt.objects.get_or_create(announcement=announcement, person=viewer.person)
    if new:
        journal.record(
            agency_id=announcement.unit.agency_id, actor=actor, verb="regulations.read", subject=announcement,
            data={"person": viewer.person.pk},
        )  # fmt: skip
    return receipt
