"""What the room of results says of a sheet: decided, published, with which points and level. One place for it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection

from canbo.office.evaluations.outcome import Outcome

ONE = 'UPDATE "sheet_state" SET stage = %s, total = %s, level = %s WHERE sheet_id = %s AND agency_id = %s'
MANY = """
UPDATE "sheet_state" SET stage = v.stage, total = v.total, level = v.level
FROM unnest(%s::text[], %s::int[], %s::text[], %s::bigint[]) AS v(stage, total, level, sheet_id)
WHERE sheet_state.sheet_id = v.sheet_id AND sheet_state.agency_id = %s
"""


def set_outcomes(agency_id: int, outcomes: Mapping[int, Outcome]) -> None:
    """Keep the summary rows of these sheets of an agency equal to what was just decided or published, by sheet id.

    Call it inside the transaction that writes the decision or publication. One statement.
    """
    rows = [(found.stage, found.total, found.level, sheet) for sheet, found in outcomes.items()]
    if not rows:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(MANY, [*map(list, zip(*rows, strict=True)), agency_id])
        else:
            cursor.executemany(ONE, [(*row, agency_id) for row in rows])
