"""Keys by agency on PostgreSQL, and the records nobody may rewrite."""

from django.db import migrations

from canbo.office.base.trail import Distribute, Record


class Migration(migrations.Migration):
    dependencies = [("cycles", "0001_initial"), ("base", "0002_records")]
    operations = [
        Distribute("Cycle"),
        Distribute("Deadline"),
        Distribute("CycleLock"),
        Distribute("RepeatStop"),
        Distribute("Reminder"),
        Record("Cycle"),
        Record("Deadline"),
        Record("CycleLock"),
        Record("RepeatStop"),
        Record("Reminder"),
    ]
