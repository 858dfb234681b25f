"""Keeping what was signed: the file, the record, the event, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from canbo.office.base import files, journal
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account
from canbo.office.signatures.clock import Clock
from canbo.office.signatures.models import Signature
from canbo.paperwork.signing import TimestampError, external
from canbo.paperwork.signing.model import Certificate


class NoTime(ActionError):
    """The time-stamp server does not answer, and nothing may be signed without it."""


@dataclass(frozen=True)
class Unkept:
    """A signed paper that is not kept yet. To make it may take as long as a time-stamp server lets one wait; to keep it
    is one short transaction, which may belong to the caller's. `twice` is said where somebody was first."""

    fields: Mapping[str, Any]
    twice: str = ""

    def keep(self) -> Signature:
        """Write it down."""
        try:
            return record(**self.fields)
        except IntegrityError as error:
            if not self.twice:
                raise
            raise ActionError(self.twice) from error


def existing(agency_id: int, once: str) -> Signature | None:
    """The signature of the paper of this name, if it is signed."""
    return Signature.objects.filter(agency=agency_id, once=once).first() if once else None


def finished(prepared: external.Prepared, answer: bytes, clock: Clock) -> external.Signed:
    """Put a signature in, with a time-stamp where a server is set; without where it does not answer and need not."""
    if clock.works:
        try:
            return external.finish(prepared, answer, timestamp=clock)
        except TimestampError as error:
            if settings.TSA_REQUIRED:
                raise NoTime(f"{error} Văn bản này chưa được ký.") from error
            clock.failed()
    elif settings.TSA_URL and settings.TSA_REQUIRED:
        raise NoTime("Máy chủ cấp dấu thời gian không trả lời. Chưa ký được; hãy thử lại sau.")
    return external.finish(prepared, answer)


def record(
    *, actor: Account, agency_id: int, name: str, source: str, signed: external.Signed, certificate: Certificate,
    once: str, at: datetime, **fields: Any,
) -> Signature:  # fmt: skip
    """Keep a signed paper; `source` is the SHA-256 of what was signed. Of two that sign under one name at once, the
    second gets the first's signature."""
    try:
        with transaction.atomic():
            file = files.store(
                agency_id=agency_id, actor=actor, name=name, data=signed.paper, content_type="application/pdf"
            )
            row = Signature.objects.create(
                agency_id=agency_id, account=actor, name=name[:200], file=file, once=once, at=at,
                source_sha256=source, timestamp_at=signed.timestamp_at,
                subject=certificate.subject[:300], serial=certificate.serial, fingerprint=certificate.fingerprint,
                **fields,
            )  # fmt: skip
            journal.record(
                agency_id=agency_id, actor=actor, verb="signatures.signed", subject=row,
                data={"way": row.way, "person": row.person_id, "file": file.sha256, "source": row.source_sha256},
            )  # fmt: skip
    except IntegrityError:
        if done := existing(agency_id, once):
            return done
        raise
    return row
