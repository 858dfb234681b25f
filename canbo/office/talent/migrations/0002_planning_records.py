"""Keys by agency on PostgreSQL, and the records nobody may rewrite: planning and programmes."""

from django.db import migrations

from canbo.office.base.trail import Distribute, Record

TABLES = (
    "PlanningRules", "CadrePlan", "PlanPost", "PlanStep", "PlanVote", "PlanEntry", "PlanFact", "PlanPotential",
    "PlanPublication", "PlanNotice", "PlanNoticeRead", "PlanComment", "PlanAnswer", "PlanApproval", "Programme",
    "ProgrammeTarget", "ProgrammeValue", "ProgrammeReview",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("talent", "0001_planning")]
    operations = [*(Distribute(name) for name in TABLES), *(Record(name) for name in TABLES)]
