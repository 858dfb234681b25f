import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import canbo.office.base.trail
from canbo.office.base.trail import Distribute, Record


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0003_job_file_until"),
        ("opinions", "0004_campaign_records"),
        ("people", "0003_secrets"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CampaignInvitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("about", models.CharField(max_length=60)),
                ("audience", models.CharField(max_length=60)),
                ("group", models.CharField(blank=True, max_length=200)),
                ("issued", models.BooleanField(default=False)),
                ("blinded", models.CharField(blank=True, max_length=64)),
                ("signed", models.TextField(blank=True)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="base.agency"
                    ),
                ),
                (
                    "campaign",
                    canbo.office.base.trail.TrailKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="invitations", to="opinions.campaign"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "db_table": "campaign_invitation",
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "campaign", "person"), name="campaign_invitation_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("blinded", ""), _negated=True),
                        fields=("agency", "campaign", "blinded"),
                        name="campaign_invitation_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("issued", True), models.Q(("blinded", ""), ("signed", "")), _connector="OR"
                        ),
                        name="campaign_invitation_signed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CampaignIssuing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("keys", models.JSONField()),
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "campaign",
                    canbo.office.base.trail.TrailKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="issuings", to="opinions.campaign"
                    ),
                ),
            ],
            options={
                "db_table": "campaign_issuing",
                "constraints": [models.UniqueConstraint(fields=("agency", "campaign"), name="campaign_issuing_once")],
            },
        ),
        Distribute("CampaignInvitation"),
        Distribute("CampaignIssuing"),
        Record("CampaignIssuing"),
    ]
