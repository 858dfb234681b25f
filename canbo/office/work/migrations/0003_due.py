"""What is due on a day is looked up by that day, in calendars and reminders."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("work", "0002_records")]
    operations = [
        migrations.AddIndex(
            model_name="standing", index=models.Index(fields=["due", "person"], name="work_standing_due")
        )
    ]
