"""What signing speaks of: stamps, what one trusts, what a check found. Nothing of PDF's inside here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

Box = tuple[float, float, float, float]  # left, bottom, right, top in points from the page's lower left corner


class SigningError(ValueError):
    """The file, key or signature cannot be used; the message is Vietnamese and says what to do."""


class TimestampError(SigningError):
    """The time-stamp server gave no answer that can be used."""


def grouped(serial: str) -> str:
    """A serial number in groups of four digits."""
    return " ".join(serial[at : at + 4] for at in range(0, len(serial), 4))


@dataclass(frozen=True)
class Stamp:
    """What stands visibly on the paper: what for (`note`), who, in what position, in which way it was signed.

    `space` counts the places to sign that a paper of ours has, from 0. Without it, or where a paper has no such place,
    the stamp goes into `box` on `page` (from 0, from the end when negative); without a box into the next free place in
    the lower margin of that page.
    """

    name: str
    position: str = ""
    note: str = ""
    way: str = ""
    space: int | None = None
    page: int = -1
    box: Box | None = None


@dataclass(frozen=True)
class Certificate:
    """A certificate (X.509) in words. `fingerprint` is the SHA-256 of its DER, `authority` whether it may issue others,
    `signs` whether its key may sign papers, `stamps_time` whether it may issue time-stamps."""

    der: bytes
    subject: str
    issuer: str
    serial: str
    fingerprint: str
    valid_from: datetime
    valid_to: datetime
    authority: bool
    signs: bool
    stamps_time: bool

    @property
    def grouped_serial(self) -> str:
        """The serial number to be read and compared by eye."""
        return grouped(self.serial)


@dataclass(frozen=True)
class Trust:
    """What an agency trusts, as DER: authorities that issue certificates, single certificates trusted for themselves
    alone, other authorities on the way to a trusted one, and lists of revoked certificates."""

    authorities: tuple[bytes, ...] = ()
    single: tuple[bytes, ...] = ()
    between: tuple[bytes, ...] = ()
    revoked: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class Finding:
    """One signature of a paper.

    `whole`: the paper is as it was when signed, but for later signatures. `trusted`: the certificate leads to one the
    agency trusts and was neither expired nor revoked at `at`. `reasons` say why not; `notices` what could not be known.
    """

    field: str
    certificate: Certificate | None
    claimed_at: datetime | None
    timestamp_at: datetime | None
    at: datetime
    whole: bool
    trusted: bool
    reasons: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """Whether the signature stands: whole and trusted."""
        return self.whole and self.trusted


@dataclass(frozen=True)
class Report:
    """What checking a paper found, signatures in the order they were made."""

    findings: tuple[Finding, ...]

    @property
    def good(self) -> bool:
        """Whether there is a signature and every one stands."""
        return bool(self.findings) and all(finding.good for finding in self.findings)
