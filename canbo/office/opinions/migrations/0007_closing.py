"""That the chair ended a vote at its meeting."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import canbo.office.base.trail
from canbo.office.base.trail import Distribute, Record


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0003_job_file_until"),
        ("opinions", "0006_rounds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CampaignClosing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.agency"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "campaign",
                    canbo.office.base.trail.TrailKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="closings", to="opinions.campaign"
                    ),
                ),
            ],
            options={
                "db_table": "campaign_closing",
                "constraints": [models.UniqueConstraint(fields=("agency", "campaign"), name="campaign_closing_once")],
            },
        ),
        Distribute("CampaignClosing"),
        Record("CampaignClosing"),
    ]
