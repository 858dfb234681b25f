"""The outcome of a sheet, as the room of results hands it over."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Outcome(NamedTuple):
    """`total` in hundredths of a point (None where there is none), `level` the key of the grade ("" not rated)."""

    stage: Literal["decided", "published"]
    total: int | None
    level: str
