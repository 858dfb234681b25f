"""Nine boxes: performance by grades against potential as a council recorded it. One view of a list: no law asks for it,
it ranks nobody, and where a body has not set the axis nobody is put into a box."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from canbo.rulebook import document, filling
from canbo.rulebook.document import Document
from canbo.rulebook.reader import section

FILE = Path(__file__).parent / "views" / "nine_box.yaml"


@dataclass(frozen=True, slots=True)
class Axes:
    """`performance`, `potential`: keys to labels from the best down. The rest is what a body set (None: not set)."""

    performance: Mapping[str, str]
    potential: Mapping[str, str]
    years: int | None
    high_years: int | None
    low_rank: int | None

    @property
    def complete(self) -> bool:
        """Whether the axis of performance is set at all."""
        return None not in (self.years, self.high_years, self.low_rank)

    def band(self, ranks: Sequence[int]) -> str | None:
        """Where grades put somebody: `ranks` of the years on record, the newest first, 1 the best. None where the axis
        is not set, or fewer years are on record than it looks at."""
        if self.years is None or self.high_years is None or self.low_rank is None or len(ranks) < self.years:
            return None
        seen = ranks[: self.years]
        if max(seen) >= self.low_rank:
            return "low"
        return "high" if sum(1 for rank in seen if rank == 1) >= self.high_years else "middle"


@cache
def source() -> Document:
    """The file with the settings a body fills; PackError names file and line."""
    return document.read(FILE, ("instrument", "settings", "axes"))


def axes(given: Mapping[str, object]) -> Axes:
    """The axes as a body set them; SettingsError names what is out of range."""
    found = source()
    values = filling.filled(found.settings, given)
    _, named = section(found.content["axes"])
    labels = {key: {band: node.scalar for band, node in entry.entries().items()} for key, entry in named.items()}
    numbers = (value if isinstance(value := values[key], int) else None for key in ("years", "high_years", "low_rank"))
    return Axes(labels["performance"], labels["potential"], *numbers)
