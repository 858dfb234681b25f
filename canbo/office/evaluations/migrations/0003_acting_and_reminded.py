"""For whom a delegate marked; which sheets a reminder was about."""

import django.db.models.deletion
from django.db import migrations, models

import canbo.office.base.trail
from canbo.office.base.trail import Distribute, Record


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0002_records"),
        ("cycles", "0002_records"),
        ("evaluations", "0002_records"),
        ("people", "0002_records"),
    ]

    operations = [
        migrations.AddField(
            model_name="marking",
            name="on_behalf_of",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
            ),
        ),
        migrations.CreateModel(
            name="Reminded",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="base.agency",
                    ),
                ),
                (
                    "reminder",
                    canbo.office.base.trail.TrailKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sheets", to="cycles.reminder"
                    ),
                ),
                (
                    "sheet",
                    canbo.office.base.trail.TrailKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reminders", to="evaluations.sheet"
                    ),
                ),
            ],
            options={
                "db_table": "reminded",
                "constraints": [models.UniqueConstraint(fields=("agency", "reminder", "sheet"), name="reminded_once")],
            },
        ),
        Distribute("Reminded"),
        Record("Reminded"),
    ]
