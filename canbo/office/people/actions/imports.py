"""Importing a roster: kept as uploaded, shown as a plan, carried out whole or not at all."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django.db import transaction
from django.utils import timezone

from canbo.office.base import files, jobs, journal
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account, Job
from canbo.office.people.access import Viewer, need
from canbo.office.people.actions.writing import write
from canbo.office.people.models import RosterImport, Unit
from canbo.office.people.roster.plan import Choices, Plan, build
from canbo.paperwork.dates import short_date
from canbo.paperwork.roster import RosterReading, read_roster
from canbo.paperwork.spreadsheet import SpreadsheetError


@transaction.atomic
def upload(*, actor: Account, unit: Unit, name: str, data: bytes, day: date, kind: str) -> RosterImport:
    """Keep an uploaded roster for a unit. Refused when it is not a spreadsheet with a roster in it."""
    need(Viewer(actor).holds("officer", path=unit.path))
    if unit.valid_to is not None or day < unit.valid_from:
        began = short_date(unit.valid_from)
        raise ActionError(f"{unit.name} có hiệu lực từ {began}. Hãy chọn ngày từ đó trở đi, khi đơn vị còn hoạt động.")
    content_type = files.check_upload(name, data)
    try:
        reading = read_roster(data, name)
    except SpreadsheetError as error:
        raise ActionError(str(error)) from error
    file = files.store(agency_id=unit.agency_id, actor=actor, name=name, data=data, content_type=content_type)
    return RosterImport.objects.create(
        unit=unit, file=file, by=actor, sheet=reading.sheet[:80], effective=day, result={"kind": kind}
    )


@transaction.atomic
def choose(
    *, actor: Account, entry: RosterImport, sheet: str, day: date, kind: str, create_units: bool, end_missing: bool
) -> RosterImport:
    """Keep the officer's choices for a roster not yet carried out."""
    entry = _mine(actor, entry.pk)
    if entry.done_at:
        raise ActionError("Danh sách này đã nhập rồi.")
    if sheet != entry.sheet:
        reading_of(entry, sheet)
    entry.sheet, entry.effective = sheet, day
    entry.result = {"kind": kind, "create_units": create_units, "end_missing": end_missing}
    entry.save(update_fields=["sheet", "effective", "result"])
    return entry


def start(*, actor: Account, entry: RosterImport, digest: str, back: str) -> Job:
    """Queue carrying out the plan with this digest."""
    need(Viewer(actor).holds("officer", path=entry.unit.path))
    plan = plan_of(entry, actor)
    _refuse_faulty(plan, digest)
    return jobs.start(
        kind="people.import", label=f"Nhập danh sách {entry.unit.name}: {len(plan.lines)} người",
        agency_id=entry.unit.agency_id, actor=actor, arguments={"import": entry.pk, "digest": digest, "next": back},
    )  # fmt: skip


def carry_out(*, actor: Account, entry_id: int, digest: str) -> str:
    """Write the whole plan in one transaction, once; the closing message. Repeating it after a crash is safe."""
    with transaction.atomic():
        entry = _mine(actor, entry_id)
        if entry.done_at is None:
            Unit.objects.select_for_update().get(pk=entry.unit_id)
            plan = plan_of(entry, actor)
            _refuse_faulty(plan, digest)
            result = write(plan, actor)
            entry.result = {**entry.result, **result}
            entry.done_at = timezone.now()
            entry.save(update_fields=["result", "done_at"])
            journal.record(
                agency_id=entry.unit.agency_id, actor=actor, verb="people.imported", subject=entry,
                data={"file": entry.file.sha256, "day": entry.effective.isoformat(), **result},
            )  # fmt: skip
    return summary(entry)


def summary(entry: RosterImport) -> str:
    """What an import did, in words."""
    done = entry.result
    return (
        f"Thêm {done['new']} người, thay đổi {done['changed']}, giữ nguyên {done['same']}, "
        f"lập {done['units']} đơn vị, kết thúc {done['ended']} vị trí."
    )


def plan_of(entry: RosterImport, actor: Account) -> Plan:
    """What carrying out would do now."""
    chosen = entry.result
    choices = Choices(
        entry.effective, chosen["kind"], chosen.get("create_units", False), chosen.get("end_missing", False)
    )
    return build(reading_of(entry, entry.sheet), entry.unit, choices, Viewer(actor).paths("officer"))


def reading_of(entry: RosterImport, sheet: str) -> RosterReading:
    """The file read; ActionError when that sheet holds no roster. Read once a process for each file and sheet."""
    data = files.read(entry.file)
    try:
        return _read(data, entry.file.name, sheet or None)
    except SpreadsheetError as error:
        raise ActionError(str(error)) from error


@lru_cache(maxsize=4)
def _read(data: bytes, name: str, sheet: str | None) -> RosterReading:
    return read_roster(data, name, sheet)


def _mine(actor: Account, pk: int) -> RosterImport:
    rows = RosterImport.objects.select_for_update(of=("self",)).select_related("unit", "file", "by")
    entry = rows.get(pk=pk)
    need(Viewer(actor).holds("officer", path=entry.unit.path))
    return entry


def _refuse_faulty(plan: Plan, digest: str) -> None:
    if plan.errors:
        raise ActionError(f"Danh sách còn {len(plan.errors)} lỗi. Chưa nhập gì. Hãy sửa tệp và tải lên lại.")
    if not plan.lines:
        raise ActionError("Danh sách không có người nào. Hãy kiểm tra trang tính đã chọn.")
    if plan.digest != digest:
        raise ActionError("Dữ liệu đã thay đổi từ lúc xem trước. Chưa nhập gì. Hãy xem lại rồi nhập.")
