"""What was decided before, counted by body."""

from django.db import migrations

from canbo.office.base.trail import at_once

DECIDED = """
INSERT INTO tally (agency_id, cycle_id, body_id, kind, level, sheets)
SELECT s.agency_id, s.cycle_id, body.id, s.kind, s.level, SUM(s.sheets) FROM summary s
JOIN unit ON unit.id = s.unit_id JOIN unit body ON body.agency_id = unit.agency_id AND body.is_agency
GROUP BY s.agency_id, s.cycle_id, body.id, s.kind, s.level
"""


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0008_tally"), ("results", "0003_lean")]

    operations = [
        migrations.RunSQL(DECIDED, migrations.RunSQL.noop),
        migrations.RunPython(at_once, migrations.RunPython.noop),
    ]
