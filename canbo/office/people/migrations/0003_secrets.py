"""Encrypt the secrets of second factors; let the slips of codes printed so far go."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone

from canbo.office.people.secrets import encrypt


def protect(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Each secret of `allauth.mfa`: a TOTP's, and the seed (or the codes, where they were imported) of the spare codes."""
    for row in apps.get_model("mfa", "Authenticator").objects.filter(type__in=["totp", "recovery_codes"]):
        for name in {"secret", "seed"} & row.data.keys():
            row.data[name] = encrypt(row.data[name])
        if "migrated_codes" in row.data:
            row.data["migrated_codes"] = [encrypt(code) for code in row.data["migrated_codes"]]
        row.save(update_fields=["data"])
    slips = apps.get_model("base", "Job").objects.filter(kind="people.codes", file__isnull=False)
    slips.update(file_until=timezone.now())


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_records"),
        ("base", "0003_job_file_until"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]
    operations = [migrations.RunPython(protect, migrations.RunPython.noop)]
