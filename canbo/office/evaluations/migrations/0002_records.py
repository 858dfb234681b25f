"""Keys by agency on PostgreSQL, and the records nobody may rewrite."""

from django.db import migrations

from canbo.office.base.trail import Distribute, Record


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0001_initial"), ("cycles", "0002_records")]
    operations = [
        Distribute("Sheet"),
        Distribute("Assignee"),
        Distribute("Draft"),
        Distribute("Marking"),
        Distribute("Word"),
        Distribute("Evidence"),
        Distribute("Return"),
        Distribute("Extension"),
        Distribute("Meeting"),
        Distribute("Vote"),
        Distribute("State"),
        Record("Sheet"),
        Record("Marking"),
        Record("Word"),
        Record("Evidence"),
        Record("Return"),
        Record("Extension"),
        Record("Meeting"),
        Record("Vote"),
    ]
