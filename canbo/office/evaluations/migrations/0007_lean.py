"""Keys that begin with the row they are about find it too, so the indexes beside them go; nobody asks by the others.

SQLite builds a table anew for this and loses its triggers: what is a record is said again.
"""

from typing import Any

from django.conf import settings
from django.db import migrations, models
from django.db.models.deletion import PROTECT

from canbo.office.base.trail import Record, TrailKey

KEYS = [
    ("assignee", "assignee_once", ("sheet", "step", "person", "agency"), models.Q(("ended_at__isnull", True))),
    ("sheet", "sheet_one_per_person", ("person", "cycle", "agency"), models.Q(("person__isnull", False))),
    ("sheet", "sheet_one_per_collective", ("collective", "cycle", "agency"), models.Q(("collective__isnull", False))),
    ("state", "sheet_state_once", ("sheet", "agency"), None),
]


def link(to: str, **given: Any) -> models.ForeignKey:
    return models.ForeignKey(db_index=False, on_delete=PROTECT, to=to, **given)


def trail(name: str) -> TrailKey:
    return TrailKey(db_index=False, on_delete=PROTECT, related_name=name, to="evaluations.sheet")


FIELDS = [
    ("assignee", "by", link(settings.AUTH_USER_MODEL, null=True, related_name="+")),
    ("assignee", "person", link("people.person", related_name="+")),
    ("assignee", "sheet", trail("assignees")),
    ("marking", "account", link(settings.AUTH_USER_MODEL, related_name="+")),
    ("marking", "on_behalf_of", link("people.person", null=True, related_name="+")),
    ("sheet", "collective", link("people.unit", null=True, related_name="collective_sheets")),
    ("sheet", "person", link("people.person", null=True, related_name="sheets")),
    ("state", "sheet", trail("state")),
]


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0003_job_file_until"),
        ("cycles", "0002_records"),
        ("evaluations", "0006_opened"),
        ("people", "0003_secrets"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *(migrations.RemoveConstraint(model, name) for model, name, _, _ in KEYS),
        migrations.RemoveIndex("marking", "marking_newest"),
        *(migrations.AlterField(model, name, field) for model, name, field in FIELDS),
        *(
            migrations.AddConstraint(model, models.UniqueConstraint(fields=fields, name=name, condition=condition))
            for model, name, fields, condition in KEYS
        ),
        Record("Sheet"),
        Record("Marking"),
    ]
