"""Signing a PDF with a key that is here: PAdES B-B, or B-T where a time-stamp server answers."""

from __future__ import annotations

from datetime import datetime

from canbo.paperwork.signing import external
from canbo.paperwork.signing.keys import Key
from canbo.paperwork.signing.model import Stamp
from canbo.paperwork.signing.timestamps import Transport


def seal(
    paper: bytes, key: Key, *, at: datetime, stamp: Stamp | None = None, reason: str = "",
    timestamp: Transport | None = None,
) -> external.Signed:  # fmt: skip
    """The paper with one more signature; what was signed before stays valid.

    `at` is the time of signing, with its zone. SigningError where the paper or the key cannot be used, TimestampError
    where `timestamp` was given and no usable time came.
    """
    made = external.prepare(paper, key.certificate.der, at=at, stamp=stamp, reason=reason, chain=key.chain)
    return external.finish(made, key.sign(made.attributes), timestamp=timestamp)
