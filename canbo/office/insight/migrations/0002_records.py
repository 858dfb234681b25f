"""Keys by agency on PostgreSQL, and the records nobody may rewrite."""

from django.db import migrations

from canbo.office.base.trail import Distribute, Record


class Migration(migrations.Migration):
    dependencies = [("insight", "0001_initial"), ("base", "0002_records")]
    operations = [
        Distribute("Examination"),
        Distribute("Examined"),
        Distribute("Signal"),
        Record("Examination"),
        Record("Examined"),
        Record("Signal"),
    ]
