"""What the record says of somebody's steps, stretch by stretch, derived once for what is there."""

from dataclasses import asdict
from itertools import groupby

import django.db.models.deletion
from django.db import migrations, models

from canbo.office.base.trail import at_once
from canbo.office.profiles.attained import CHUNK, FIELDS, stretches
from canbo.office.profiles.queries.standing import COLUMNS, Item


def fill(apps, schema_editor):
    """A thousand rows at a time."""
    values, attained = apps.get_model("profiles", "ProfileValue"), apps.get_model("profiles", "Attained")
    standing = values.objects.filter(entry__field__in=FIELDS, entry__replaced_by=None, entry__withdrawal=None)
    told = (Item(*row) for row in standing.order_by("entry__person_id", "entry_id").values_list(*COLUMNS).iterator())
    made = []
    for person, items in groupby(told, lambda one: one.person):
        made += [attained(person_id=person, **asdict(one)) for one in stretches(items)]
        if len(made) >= CHUNK:
            attained.objects.bulk_create(made)
            made = []
    attained.objects.bulk_create(made)


class Migration(migrations.Migration):
    dependencies = [("people", "0003_secrets"), ("profiles", "0004_personal_data")]

    operations = [
        migrations.CreateModel(
            name="Attained",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="Từ ngày")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="Đến ngày")),
                ("steps", models.CharField(max_length=200)),
                ("recruited", models.DateField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attained",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "db_table": "profile_attained",
                "constraints": [
                    models.UniqueConstraint(fields=("person", "valid_from"), name="profile_attained_once"),
                    models.CheckConstraint(
                        name="profile_attained_days",
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                        ),
                    ),
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(at_once, migrations.RunPython.noop),
    ]
