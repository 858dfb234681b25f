"""Sheets counted by body, so that a province is not counted unit by unit; counted once for what was opened before. What was
decided before is counted by the room of results."""

import django.db.models.deletion
from django.db import migrations, models

from canbo.office.base.trail import Distribute, TrailKey, at_once

OPENED = """
INSERT INTO tally (agency_id, cycle_id, body_id, kind, level, sheets)
SELECT o.agency_id, o.cycle_id, body.id, o.kind, '*', SUM(o.sheets) FROM sheets_opened o
JOIN unit ON unit.id = o.unit_id JOIN unit body ON body.agency_id = unit.agency_id AND body.is_agency
GROUP BY o.agency_id, o.cycle_id, body.id, o.kind
"""
PROTECT = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0003_job_file_until"),
        ("cycles", "0002_records"),
        ("evaluations", "0007_lean"),
        ("people", "0003_secrets"),
    ]

    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("level", models.CharField(blank=True, max_length=30)),
                ("sheets", models.IntegerField(default=0)),
                (
                    "agency",
                    models.ForeignKey(db_index=False, on_delete=PROTECT, related_name="+", to="base.agency"),
                ),
                ("body", models.ForeignKey(db_index=False, on_delete=PROTECT, related_name="+", to="people.unit")),
                ("cycle", TrailKey(on_delete=PROTECT, related_name="+", to="cycles.cycle")),
            ],
            options={
                "db_table": "tally",
                "constraints": [
                    models.UniqueConstraint(fields=("body", "cycle", "kind", "level", "agency"), name="tally_once")
                ],
            },
        ),
        Distribute("Tally"),
        migrations.RunSQL(OPENED, migrations.RunSQL.noop),
        migrations.RunPython(at_once, migrations.RunPython.noop),
    ]
