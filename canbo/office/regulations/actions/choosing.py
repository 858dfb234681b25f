"""What a body chooses where an instrument leaves it open: a new row from a day on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from canbo.office.base import journal
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account
from canbo.office.people.acting import keeper, text
from canbo.office.people.models import Unit
from canbo.office.regulations.choices import Choices
from canbo.office.regulations.models import Choice
from canbo.rulebook import SettingsError


@transaction.atomic
def choose(
    kept: Choices, *, actor: Account, unit: Unit, instrument: str, values: Mapping[str, object], valid_from: date,
    document: str,
) -> Choice:  # fmt: skip
    """Keep what a unit chose for an instrument, for itself and below, from a day on. NotTheirs for whoever is not its
    officer; ActionError where the instrument is not known or a value is missing or out of range."""
    keeper(actor, unit.path)
    source = kept.instrument(instrument)
    if source is None:
        raise ActionError("Không có văn bản này. Hãy chọn lại.")
    given = {key: value for key, value in values.items() if value is not None}
    try:
        kept.read(source, given)
    except SettingsError as error:
        raise ActionError(str(error)) from error
    row = kept.model._default_manager.create(
        agency_id=unit.agency_id, unit=unit, instrument=instrument, values=given, valid_from=valid_from,
        document=text(document, "văn bản quy định", 200), by=actor,
    )  # fmt: skip
    journal.record_all(actor, kept.verb, [(row, {"instrument": instrument, "values": given})])
    return row
