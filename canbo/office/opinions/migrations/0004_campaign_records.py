"""Keys by agency on PostgreSQL, and the records nobody may rewrite."""

from django.db import migrations

from canbo.office.base.trail import Distribute, Record

RECORDS = ("Campaign", "CampaignOpening", "CampaignPaper", "CampaignTheme", "CampaignResponse")


class Migration(migrations.Migration):
    dependencies = [("opinions", "0003_campaigns")]
    # Campaign first: the others' keys refer to its new one.
    operations = [*(make(model) for make in (Distribute, Record) for model in RECORDS), Distribute("CampaignPlan")]
