"""Where the bytes of a sheet are: its tables and each of their indexes, divided by the number of sheets."""

from __future__ import annotations

from django.db import connection

from canbo.office.evaluations.models import Sheet

TARGET = 1200  # bytes of a sheet with its three markings and its decision, indexes included
PARTS = {
    "the sheet, its markings and its decision": ("sheet", "marking", "decision"),
    "beside it: who acts on it, and its summary row": ("assignee", "sheet_state"),
    "counts": ("sheets_opened", "summary", "tally"),
}
SIZES = """
SELECT c.relname, pg_relation_size(c.oid) FROM pg_class c
WHERE c.oid = %s::regclass OR c.oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = %s::regclass)
ORDER BY c.relkind DESC, 2 DESC
"""


def measure() -> None:
    """A line for each table and index, in bytes a sheet."""
    sheets = Sheet.objects.count()
    print(f"\nSTORAGE of {sheets:,} sheets, bytes a sheet")
    for part, tables in PARTS.items():
        whole = 0.0
        for table in tables:
            for name, size in _sizes(table):
                whole += size / sheets
                print(f"  {size / sheets:8.1f}  {name}")
        over = f", target {TARGET}" if "sheet" in tables else ""
        print(f"{whole:10.1f}  {part}{over}")


def _sizes(table: str) -> list[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(SIZES, [table, table])
        return cursor.fetchall()
