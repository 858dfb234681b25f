"""Facts and earlier titles from Excel: uploaded, previewed, carried out whole or not at all."""

from __future__ import annotations

from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone

from canbo.office.awards.actions.recording import OWN
from canbo.office.awards.fact_file import Known, Reading, codes, read
from canbo.office.awards.models import AwardFact, AwardImport
from canbo.office.awards.queries.roll import Key, home, homes_of
from canbo.office.base import files, journal
from canbo.office.base.errors import refuse_faulty
from canbo.office.base.models import Account
from canbo.office.people import acting
from canbo.office.people.access import subtree
from canbo.office.people.models import Person, Posting, Unit


@transaction.atomic
def upload(*, actor: Account, unit: Unit, name: str, data: bytes) -> AwardImport:
    """Keep an uploaded table about a unit's people and units; nothing counts yet. ActionError where it cannot be read;
    wrong rows are named by the preview."""
    acting.keeper(actor, unit.path)
    content_type = files.check_upload(name, data)
    codes(data, name)
    file = files.store(agency_id=unit.agency_id, actor=actor, name=name, data=data, content_type=content_type)
    return AwardImport.objects.create(agency_id=unit.agency_id, unit=unit, file=file, by=actor)


def reading_of(entry: AwardImport) -> Reading:
    """The file of an import, read again for today's people."""
    data = files.read(entry.file)
    found = read(data, entry.file.name, _known(entry, codes(data, entry.file.name)))
    return Reading(found.rows, (*found.problems, *_elsewhere(entry, found)))


def _elsewhere(entry: AwardImport, found: Reading) -> list[str]:
    """Rows about somebody's year in a unit that stands apart from the import's: that unit records it. Of units that
    ended nobody else could."""
    rows = [row for row in found.rows if row.key[0] == "person"]
    held = homes_of({row.key[1] for row in rows})
    homes = [(row, home(held[row.key[1]], row.year)) for row in rows]
    apart = [(row, at.path) for row, at in homes if at and not at.path.startswith(entry.unit.path)]
    units = Unit.objects.filter(path__in={path for _, path in apart}).exclude(valid_to=None)
    ended = set(units.values_list("path", flat=True))
    return [
        f"{row.name}: năm {row.year} công tác ở đơn vị khác; đơn vị đó ghi nhận. Hãy bỏ hàng."
        for row, path in apart
        if path not in ended
    ]


def _known(entry: AwardImport, named: set[str]) -> Known:
    """Of the codes, those of persons with a place under the import's unit, but the uploader, and of units there."""
    wanted = {code.lower() for code in named}
    held = Posting.objects.filter(subtree([entry.unit.path], "post__unit__path"), primary=True).values("person_id")
    people = Person.objects.filter(pk__in=held).exclude(account=entry.by).annotate(small=Lower("code"))
    units = Unit.objects.filter(subtree([entry.unit.path])).annotate(small=Lower("code"))
    found: dict[str, tuple[Key, str]] = {
        small: (("person", pk), name) for small, pk, name in people.values_list("small", "pk", "full_name")
    }
    found |= {small: (("collective", pk), name) for small, pk, name in units.values_list("small", "pk", "name")}
    return {code: found[code] for code in wanted if code in found}


def carry_out(*, actor: Account, entry: AwardImport) -> int:
    """Let an import's facts count, all or none; how many. Run again it changes nothing. ActionError where a row is
    wrong, or about the actor: another's upload is no way around that."""
    viewer = acting.keeper(actor, entry.unit.path)
    found = reading_of(entry)
    for row in found.rows:
        acting.not_oneself(viewer, row.key[1] if row.key[0] == "person" else None, OWN)
    refuse_faulty(found.problems)
    with transaction.atomic():
        held = AwardImport.objects.select_for_update().get(agency=entry.agency_id, pk=entry.pk)
        if held.done_at is None:
            _write(actor, held, found)
    return len(found.rows)


def _write(actor: Account, entry: AwardImport, found: Reading) -> None:
    AwardFact.objects.bulk_create(
        [
            AwardFact(
                agency_id=entry.agency_id, person_id=one.key[1] if one.key[0] == "person" else None,
                collective_id=one.key[1] if one.key[0] == "collective" else None, year=one.year, fact=one.fact,
                value=one.value, document=one.document, source=entry, by=actor,
            )
            for one in found.rows
        ],
        batch_size=500,
    )  # fmt: skip
    entry.done_at = timezone.now()
    entry.save(update_fields=["done_at"])
    journal.record_all(actor, "awards.facts_imported", [(entry, {"facts": len(found.rows)})])
