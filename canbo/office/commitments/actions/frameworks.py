"""Competency frameworks: uploaded, previewed, carried out whole or not at all; ended by a row."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from canbo.office.base import files, journal
from canbo.office.base.errors import ActionError, refuse_faulty
from canbo.office.base.models import Account
from canbo.office.commitments.actions.acting import reason_of
from canbo.office.commitments.models import Framework, FrameworkEnd, FrameworkImport
from canbo.office.commitments.spreadsheets import Reading, read_frameworks
from canbo.office.people.acting import keeper
from canbo.office.people.models import Unit
from canbo.paperwork.names import search_key


@transaction.atomic
def upload_frameworks(*, actor: Account, unit: Unit, valid_from: date, name: str, data: bytes) -> FrameworkImport:
    """Keep an uploaded file of frameworks for a unit and below; nothing holds yet. ActionError where it cannot be read.

    Rows that are wrong do not stop the upload: the preview names them."""
    keeper(actor, unit.path)
    content_type = files.check_upload(name, data)
    read_frameworks(data, name)
    file = files.store(agency_id=unit.agency_id, actor=actor, name=name, data=data, content_type=content_type)
    return FrameworkImport.objects.create(
        agency_id=unit.agency_id, unit=unit, file=file, valid_from=valid_from, by=actor
    )


def reading_of(entry: FrameworkImport) -> Reading:
    """The file of an import, read again."""
    return read_frameworks(files.read(entry.file), entry.file.name)


def carry_out(*, actor: Account, entry: FrameworkImport) -> int:
    """Let the frameworks of an import hold, all or none; how many positions. Run again it changes nothing.

    NotTheirs where the actor is no officer there; ActionError where a row is wrong, or a position already has a
    framework from the same day.
    """
    keeper(actor, entry.unit.path)
    found = reading_of(entry)
    refuse_faulty(found.problems)
    try:
        with transaction.atomic():
            held = FrameworkImport.objects.select_for_update().get(agency=entry.agency_id, pk=entry.pk)
            if held.done_at is None:
                _write(actor, held, found)
    except IntegrityError as error:
        raise ActionError(
            f"Đã có khung năng lực của một trong các vị trí này từ ngày {entry.valid_from:%d/%m/%Y}. "
            "Chưa nhập gì. Hãy tải lên lại với ngày áp dụng khác."
        ) from error
    return len(found.positions)


def _write(actor: Account, entry: FrameworkImport, found: Reading) -> None:
    Framework.objects.bulk_create(
        [
            Framework(
                agency_id=entry.agency_id, unit_id=entry.unit_id, title=one.title, title_key=search_key(one.title),
                valid_from=entry.valid_from, items=one.items, source=entry, by=actor,
            )
            for one in found.positions
        ],
        batch_size=500,
    )  # fmt: skip
    entry.done_at = timezone.now()
    entry.save(update_fields=["done_at"])
    data = {"unit": entry.unit_id, "from": entry.valid_from.isoformat(), "positions": len(found.positions)}
    journal.record_all(actor, "commitments.frameworks_imported", [(entry, data)])


@transaction.atomic
def end_framework(*, actor: Account, framework: Framework, day: date, reason: str) -> FrameworkEnd:
    """A framework holds no more from a day on, with a reason. ActionError where it ended already or not yet began."""
    keeper(actor, framework.unit.path)
    if day < framework.valid_from:
        raise ActionError(f"Khung này áp dụng từ {framework.valid_from:%d/%m/%Y}. Hãy chọn ngày từ đó trở đi.")
    given = reason_of(reason, "thôi áp dụng")
    row, made = FrameworkEnd.objects.get_or_create(
        agency_id=framework.agency_id, framework=framework, defaults={"day": day, "reason": given[:300], "by": actor}
    )
    if not made:
        raise ActionError("Khung này đã thôi áp dụng rồi.")
    journal.record_all(
        actor, "commitments.framework_ended", [(row, {"framework": framework.pk, "day": day.isoformat()})]
    )
    return row
