"""Keys by agency on PostgreSQL, and the records nobody may rewrite."""

from django.db import migrations

from canbo.office.base.trail import Distribute, Record

TABLES = (
    "TrainingChoice", "TrainingImport", "TrainingPlan", "Course", "CourseEnd", "Allotment", "Sending", "SendingDrop",
    "TrainingResult", "PayBack",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("training", "0001_initial")]
    operations = [
        *(Distribute(name) for name in TABLES),
        *(Record(name) for name in TABLES if name != "TrainingImport"),
    ]
