"""Keys by agency on PostgreSQL, and the records nobody may rewrite."""

from django.db import migrations

from canbo.office.base.trail import Distribute, Record


class Migration(migrations.Migration):
    dependencies = [("results", "0001_initial"), ("evaluations", "0002_records")]
    operations = [
        Distribute("Ground"),
        Distribute("Decision"),
        Distribute("Closing"),
        Distribute("Publication"),
        Distribute("Notice"),
        Distribute("NoticeRead"),
        Distribute("Petition"),
        Distribute("PetitionAnswer"),
        Distribute("Summary"),
        Record("Ground"),
        Record("Decision"),
        Record("Closing"),
        Record("Publication"),
        Record("Notice"),
        Record("NoticeRead"),
        Record("Petition"),
        Record("PetitionAnswer"),
    ]
