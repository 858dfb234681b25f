"""Keys by agency on PostgreSQL, and the records nobody may rewrite."""

from django.db import migrations

from canbo.office.base.trail import Distribute, Record

RECORDS = [
    "Catalogue", "CatalogueEnd", "Product", "Routine", "RoutineEnd", "Assignment", "Act", "Proof", "Initiative",
]  # fmt: skip
# An import is an upload being looked at, a standing is a summary: both are rewritten.
OTHERS = ["CatalogueImport", "Standing"]


class Migration(migrations.Migration):
    dependencies = [("work", "0001_initial"), ("base", "0002_records")]
    operations = [
        *(Distribute(model) for model in [*RECORDS, *OTHERS]),
        *(Record(model) for model in RECORDS),
    ]
