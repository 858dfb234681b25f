"""Putting something on record, correcting it, withdrawing it. Nothing is rewritten; the journal says that, not what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from canbo.office.base import journal
from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.base.models import Account
from canbo.office.people import acting
from canbo.office.people.access import Viewer
from canbo.office.profiles import access, attained
from canbo.office.profiles.drafts import Draft
from canbo.office.profiles.models import ProfileEntry, ProfileImport, ProfileValue, ProfileWithdrawal
from canbo.rulebook import personal

BATCH = 1000
OWN = "sửa, rút mục đang có trong hồ sơ của mình"


@transaction.atomic
def put(*, actor: Account, drafts: Sequence[Draft], source: ProfileImport | None = None) -> list[ProfileEntry]:
    """Put entries on record, all or none; three statements whatever their number.

    NotTheirs where the actor keeps not all of these people's records; ActionError where a value is none of its field's,
    what is to be corrected was already, or stands about the actor.
    """
    viewer = Viewer(actor)
    at = access.places({draft.person for draft in drafts})
    if not all(access.may_keep(viewer, at.get(draft.person, ())) for draft in drafts):
        raise NotTheirs("Có người ngoài phạm vi phụ trách.")
    for draft in drafts:
        _check(draft)
        acting.not_oneself(viewer, draft.person if draft.replaces is not None else None, OWN)
    _check_replaced(drafts)
    now = timezone.now()
    made = ProfileEntry.objects.bulk_create([_entry(draft, actor, source, now) for draft in drafts], batch_size=BATCH)
    ProfileValue.objects.bulk_create(
        [
            ProfileValue(entry=entry, text=draft.text, detail=draft.detail, paper=draft.paper)
            for entry, draft in zip(made, drafts, strict=True)
        ],
        batch_size=BATCH,
    )
    attained.renew(draft.person for draft in drafts)
    if source is None:
        _tell(actor, "profiles.recorded", made)
    return made


@transaction.atomic
def withdraw(*, actor: Account, entry: ProfileEntry, reason: str) -> ProfileWithdrawal:
    """An entry stands no more, with a reason. ActionError where it does not stand as it is, or is about the actor."""
    viewer = Viewer(actor)
    if not access.may_keep(viewer, access.places([entry.person_id]).get(entry.person_id, ())):
        raise NotTheirs("Người này ngoài phạm vi phụ trách.")
    acting.not_oneself(viewer, entry.person_id, OWN)
    if not reason.strip():
        raise ActionError("Hãy ghi lý do rút mục này.")
    entry = ProfileEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if ProfileEntry.objects.filter(replaces=entry).exists() or ProfileWithdrawal.objects.filter(entry=entry).exists():
        raise ActionError("Mục này đã được sửa hoặc rút rồi. Hãy tải lại trang.")
    row = ProfileWithdrawal.objects.create(entry=entry, reason=reason.strip()[:300], by=actor, at=timezone.now())
    attained.renew([entry.person_id])
    _tell(actor, "profiles.withdrawn", [entry])
    return row


def _check(draft: Draft) -> None:
    field = personal.find(draft.field)
    good = bool(draft.text.strip()) and (not field.steps or field.kept(draft.text) == draft.text)
    if field.type == "day":
        try:
            date.fromisoformat(draft.text)
        except ValueError:
            good = False
    if not good:
        raise ActionError(f"{field.label}: giá trị không đọc được; cần {field.expected}.")
    if draft.day and draft.until and draft.until <= draft.day:
        raise ActionError(f"{field.label}: ngày hết hiệu lực phải sau ngày bắt đầu.")


def _check_replaced(drafts: Sequence[Draft]) -> None:
    """What is corrected is of the same person and field, and stands."""
    wanted = {draft.replaces: (draft.person, draft.field) for draft in drafts if draft.replaces is not None}
    # Held until the transaction ends: of two who correct or withdraw one entry at once the second is told.
    locked = ProfileEntry.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
    rows = ProfileEntry.objects.filter(pk__in=[row.pk for row in locked], replaced_by=None, withdrawal=None)
    held = {pk: (person, field) for pk, person, field in rows.values_list("pk", "person_id", "field")}
    if held != wanted or len(wanted) < sum(draft.replaces is not None for draft in drafts):
        raise ActionError("Có mục đã được sửa hoặc rút từ lúc bạn mở trang. Chưa lưu gì; hãy tải lại trang.")


def _entry(draft: Draft, actor: Account, source: ProfileImport | None, now: datetime) -> ProfileEntry:
    return ProfileEntry(
        person_id=draft.person, field=draft.field, day=draft.day, until=draft.until, replaces_id=draft.replaces,
        source=source, by=actor, at=now,
    )  # fmt: skip


def _tell(actor: Account, verb: str, entries: Sequence[ProfileEntry]) -> None:
    """Each in the journal of the agency its person works for; never which field, let alone its value."""
    homes = access.homes({entry.person_id for entry in entries})
    for agency in set(homes.values()):
        acts = [(entry, {"person": entry.person_id}) for entry in entries if homes.get(entry.person_id) == agency]
        journal.record_many(agency_id=agency, actor=actor, verb=verb, acts=acts)
