"""A paper is printed for each day it is to be signed on."""

from django.db import migrations, models

from canbo.office.base.trail import Record


class Migration(migrations.Migration):
    dependencies = [("commitments", "0002_records")]
    operations = [
        migrations.AddField(model_name="commitmentpaper", name="day", field=models.DateField(null=True)),
        migrations.RemoveConstraint(model_name="commitmentpaper", name="commitment_paper_once"),
        migrations.AddConstraint(
            model_name="commitmentpaper",
            constraint=models.UniqueConstraint(name="commitment_paper_once", fields=["agency", "text", "day"]),
        ),
        Record("CommitmentPaper"),
    ]
