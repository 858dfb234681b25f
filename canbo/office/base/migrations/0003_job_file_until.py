"""A file made by a job may be kept for a while only."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("base", "0002_records")]
    operations = [migrations.AddField("job", "file_until", models.DateTimeField(null=True))]
