"""Keys by agency on PostgreSQL, and the records nobody may rewrite."""

from django.db import migrations

from canbo.office.base.trail import Record


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [
        Record("Succession"),
    ]
