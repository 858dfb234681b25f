"""Keys by agency on PostgreSQL, and the records nobody may rewrite."""

from django.db import migrations

from canbo.office.base.trail import Distribute, Record

MODELS = (
    "SealKey",
    "SealKeyEnd",
    "Trusted",
    "TrustedEnd",
    "RevocationList",
    "PersonCertificate",
    "CertificateRuling",
    "Confirmation",
    "SigningRequest",
    "Signature",
)


class Migration(migrations.Migration):
    dependencies = [("signatures", "0001_initial"), ("base", "0002_records")]
    operations = [*map(Distribute, MODELS), *map(Record, MODELS)]
