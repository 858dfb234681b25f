"""The summary row keeps what waits for the review, so that the grid reads no acts."""

from django.db import migrations, models

from canbo.office.work.standing import Deed, derive, waits_text


def fill(apps, schema_editor):
    """Say of the rows there are what their acts say."""
    standings, acts = apps.get_model("work", "Standing"), apps.get_model("work", "Act")
    for row in standings.objects.filter(stage="review").select_related("assignment"):
        work = row.assignment
        deeds = [
            Deed(act.pk, act.kind, act.of_id, act.pieces or 0, act.day, act.objective, act.at.date())
            for act in acts.objects.filter(agency=row.agency_id, assignment=work.pk).order_by("id")
        ]
        waits = waits_text(derive(work.quantity, work.due, deeds, work.missed).batches)
        standings.objects.filter(agency=row.agency_id, pk=row.pk).update(waits=waits)


class Migration(migrations.Migration):
    dependencies = [("work", "0003_due")]
    operations = [
        migrations.AddField(model_name="standing", name="waits", field=models.TextField(default="[]")),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
