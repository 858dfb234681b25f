"""A small world of certificates for the tests: an authority, the people it vouches for, a time-stamp server."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from functools import cache

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from canbo.paperwork.signing import Trust, certificates
from canbo.paperwork.signing.keys import FileKey, Key, open_file

HANOI = timezone(timedelta(hours=7))
NOW = datetime(2026, 3, 10, 9, 30, tzinfo=HANOI)
DAY = timedelta(days=1)
YEAR = 365 * DAY
PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True)
class Holder:
    """A certificate with its private key."""

    private: PrivateKey
    certificate: x509.Certificate
    chain: tuple[bytes, ...] = ()

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def fingerprint(self) -> str:
        return certificates.read_certificate(self.der).fingerprint

    @property
    def key(self) -> Key:
        """Ready to sign with."""
        private = self.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        return open_file(FileKey(private, certificates.read_certificate(self.der), self.chain))

    def pkcs12(self, password: str, *, others: Iterable[Holder] = ()) -> bytes:
        """As the file an authority hands out."""
        above = [one.certificate for one in others]
        locked = BestAvailableEncryption(password.encode())
        return pkcs12.serialize_key_and_certificates(b"k", self.private, self.certificate, above, locked)


def make(
    name: str, issuer: Holder | None = None, *, authority: bool = False, since: datetime = NOW - 20 * YEAR,
    until: datetime = NOW + 50 * YEAR, private: PrivateKey | None = None, signs: bool = True, stamps_time: bool = False,
) -> Holder:  # fmt: skip
    """A new certificate, issued by `issuer` or by itself."""
    private = private or ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    above = issuer.certificate.subject if issuer else subject
    usage = x509.KeyUsage(
        digital_signature=signs, content_commitment=signs, key_encipherment=not signs, data_encipherment=False,
        key_agreement=False, key_cert_sign=authority, crl_sign=authority, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    builder = x509.CertificateBuilder(above, subject, private.public_key(), x509.random_serial_number(), since, until)
    builder = builder.add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    builder = builder.add_extension(usage, critical=True)
    if stamps_time:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return Holder(private, builder.sign(issuer.private if issuer else private, hashes.SHA256()))


def revoked(issuer: Holder, *holders: Holder, at: datetime = NOW - DAY, until: datetime = NOW + DAY) -> bytes:
    """The issuer's list of revoked certificates, as DER."""
    builder = x509.CertificateRevocationListBuilder(issuer.certificate.subject, at, until)
    for holder in holders:
        row = x509.RevokedCertificateBuilder(holder.certificate.serial_number, at).build()
        builder = builder.add_revoked_certificate(row)
    return builder.sign(issuer.private, hashes.SHA256()).public_bytes(Encoding.DER)


@cache
def rsa_key() -> rsa.RSAPrivateKey:
    """The one RSA key of a run: making one takes long."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@cache
def root() -> Holder:
    """The authority everybody trusts unless a test says otherwise."""
    return make("Gốc Thử nghiệm", authority=True, since=NOW - 20 * YEAR, until=NOW + 50 * YEAR)


@cache
def between() -> Holder:
    """An authority under the root, which issues the people's certificates."""
    return make("Nơi cấp Thử nghiệm", root(), authority=True, since=NOW - 20 * YEAR, until=NOW + 50 * YEAR)


@cache
def person(name: str = "Phạm Quốc Nam") -> Holder:
    """A person's certificate in good standing; the same one each time."""
    return replace(make(name, between()), chain=(between().der,))


def trust(**changed: tuple[bytes, ...]) -> Trust:
    """Trust in the root, and the lists of revoked certificates that say nobody is."""
    fresh = Trust(authorities=(root().der,), revoked=(revoked(root()), revoked(between())))
    return replace(fresh, **changed)


class TimeServer:
    """A time-stamp server of the tests: answers requests with the time it is told."""

    def __init__(self, at: datetime, issuer: Holder | None = None) -> None:
        holder = make("Dấu thời gian", issuer or root(), stamps_time=True, since=at - YEAR, private=rsa_key())
        private = holder.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        self.stamper = DummyTimeStamper(
            asn1_x509.Certificate.load(holder.der), asn1_keys.PrivateKeyInfo.load(private), fixed_dt=at
        )

    def __call__(self, request: bytes) -> bytes:
        return bytes(self.stamper.request_tsa_response(tsp.TimeStampReq.load(request)).dump())
