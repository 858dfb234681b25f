"""Marks kept as they were before `MarksField` packed them: for the migrations that pack them, on either engine."""

from __future__ import annotations

import struct
from typing import Any

from canbo.office.base.fields import NO_MARK_WIDE, MarksField

# `MarksField.pack` for an array of PostgreSQL. A table made by today's code holds bytes already: they are left.
PACKED = """
CREATE OR REPLACE FUNCTION pg_temp.packed(bytea) RETURNS bytea LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE OR REPLACE FUNCTION pg_temp.packed(smallint[]) RETURNS bytea LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    mark smallint; unit int := 100; low int := 0; high int := 0; at int := 0; made bytea;
BEGIN
    IF cardinality($1) = 0 THEN RETURN ''; END IF;
    FOREACH mark IN ARRAY $1 LOOP
        IF mark IS NOT NULL THEN
            unit := gcd(unit, mark); low := least(low, mark); high := greatest(high, mark);
        END IF;
    END LOOP;
    IF low < 0 OR high >= 255 * unit THEN
        made := decode('00', 'hex');
        FOREACH mark IN ARRAY $1 LOOP made := made || int2send(coalesce(mark, (-32768)::smallint)); END LOOP;
        RETURN made;
    END IF;
    made := set_byte(decode(repeat('00', cardinality($1) + 1), 'hex'), 0, unit);
    FOREACH mark IN ARRAY $1 LOOP at := at + 1; made := set_byte(made, at, coalesce(mark / unit, 255)); END LOOP;
    RETURN made;
END $$
"""


def packed(before: bytes) -> bytes:
    """The marks as SQLite kept them, sixteen bits each with the low byte first, as `MarksField` packs them."""
    marks = struct.unpack(f"<{len(before) // 2}h", before)
    return MarksField().pack([None if mark == NO_MARK_WIDE else mark for mark in marks])


def repack(schema_editor: Any, *tables: str) -> None:
    """Pack the marks of these tables, in one statement each. A record loses its refusal of changes on SQLite: the
    migration says again that it is one."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(PACKED, params=None)
        for table in tables:
            schema_editor.execute(f"ALTER TABLE {table} ALTER marks TYPE bytea USING pg_temp.packed(marks)")
        return
    schema_editor.connection.connection.create_function("packed", 1, packed, deterministic=True)
    for table in tables:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_update")
        schema_editor.execute(f"UPDATE {table} SET marks = packed(marks)")
