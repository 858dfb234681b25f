"""What a body chooses where an instrument on training leaves it open: a new row from a day on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account
from canbo.office.people.models import Unit
from canbo.office.training import law
from canbo.office.training.actions import acting
from canbo.office.training.models import TrainingChoice
from canbo.rulebook import SettingsError


@transaction.atomic
def choose(
    *, actor: Account, unit: Unit, instrument: str, values: Mapping[str, object], valid_from: date, document: str
) -> TrainingChoice:
    """Keep what a unit chose for an instrument, for itself and below, from a day on. NotTheirs for whoever is not its
    officer; ActionError where the instrument is not known or a value is out of range."""
    acting.keeper(actor, unit.path)
    found = law.instrument(instrument)
    if found is None:
        raise ActionError("Không có văn bản này. Hãy chọn lại.")
    given = {key: value for key, value in values.items() if value is not None}
    try:
        found.reader(given)
    except SettingsError as error:
        raise ActionError(str(error)) from error
    row = TrainingChoice.objects.create(
        agency_id=unit.agency_id, unit=unit, instrument=instrument, values=given, valid_from=valid_from,
        document=acting.text(document, "văn bản quy định", 200), by=actor,
    )  # fmt: skip
    acting.record(actor, unit.agency_id, "chosen", [(row, {"instrument": instrument, "values": given})])
    return row
