"""A decision keeps its marks as a marking does, in a fifth of the bytes; indexes that nobody asks by go.

SQLite builds the table anew for this and loses its triggers: it is said again that it is a record.
"""

import json
import struct
from typing import Any

from django.conf import settings
from django.db import migrations, models
from django.db.models.deletion import PROTECT

from canbo.office.base.fields import MarksField
from canbo.office.base.trail import Record, TrailKey

VECTOR = """
CREATE FUNCTION pg_temp.vector(jsonb) RETURNS smallint[] LANGUAGE sql AS $$
    SELECT coalesce(array_agg(value::smallint ORDER BY place), '{}')
    FROM jsonb_array_elements_text($1) WITH ORDINALITY AS marks (value, place)
$$
"""


class AsVectors(migrations.AlterField):
    """The marks of every decision from JSON to a vector: the same numbers in the same order."""

    reversible = False

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(VECTOR, params=None)
            schema_editor.execute("ALTER TABLE decision ALTER marks TYPE smallint[] USING pg_temp.vector(marks)")
            return
        super().database_forwards(app_label, schema_editor, from_state, to_state)
        with schema_editor.connection.cursor() as cursor:
            rows = cursor.execute("SELECT marks, id FROM decision").fetchall()
            packed = ((_packed(json.loads(text)), pk) for text, pk in rows)
            cursor.executemany("UPDATE decision SET marks = %s WHERE id = %s", packed)


def _packed(marks: list[int]) -> bytes:
    """As marks were packed then: sixteen bits each, the low byte first."""
    return struct.pack(f"<{len(marks)}h", *marks)


def link(to: str, **given: Any) -> models.ForeignKey:
    return models.ForeignKey(db_index=False, on_delete=PROTECT, related_name="+", to=to, **given)


class Migration(migrations.Migration):
    dependencies = [
        ("evaluations", "0007_lean"),
        ("people", "0003_secrets"),
        ("results", "0002_records"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint("decision", "decision_corrected_once"),
        migrations.AlterField("decision", "by", link(settings.AUTH_USER_MODEL)),
        migrations.AlterField(
            "decision",
            "corrects",
            TrailKey(db_index=False, null=True, on_delete=PROTECT, related_name="corrections", to="results.decision"),
        ),
        migrations.AlterField("decision", "decider", link("people.person")),
        migrations.AlterField("decision", "on_behalf_of", link("people.person", null=True)),
        AsVectors("decision", "marks", MarksField()),
        migrations.AddConstraint(
            "decision",
            models.UniqueConstraint(
                fields=("corrects", "agency"),
                name="decision_corrected_once",
                condition=models.Q(corrects__isnull=False),
            ),
        ),
        Record("Decision"),
    ]
