"""Importing records: kept as uploaded, shown as a plan, carried out whole or not at all."""

from __future__ import annotations

from functools import lru_cache

from django.db import transaction
from django.utils import timezone

from canbo.office.base import files, jobs, journal
from canbo.office.base.errors import ActionError, refuse_faulty
from canbo.office.base.models import Account, Job
from canbo.office.people.acting import keeper
from canbo.office.people.models import Unit
from canbo.office.profiles.actions.recording import put
from canbo.office.profiles.models import ProfileImport
from canbo.office.profiles.planning import Plan, build
from canbo.office.profiles.sheets.records import Reading, read
from canbo.paperwork.spreadsheet import SpreadsheetError


@transaction.atomic
def upload(*, actor: Account, unit: Unit, name: str, data: bytes) -> ProfileImport:
    """Keep an uploaded file of records for a unit and below; nothing is taken yet. ActionError where it is no such
    table."""
    keeper(actor, unit.path)
    content_type = files.check_upload(name, data)
    try:
        read(data, name)
    except SpreadsheetError as error:
        raise ActionError(str(error)) from error
    file = files.store(agency_id=unit.agency_id, actor=actor, name=name, data=data, content_type=content_type)
    return ProfileImport.objects.create(unit=unit, file=file, by=actor)


def plan_of(entry: ProfileImport) -> Plan:
    """What carrying out would do now. ActionError where the file is gone: it was carried out, and its words are on
    record."""
    return build(_read(files.read(entry.file), entry.file.name), [entry.unit.path])


def start(*, actor: Account, entry: ProfileImport, digest: str, back: str) -> Job:
    """Queue carrying out the plan with this digest."""
    keeper(actor, entry.unit.path)
    plan = plan_of(entry)
    _refuse_faulty(plan, digest)
    return jobs.start(
        kind="profiles.import", label=f"Nhập hồ sơ {entry.unit.name}: {len(plan.lines)} người",
        agency_id=entry.unit.agency_id, actor=actor, arguments={"import": entry.pk, "digest": digest, "next": back},
    )  # fmt: skip


def carry_out(*, actor: Account, entry_id: int, digest: str) -> str:
    """Put the whole plan on record in one transaction, once; the closing message. Repeating it is safe. The file itself
    is removed from the disk: it holds people's data, and all of it is on record now."""
    with transaction.atomic():
        rows = ProfileImport.objects.select_for_update(of=("self",)).select_related("unit", "file")
        entry = rows.get(pk=entry_id)
        keeper(actor, entry.unit.path)
        if entry.done_at is None:
            plan = plan_of(entry)
            _refuse_faulty(plan, digest)
            made = put(actor=actor, drafts=plan.drafts, source=entry)
            entry.result = {"people": len(plan.lines), "changed": plan.counts["changed"], "entries": len(made)}
            entry.done_at = timezone.now()
            entry.save(update_fields=["result", "done_at"])
            journal.record(
                agency_id=entry.unit.agency_id, actor=actor, verb="profiles.imported", subject=entry, data=entry.result
            )
    files.remove(entry.file)
    return summary(entry)


def summary(entry: ProfileImport) -> str:
    """What an import did, in words."""
    done = entry.result
    return f"{done['people']} người: {done['changed']} người có thay đổi, ghi {done['entries']} mục vào hồ sơ."


@lru_cache(maxsize=4)
def _read(data: bytes, name: str) -> Reading:
    return read(data, name)


def _refuse_faulty(plan: Plan, digest: str) -> None:
    refuse_faulty(plan.problems)
    if not plan.drafts:
        raise ActionError("Hồ sơ đã có đủ mọi điều trong tệp; không có gì để nhập.")
    if plan.digest != digest:
        raise ActionError("Dữ liệu đã thay đổi từ lúc xem trước. Chưa nhập gì. Hãy xem lại rồi nhập.")
