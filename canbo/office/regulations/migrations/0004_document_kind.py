"""What the adopting document is called. Null in the record, so that SQLite adds the column without rebuilding the table
and its triggers, and so that what was never asked stays told apart."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("regulations", "0003_draft_typed"),
    ]

    operations = [
        migrations.AddField(
            model_name="adoption",
            name="kind",
            field=models.CharField(max_length=60, null=True, verbose_name="Tên loại văn bản"),
        ),
        migrations.AddField(
            model_name="adoptiondraft",
            name="kind",
            field=models.CharField(blank=True, max_length=60, verbose_name="Tên loại văn bản"),
        ),
    ]
