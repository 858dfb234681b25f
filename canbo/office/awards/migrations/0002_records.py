"""Keys by agency on PostgreSQL, and the records nobody may rewrite."""

from django.db import migrations

from canbo.office.base.trail import Distribute, Record

TABLES = (
    "AwardRules", "AwardImport", "AwardFact", "AwardRound", "Proposal", "ProposalDrop", "CouncilMeeting", "CouncilVote",
    "AwardDecision", "Award", "AwardWithdrawal",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("awards", "0001_initial")]
    operations = [
        *(Distribute(name) for name in TABLES),
        *(Record(name) for name in TABLES if name != "AwardImport"),
    ]
