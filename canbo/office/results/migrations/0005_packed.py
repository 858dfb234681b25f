"""A decision keeps what its sheet and its cycle do not say already: the form and the hash of the rules are read there.
Its marks are packed as a marking's are, its hash is kept as bytes.

Both are records, so they cannot have changed; where a decision says otherwise all the same, all it said stays. SQLite
builds the table anew for this and loses its triggers: it is said again that it is a record.
"""

from typing import Any

from django.db import migrations

from canbo.office.base.fields import DigestField
from canbo.office.base.repacked import PACKED, packed
from canbo.office.base.trail import Record

# Set aside, so that the statement after it leaves them as they are: decisions that name another form or other rules.
OTHERWISE = """
UPDATE decision SET kept = jsonb_build_object('otherwise', kept) FROM sheet, cycle
WHERE sheet.id = sheet_id AND sheet.agency_id = decision.agency_id
    AND cycle.id = cycle_id AND cycle.agency_id = decision.agency_id
    AND (kept->>'form' IS DISTINCT FROM form OR kept->>'rules_hash' IS DISTINCT FROM rules_id)
"""
POSTGRES = """
ALTER TABLE decision ALTER marks TYPE bytea USING pg_temp.packed(marks),
    ALTER trace_hash TYPE bytea USING decode(trace_hash, 'hex'),
    ALTER kept TYPE jsonb USING CASE WHEN kept ? 'otherwise' THEN kept->'otherwise'
        WHEN kept->'facts' = '{}' THEN kept - '{form,rules_hash,facts}'::text[] ELSE kept - '{form,rules_hash}'::text[] END
"""
SQLITE = """
UPDATE decision SET marks = packed(marks), trace_hash = unhexed(trace_hash),
    kept = CASE WHEN NOT EXISTS (
            SELECT 1 FROM sheet JOIN cycle ON cycle.id = cycle_id WHERE sheet.id = sheet_id
                AND form = json_extract(kept, '$.form') AND rules_id = json_extract(kept, '$.rules_hash')
        ) THEN kept
        WHEN json_extract(kept, '$.facts') = '{}' THEN json_remove(kept, '$.form', '$.rules_hash', '$.facts')
        ELSE json_remove(kept, '$.form', '$.rules_hash') END
"""


class Packed(migrations.AlterField):
    """The hash as bytes and, in the same pass over the table, the rest of what a decision keeps."""

    reversible = False

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute('DROP TRIGGER IF EXISTS "decision_no_update" ON decision')
            for statement in (PACKED, OTHERWISE, POSTGRES):
                schema_editor.execute(statement, params=None)
            return
        super().database_forwards(app_label, schema_editor, from_state, to_state)
        line = schema_editor.connection.connection
        line.create_function("packed", 1, packed, deterministic=True)
        line.create_function("unhexed", 1, bytes.fromhex, deterministic=True)
        schema_editor.execute(SQLITE, params=None)


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0010_packed"), ("results", "0004_tally")]

    operations = [
        migrations.RenameField("decision", "inputs", "kept"),
        Packed("decision", "trace_hash", DigestField()),
        Record("Decision"),
    ]
