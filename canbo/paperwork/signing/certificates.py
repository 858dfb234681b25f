"""Certificates and revocation lists, from the files people have: PEM, DER, PKCS#7."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING

from canbo.paperwork.signing.model import Certificate, SigningError

if TYPE_CHECKING:
    from cryptography import x509

NOT_A_CERTIFICATE = (
    "Không đọc được chứng thư trong tệp này. Hãy dùng tệp .cer, .crt, .pem hoặc .p7b do nơi cấp chứng thư cung cấp."
)
NOT_A_LIST = "Không đọc được danh sách thu hồi trong tệp này. Hãy dùng tệp .crl tải từ trang của nơi cấp chứng thư."


def read_certificates(data: bytes) -> list[Certificate]:
    """Every certificate of a file, in its order; SigningError where there is none."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import pkcs7

    readers = (
        x509.load_pem_x509_certificates,
        lambda given: [x509.load_der_x509_certificate(given)],
        pkcs7.load_pem_pkcs7_certificates,
        pkcs7.load_der_pkcs7_certificates,
    )
    for read in readers:
        try:
            found = read(data)
        except ValueError:
            continue
        if found:
            return [describe(one) for one in found]
    raise SigningError(NOT_A_CERTIFICATE)


def read_certificate(data: bytes) -> Certificate:
    """The one certificate of a file: of several, the first that issues none of the others."""
    found = read_certificates(data)
    return next((one for one in found if not one.authority), found[0])


def describe(certificate: x509.Certificate) -> Certificate:
    """A certificate in words. SigningError where it is too broken to be read."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.x509.oid import ExtendedKeyUsageOID

    der = certificate.public_bytes(Encoding.DER)
    try:
        extensions = {one.oid: one.value for one in certificate.extensions}
        subject, issuer = name_of(certificate.subject), name_of(certificate.issuer)
    except ValueError as error:
        raise SigningError(NOT_A_CERTIFICATE) from error
    usage = extensions.get(x509.KeyUsage.oid)
    basic = extensions.get(x509.BasicConstraints.oid)
    extended = extensions.get(x509.ExtendedKeyUsage.oid)
    stamping = ExtendedKeyUsageOID.TIME_STAMPING
    return Certificate(
        der=der,
        subject=subject,
        issuer=issuer,
        serial=f"{certificate.serial_number:x}",
        fingerprint=hashlib.sha256(der).hexdigest(),
        valid_from=certificate.not_valid_before_utc,
        valid_to=certificate.not_valid_after_utc,
        authority=isinstance(basic, x509.BasicConstraints) and basic.ca,
        signs=not isinstance(usage, x509.KeyUsage) or usage.digital_signature or usage.content_commitment,
        stamps_time=isinstance(extended, x509.ExtendedKeyUsage) and stamping in extended,
    )


def to_pem(der: bytes) -> str:
    """A certificate as text."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    return x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM).decode()


def name_of(name: x509.Name) -> str:
    """The common name, or else the whole of what the certificate calls its holder."""
    from cryptography.x509.oid import NameOID

    found = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else name.rfc4514_string()


def read_revoked(data: bytes) -> RevocationList:
    """A revocation list (PEM or DER); SigningError where it is none."""
    from cryptography import x509

    for read in (x509.load_der_x509_crl, x509.load_pem_x509_crl):
        try:
            return RevocationList(read(data))
        except ValueError:
            continue
    raise SigningError(NOT_A_LIST)


class RevocationList:
    """A list of revoked certificates (CRL): whose, from when, until when, how many."""

    def __init__(self, crl: x509.CertificateRevocationList) -> None:
        from cryptography.hazmat.primitives.serialization import Encoding

        self.crl = crl
        self.der: bytes = crl.public_bytes(Encoding.DER)
        self.issuer: str = name_of(crl.issuer)
        self.since: datetime = crl.last_update_utc
        self.until: datetime | None = crl.next_update_utc
        self.count: int = len(crl)

    def issued_by(self, certificate: Certificate) -> bool:
        """Whether this certificate's key signed the list."""
        from cryptography import x509

        issuer = x509.load_der_x509_certificate(certificate.der)
        try:
            return issuer.subject == self.crl.issuer and self.crl.is_signature_valid(issuer.public_key())  # type: ignore[arg-type]  # a key that signs no lists raises
        except TypeError:
            return False

    def revoked_at(self, serial: str) -> datetime | None:
        """When the certificate with this serial number was revoked; None while it is not on the list."""
        found = self.crl.get_revoked_certificate_by_serial_number(int(serial, 16))
        return found.revocation_date_utc if found else None
