"""Entries are found by their field first: somebody's are found by the index of the person too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("profiles", "0005_attained")]

    operations = [
        migrations.RemoveIndex("profileentry", "profile_entry_of"),
        migrations.AddIndex("profileentry", models.Index(fields=["field", "person"], name="profile_entry_of")),
    ]
