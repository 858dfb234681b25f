"""Importing a catalogue: kept as uploaded, read again for each look, carried out whole or not at all."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from canbo.office.base import files
from canbo.office.base.errors import ActionError, refuse_faulty
from canbo.office.base.models import Account
from canbo.office.people.models import Unit
from canbo.office.work import catalogue_file
from canbo.office.work.actions import catalogues
from canbo.office.work.actions.catalogues import Said
from canbo.office.work.catalogue_file import Reading
from canbo.office.work.models import Catalogue, CatalogueImport
from canbo.paperwork.spreadsheet import SpreadsheetError


def upload(*, actor: Account, unit: Unit, said: Said, name: str, data: bytes) -> CatalogueImport:
    """Keep an uploaded catalogue and what is said of it. ActionError where it is no spreadsheet with a catalogue in
    it, or the rules in force there know no such method."""
    catalogues.must_keep(actor, unit)
    method = catalogues.method_of(unit, said.valid_from, said.method)
    content_type = files.check_upload(name, data)
    _read(data, name, method.divisor)
    with transaction.atomic():
        file = files.store(agency_id=unit.agency_id, actor=actor, name=name, data=data, content_type=content_type)
        return CatalogueImport.objects.create(agency_id=unit.agency_id, unit=unit, file=file, said=kept(said), by=actor)


def reading_of(entry: CatalogueImport) -> Reading:
    """The uploaded file read by the method said. ActionError where it cannot be."""
    said = said_of(entry)
    method = catalogues.method_of(entry.unit, said.valid_from, said.method)
    return _read(files.read(entry.file), entry.file.name, method.divisor)


def carry_out(*, actor: Account, entry: CatalogueImport) -> Catalogue:
    """Put the uploaded catalogue in force, all of it. ActionError where a row is wrong, it was carried out before, or
    it overlaps another catalogue of the unit."""
    with transaction.atomic():
        held = CatalogueImport.objects.select_for_update(of=("self",)).select_related("unit", "file")
        entry = held.get(agency=entry.agency_id, pk=entry.pk)
        if entry.catalogue_id is not None:
            raise ActionError("Danh mục này đã được nhập rồi.")
        reading = reading_of(entry)
        refuse_faulty(reading.problems)
        made = catalogues.establish(
            actor=actor, unit=entry.unit, said=said_of(entry), entries=reading.entries, file=entry.file
        )
        CatalogueImport.objects.filter(agency=entry.agency_id, pk=entry.pk).update(catalogue=made)
    return made


def said_of(entry: CatalogueImport) -> Said:
    """What was said of the uploaded catalogue."""
    said = dict(entry.said)
    return Said(**{**said, "valid_from": date.fromisoformat(said["valid_from"])})


def kept(said: Said) -> dict[str, object]:
    """What is said of a catalogue, as the upload keeps it."""
    return {
        "number": said.number, "title": said.title, "valid_from": said.valid_from.isoformat(),
        "method": said.method, "standard": said.standard, "replaces": said.replaces,
    }  # fmt: skip


def _read(data: bytes, name: str, divisor: int | None) -> Reading:
    try:
        return catalogue_file.read(data, name, divisor)
    except SpreadsheetError as error:
        raise ActionError(str(error)) from error
