"""What an agency trusted at a moment, for the checker."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef

from canbo.office.base import files
from canbo.office.signatures.models import RevocationList, SealKey, SealKeyEnd, Trusted, TrustedEnd
from canbo.paperwork.signing import Trust, certificates


def trust_of(agency_id: int, at: datetime) -> Trust:
    """The authorities and single certificates trusted then, the agency's own keys among them, and the newest list of
    revoked certificates of each issuer. Three queries."""
    ended = TrustedEnd.objects.filter(agency=agency_id, trusted=OuterRef("pk"), at__lte=at)
    rows = list(Trusted.objects.filter(agency=agency_id, at__lte=at).exclude(Exists(ended)))
    gone = SealKeyEnd.objects.filter(agency=agency_id, key=OuterRef("pk"), at__lte=at)
    keys = list(SealKey.objects.filter(agency=agency_id, at__lte=at).exclude(Exists(gone)))
    lists: dict[str, RevocationList] = {}
    for row in RevocationList.objects.filter(agency=agency_id).order_by("since", "id").select_related("file"):
        lists[row.issuer] = row
    return Trust(
        authorities=tuple(der(row.pem) for row in rows if row.authority),
        single=tuple(der(row.pem) for row in (*rows, *keys) if not getattr(row, "authority", False)),
        between=tuple(der for key in keys for der in chain(key.chain)),
        revoked=tuple(files.read(row.file) for row in lists.values()),
    )


def chain(pem: str) -> tuple[bytes, ...]:
    """Kept certificates as DER; none of an empty text."""
    return tuple(one.der for one in certificates.read_certificates(pem.encode())) if pem else ()


def der(pem: str) -> bytes:
    """A kept certificate as DER."""
    return certificates.read_certificate(pem.encode()).der
