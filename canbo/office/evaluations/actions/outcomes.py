"""What the room of results says of a sheet: decided, published, with which points and level. One place for it."""

from __future__ import annotations

from collections.abc import Mapping

from canbo.office.evaluations.actions.acting import write_states
from canbo.office.evaluations.models import State
from canbo.office.evaluations.outcome import Outcome

FIELDS = ["stage", "total", "level"]


def set_outcomes(outcomes: Mapping[int, Outcome]) -> None:
    """Keep the summary rows of these sheets equal to what was just decided or published, by sheet id.

    Call it inside the transaction that writes the decision or publication. One query, then rows in batches.
    """
    rows = list(State.objects.filter(sheet__in=outcomes).select_for_update())
    for row in rows:
        found = outcomes[row.sheet_id]
        row.stage, row.total, row.level = found.stage, found.total, found.level
    write_states(rows, FIELDS)
