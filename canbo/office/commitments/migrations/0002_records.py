"""Keys by agency on PostgreSQL, and the records nobody may rewrite."""

from django.db import migrations

from canbo.office.base.trail import Distribute, Record


class Migration(migrations.Migration):
    dependencies = [("commitments", "0001_initial"), ("signatures", "0002_records")]
    operations = [
        Distribute("Commitment"),
        Distribute("CommitmentText"),
        Distribute("CommitmentPaper"),
        Distribute("CommitmentSigning"),
        Distribute("CommitmentReturn"),
        Distribute("CommitmentWithdrawal"),
        Distribute("CommitmentReminder"),
        Distribute("CommitmentDraft"),
        Distribute("CommitmentState"),
        Distribute("FrameworkImport"),
        Distribute("Framework"),
        Distribute("FrameworkEnd"),
        Record("Commitment"),
        Record("CommitmentText"),
        Record("CommitmentPaper"),
        Record("CommitmentSigning"),
        Record("CommitmentReturn"),
        Record("CommitmentWithdrawal"),
        Record("CommitmentReminder"),
        Record("Framework"),
        Record("FrameworkEnd"),
    ]
