"""Marks take a byte each wherever they are whole, half or quarter points; the same bytes on both engines."""

from typing import Any

from django.db import migrations

from canbo.office.base.repacked import repack
from canbo.office.base.trail import Record


def pack(apps: Any, schema_editor: Any) -> None:
    repack(schema_editor, "marking", "draft")


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0009_tally_by_rank")]

    operations = [migrations.RunPython(pack), Record("Marking")]
