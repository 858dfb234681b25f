"""What of a standing the summary rows keep as JSON text (see models.Standing): lists read thousands of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from canbo.office.work.standing.derive import Batch, Fate


def fates_text(fates: Sequence[Fate]) -> str:
    """Fates of the same history added up, in a fixed order: what a summary row keeps."""
    total: dict[tuple[int, ...], int] = {}
    for fate in fates:
        total[fate[1:]] = total.get(fate[1:], 0) + fate.pieces
    return json.dumps([[pieces, *history] for history, pieces in sorted(total.items())], separators=(",", ":"))


@lru_cache(maxsize=20_000)
def fates_of(text: str) -> tuple[Fate, ...]:
    """The fates a summary row keeps."""
    return tuple(Fate(*one) for one in json.loads(text))


class Wait(NamedTuple):
    """A delivery (its act) with pieces not yet reviewed, and whether a delay of it would count."""

    act: int
    pieces: int
    is_late: int


def waits_text(batches: Mapping[int, Batch]) -> str:
    """What waits for the review, oldest first: what a summary row keeps."""
    found = [
        Wait(pk, batch.pieces, int(batch.delays > batch.excused_delays))
        for pk, batch in batches.items()
        if batch.pieces
    ]
    return json.dumps(found, separators=(",", ":"))


def waits_of(text: str) -> list[Wait]:
    """What waits, as a summary row keeps it."""
    return [Wait(*one) for one in json.loads(text)]


def terms_text(terms: Sequence[date]) -> str:
    """Due days as a summary row keeps them."""
    return json.dumps([day.isoformat() for day in terms])


def terms_of(text: str) -> list[date]:
    """The due days a summary row keeps."""
    return [date.fromisoformat(day) for day in json.loads(text)]
