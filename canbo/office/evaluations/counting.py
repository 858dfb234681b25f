"""How many sheets were opened, unit by unit and kind by kind: kept as they are opened, and counted anew on demand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db import connection, transaction

from canbo.office.cycles.models import Cycle
from canbo.office.evaluations.models import Opened, Sheet

REBUILD = """
INSERT INTO sheets_opened (agency_id, cycle_id, unit_id, kind, sheets)
SELECT agency_id, cycle_id, unit_id, kind, COUNT(*) FROM sheet GROUP BY agency_id, cycle_id, unit_id, kind
"""


def add(cycle: Cycle, sheets: Iterable[Sheet]) -> None:
    """Count sheets just opened. Call it in the act's transaction, holding the cycle. At most three statements."""
    new = Counter((row.unit_id, row.kind) for row in sheets)
    rows = Opened.objects.filter(agency=cycle.agency_id, cycle=cycle, unit__in={unit for unit, _ in new})
    found = {(row.unit_id, row.kind): row for row in rows}
    made = []
    for (unit, kind), number in new.items():
        row = found.get((unit, kind))
        if row is None:
            row = Opened(agency_id=cycle.agency_id, cycle=cycle, unit_id=unit, kind=kind)
            made.append(row)
        row.sheets += number
    Opened.objects.bulk_create(made)
    Opened.objects.bulk_update([found[key] for key in new if key in found], ["sheets"], batch_size=200)


def rebuild() -> int:
    """Count all sheets anew; how many rows that gives. One statement counts, on both engines; the cycles are held, as
    every act that opens sheets holds its own."""
    with transaction.atomic():
        hold_all()
        Opened.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(REBUILD)
        return Opened.objects.count()


def hold_all() -> None:
    """Hold every cycle, so that no act on any of them goes on meanwhile. Call it in a transaction."""
    list(Cycle.objects.select_for_update().order_by("agency_id", "id").values_list("id", flat=True))
