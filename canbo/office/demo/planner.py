"""What PostgreSQL's planner knows of tables that one transaction fills."""

from __future__ import annotations

from django.db import connection


def analyse() -> None:
    """Let PostgreSQL look at its tables: nobody else sees them before the demo's transaction ends, and without this the
    planner takes them for empty and reads them whole for each person."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
