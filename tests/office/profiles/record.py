"""Entries of a record for the tests, as an import would leave them."""

from __future__ import annotations

from datetime import date

from canbo.office.profiles.actions.recording import put
from canbo.office.profiles.drafts import Draft
from tests.town import Town


def put_all(town: Town, *drafts: tuple[str, str, str] | tuple[str, str, str, date | None], by: str = "trang") -> None:
    """(who, field, text[, day]) put on record by the ward's officer."""
    made = [Draft(town.persons[row[0]].pk, row[1], row[2], row[3] if len(row) > 3 else None) for row in drafts]
    put(actor=town.accounts[by], drafts=made)
