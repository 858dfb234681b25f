"""How many sheets were opened, unit by unit and kind by kind: kept as they are opened, and counted anew on demand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import Model

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
    """Count all sheets anew; how many rows that gives."""
    return recount(Opened, REBUILD)


def recount(counts: type[Model], sql: str) -> int:
    """Make all rows of a table of counts anew by one statement, on both engines; how many there are. Every cycle is
    held meanwhile, as every act that opens or decides holds its own."""
    with transaction.atomic():
        list(Cycle.objects.select_for_update().order_by("agency_id", "id").values_list("id", flat=True))
        counts._default_manager.all().delete()
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET LOCAL work_mem = '256MB'")  # a million rows are grouped in memory, not on disk
            cursor.execute(sql)
        return counts._default_manager.count()
