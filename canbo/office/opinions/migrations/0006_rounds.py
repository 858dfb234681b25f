"""Rounds that follow one another, what heads say of themselves, who was present at a vote."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import canbo.office.base.trail
from canbo.office.base.trail import Distribute, Record

RECORDS = ("CampaignAttendance", "CampaignFollowing", "CampaignSelfView")


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0003_job_file_until"),
        ("opinions", "0005_issuing"),
        ("people", "0003_secrets"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CampaignAttendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("present", models.IntegerField()),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="attendances", to="opinions.campaign"
                    ),
                ),
            ],
            options={
                "db_table": "campaign_attendance",
                "indexes": [models.Index(fields=["agency", "campaign", "id"], name="campaign_attendance_newest")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("present__gte", 1)), name="campaign_attendance_somebody")
                ],
            },
        ),
        migrations.CreateModel(
            name="CampaignFollowing",
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
                    "before",
                    canbo.office.base.trail.TrailKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="followed_by", to="opinions.campaign"
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="followings", to="opinions.campaign"
                    ),
                ),
            ],
            options={
                "db_table": "campaign_following",
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "campaign"), name="campaign_following_once"),
                    models.UniqueConstraint(fields=("agency", "before"), name="campaign_followed_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CampaignSelfView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("about", models.CharField(max_length=60)),
                ("answers", models.JSONField()),
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="self_views", to="opinions.campaign"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.unit"),
                ),
            ],
            options={
                "db_table": "campaign_self_view",
                "indexes": [
                    models.Index(fields=["agency", "campaign", "about", "id"], name="campaign_self_view_newest")
                ],
            },
        ),
        *(make(model) for make in (Distribute, Record) for model in RECORDS),
    ]
