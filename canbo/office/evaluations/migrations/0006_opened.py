"""How many sheets were opened, counted once for what is there."""

import django.db.models.deletion
from django.db import migrations, models

import canbo.office.base.trail
from canbo.office.base.trail import Distribute, at_once

COUNTED = """
INSERT INTO sheets_opened (agency_id, cycle_id, unit_id, kind, sheets)
SELECT agency_id, cycle_id, unit_id, kind, COUNT(*) FROM sheet GROUP BY agency_id, cycle_id, unit_id, kind
"""


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0003_job_file_until"),
        ("cycles", "0002_records"),
        ("evaluations", "0005_begin_with_what_waits"),
        ("people", "0003_secrets"),
    ]

    operations = [
        migrations.CreateModel(
            name="Opened",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("sheets", models.IntegerField(default=0)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.agency"
                    ),
                ),
                (
                    "cycle",
                    canbo.office.base.trail.TrailKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="opened", to="cycles.cycle"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.unit"),
                ),
            ],
            options={
                "db_table": "sheets_opened",
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "cycle", "unit", "kind"), name="sheets_opened_once")
                ],
            },
        ),
        Distribute("Opened"),
        migrations.RunSQL(COUNTED, migrations.RunSQL.noop),
        migrations.RunPython(at_once, migrations.RunPython.noop),
    ]
