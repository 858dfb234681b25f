"""Keys by agency on PostgreSQL, and the records nobody may rewrite."""

from django.db import migrations

from canbo.office.base.trail import Distribute, Record


class Migration(migrations.Migration):
    dependencies = [("base", "0001_initial")]
    operations = [
        Distribute("Event"),
        Distribute("Link"),
        Distribute("Seal"),
        Distribute("StoredFile"),
        Record("Event"),
        Record("Link"),
        Record("Seal"),
        Record("StoredFile"),
    ]
