"""The records nobody may rewrite; the words of an entry go only with an erasure on record."""

from django.db import migrations

from canbo.office.base.trail import Record
from canbo.office.profiles.kept import Erasable


class Migration(migrations.Migration):
    dependencies = [("profiles", "0001_initial")]
    operations = [
        Record("ProfileEntry"),
        Record("ProfileWithdrawal"),
        Record("ProfileErasure"),
        Record("SensitiveRead"),
        Erasable("ProfileValue"),
    ]
