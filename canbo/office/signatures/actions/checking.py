"""Checking a paper's signatures against what the agency trusts."""

from __future__ import annotations

import hashlib

from django.utils import timezone

from canbo.office.base.errors import ActionError
from canbo.office.signatures.models import Signature
from canbo.office.signatures.trust import trust_of
from canbo.paperwork.signing import Report, SigningError, checking


def verify(pdf: bytes, agency_id: int) -> Report:
    """What stands of each signature, by the agency's trust list: for a paper kept here as of the day it was, for any
    other as of now. ActionError where the file is no PDF."""
    digest = hashlib.sha256(pdf).hexdigest()
    kept = Signature.objects.filter(agency=agency_id, file__sha256=digest).order_by("at").first()
    at = kept.at if kept is not None else timezone.localtime()
    try:
        return checking.check(pdf, trust_of(agency_id, at), at=at)
    except SigningError as error:
        raise ActionError(str(error)) from error
