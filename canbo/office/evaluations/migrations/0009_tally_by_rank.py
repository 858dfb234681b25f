"""The counts by body in one row for all levels, each at its rank, instead of a row a level: a quarter of the rows. Made
anew from the counts by unit, with the ranks as the frozen rules have them."""

import json
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from canbo.office.base.trail import Distribute, TrailKey, at_once

COLUMNS = ("opened", "unrated", *(f"level_{rank}" for rank in range(1, 10)))
FILL = """
INSERT INTO tally (agency_id, cycle_id, body_id, kind, {columns})
SELECT c.agency_id, c.cycle_id, body.id, c.kind, {sums} FROM (
    SELECT agency_id, cycle_id, unit_id, kind, 'opened' AS counted, sheets FROM sheets_opened
    UNION ALL
    SELECT s.agency_id, s.cycle_id, s.unit_id, s.kind, place.column3, s.sheets FROM summary s
    JOIN cycle ON cycle.agency_id = s.agency_id AND cycle.id = s.cycle_id
    JOIN (VALUES {places}) place ON place.column1 = cycle.rules_id AND place.column2 = s.level
) c
JOIN unit ON unit.id = c.unit_id JOIN unit body ON body.agency_id = unit.agency_id AND body.is_agency
GROUP BY c.agency_id, c.cycle_id, body.id, c.kind
"""
PROTECT = django.db.models.deletion.PROTECT


def fill(apps: Any, schema_editor: Any) -> None:
    used = apps.get_model("cycles", "Cycle").objects.order_by().values("rules_id")
    texts = apps.get_model("regulations", "RulesText").objects.filter(hash__in=used).values_list("hash", "text")
    places = []
    for digest, text in texts:
        levels = {"": "unrated", **{one["key"]: f"level_{one['rank']}" for one in json.loads(text)["levels"]}}
        places += [(digest, level, column) for level, column in levels.items()]
    if places:
        sums = (f"SUM(CASE c.counted WHEN '{column}' THEN c.sheets ELSE 0 END)" for column in COLUMNS)
        values = ", ".join(["(%s, %s, %s)"] * len(places))
        sql = FILL.format(columns=", ".join(COLUMNS), sums=", ".join(sums), places=values)
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(sql, [part for place in places for part in place])


def count(name: str) -> tuple[str, models.Field]:
    return name, models.IntegerField(default=0)


class Migration(migrations.Migration):
    dependencies = [
        ("evaluations", "0008_tally"),
        ("results", "0004_tally"),
        ("regulations", "0004_document_kind"),
    ]

    operations = [
        migrations.DeleteModel("Tally"),
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                *map(count, COLUMNS),
                (
                    "agency",
                    models.ForeignKey(db_index=False, on_delete=PROTECT, related_name="+", to="base.agency"),
                ),
                ("body", models.ForeignKey(db_index=False, on_delete=PROTECT, related_name="+", to="people.unit")),
                ("cycle", TrailKey(on_delete=PROTECT, related_name="+", to="cycles.cycle")),
            ],
            options={
                "db_table": "tally",
                "constraints": [models.UniqueConstraint(fields=("body", "cycle", "kind", "agency"), name="tally_once")],
            },
        ),
        Distribute("Tally"),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(at_once, migrations.RunPython.noop),
    ]
