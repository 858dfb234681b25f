"""A certificate as a row keeps it."""

from __future__ import annotations

from typing import Any

from canbo.paperwork.signing.certificates import to_pem
from canbo.paperwork.signing.model import Certificate


def certified(found: Certificate) -> dict[str, Any]:
    """The fields of a `Certified` row about this certificate."""
    return {
        "pem": to_pem(found.der), "subject": found.subject[:300], "issuer": found.issuer[:300],
        "serial": found.serial[:64], "fingerprint": found.fingerprint, "valid_from": found.valid_from,
        "valid_to": found.valid_to,
    }  # fmt: skip
