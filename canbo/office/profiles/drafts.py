"""What is about to be put on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry to be: `text` as the field keeps it (`Field.kept`; an ISO day). `replaces`: the entry it corrects."""

    person: int
    field: str
    text: str
    day: date | None = None
    until: date | None = None
    detail: str = ""
    paper: str = ""
    replaces: int | None = None
