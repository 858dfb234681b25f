"""The outcome of a sheet, as the room of results hands it over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Outcome:
    """`total` in hundredths of a point (None where there is none), `level` the key of the grade ("" not rated)."""

    stage: Literal["decided", "published"]
    total: int | None
    level: str
