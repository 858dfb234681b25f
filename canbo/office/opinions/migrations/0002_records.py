"""Keys by agency on PostgreSQL, and the records nobody may rewrite."""

from django.db import migrations

from canbo.office.base.trail import Distribute, Record

MODELS = ("DrawFrame", "Draw", "DrawCommitment", "DrawReveal", "DrawResult")


class Migration(migrations.Migration):
    dependencies = [("opinions", "0001_initial")]
    operations = [operation(model) for operation in (Distribute, Record) for model in MODELS]
