"""Signatures: the keys an agency seals with, whom it trusts, whose certificate is whose, and what was signed."""

from __future__ import annotations

import hashlib

from django.db import models
from django.db.models import Q

from canbo.office.base.models import Account, StoredFile
from canbo.office.base.trail import TrailKey, TrailModel
from canbo.office.people.models import Person
from canbo.paperwork.signing.model import grouped


class Certified(TrailModel):
    """Abstract: a row about a certificate, which is kept whole (`pem`), with what lists show of it."""

    pem = models.TextField()
    subject = models.CharField("Chủ thể", max_length=300)
    issuer = models.CharField("Nơi cấp", max_length=300)
    serial = models.CharField("Số chứng thư", max_length=64)
    fingerprint = models.CharField(max_length=64)
    valid_from = models.DateTimeField("Hiệu lực từ")
    valid_to = models.DateTimeField("Hiệu lực đến")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True

    @property
    def grouped_serial(self) -> str:
        """The serial number to be read and compared by eye."""
        return grouped(self.serial)


class SealKey(Certified):
    """Khóa đóng dấu: a key the agency seals with. `kind` says where the private key is: made by ourselves or brought as
    PKCS#12, it lies encrypted in the data folder under its fingerprint; `token` is behind PKCS#11. A record."""

    KINDS = [("internal", "Con dấu nội bộ"), ("file", "Tệp khóa được cấp"), ("token", "Thiết bị ký trên máy chủ")]
    kind = models.CharField(max_length=8, choices=KINDS)
    chain = models.TextField(blank=True)  # certificates above, PEM
    token = models.CharField("Nhãn thiết bị", max_length=80, blank=True)
    label = models.CharField("Nhãn khóa", max_length=80, blank=True)

    class Meta:
        db_table = "seal_key"
        indexes = [models.Index(fields=["agency", "id"], name="seal_key_newest")]


class SealKeyEnd(TrailModel):
    """Thôi dùng khóa: from then on nothing is sealed with it; what was stays valid. A record."""

    key = TrailKey(SealKey, on_delete=models.PROTECT, related_name="ends")
    reason = models.CharField("Lý do", max_length=300)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "seal_key_end"
        constraints = [models.UniqueConstraint(name="seal_key_end_once", fields=["agency", "key"])]


class Trusted(Certified):
    """Mục tin cậy: from then on the agency trusts what this authority issues, or this one certificate. A record."""

    authority = models.BooleanField("Nơi cấp chứng thư")

    class Meta:
        db_table = "trusted"
        indexes = [models.Index(fields=["agency", "id"], name="trusted_of_agency")]


class TrustedEnd(TrailModel):
    """Thôi tin cậy: from then on no new signature leans on it. A record."""

    trusted = TrailKey(Trusted, on_delete=models.PROTECT, related_name="ends")
    reason = models.CharField("Lý do", max_length=300)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "trusted_end"
        constraints = [models.UniqueConstraint(name="trusted_end_once", fields=["agency", "trusted"])]


class RevocationList(TrailModel):
    """Danh sách thu hồi: certificates an authority has revoked, as it stood at `since`. A record."""

    file = TrailKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    issuer = models.CharField("Nơi cấp", max_length=300)
    since = models.DateTimeField("Lập lúc")
    until = models.DateTimeField("Có giá trị đến", null=True)
    count = models.IntegerField("Số chứng thư bị thu hồi")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "revocation_list"
        indexes = [models.Index(fields=["agency", "issuer", "since"], name="revocation_list_newest")]


class PersonCertificate(Certified):
    """Chứng thư của người: somebody says this certificate is theirs; a `CertificateRuling` says whether. A record."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="certificates")

    class Meta:
        db_table = "person_certificate"
        indexes = [
            models.Index(fields=["agency", "fingerprint"], name="person_certificate_print"),
            models.Index(fields=["agency", "person"], name="person_certificate_person"),
        ]


class CertificateRuling(TrailModel):
    """Xác nhận chứng thư: confirmed or refused; a confirmed one may end later. The newest row says which. A record."""

    VERDICTS = [("confirmed", "Đã xác nhận"), ("refused", "Không xác nhận"), ("ended", "Thôi dùng")]
    certificate = TrailKey(PersonCertificate, on_delete=models.PROTECT, related_name="rulings")
    verdict = models.CharField(max_length=9, choices=VERDICTS)
    reason = models.CharField("Lý do", max_length=300, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "certificate_ruling"
        indexes = [models.Index(fields=["agency", "certificate", "id"], name="certificate_ruling_newest")]
        constraints = [
            models.CheckConstraint(
                name="certificate_ruling_verdict", condition=Q(verdict__in=["confirmed", "refused", "ended"])
            )
        ]


class Confirmation(TrailModel):
    """Xác nhận mật khẩu: somebody proved again who they are, to sign (`about` names the paper, if one). A record."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "confirmation"
        indexes = [models.Index(fields=["account", "at"], name="confirmation_newest")]


class SigningRequest(TrailModel):
    """Yêu cầu ký: a paper with room for a signature that a token elsewhere makes. A record.

    `attributes` (DER) is what the token signs; `start` and `end` bound the room in the prepared paper (bytes).
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    source_sha256 = models.CharField(max_length=64)
    paper = TrailKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    start = models.IntegerField()
    end = models.IntegerField()
    document_digest = models.BinaryField()
    attributes = models.BinaryField()
    certificate = TrailKey(PersonCertificate, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    once = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "signing_request"

    @property
    def digest(self) -> bytes:
        """SHA-256 of what is to be signed."""
        return hashlib.sha256(bytes(self.attributes)).digest()


class Signature(TrailModel):
    """Chữ ký: a paper was signed; the signed file, by whom, how, with which certificate. A record.

    `once` names the paper for the room that had it signed: one signature per name. `confirmed_at` is when the signer
    gave the password (way "reauth"). `timestamp_at` is a time-stamp server's time, none where there is no server.
    """

    WAYS = [
        ("reauth", "Xác nhận mật khẩu, đóng dấu của cơ quan"),
        ("upload", "Ký bên ngoài, tải lên"),
        ("token", "Thiết bị ký của cá nhân"),
        ("server", "Dấu của cơ quan"),
    ]
    file = TrailKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("Văn bản", max_length=200)
    source_sha256 = models.CharField(max_length=64)
    way = models.CharField("Cách ký", max_length=6, choices=WAYS)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="signatures")
    on_behalf_of = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    key = TrailKey(SealKey, null=True, on_delete=models.PROTECT, related_name="+")
    request = TrailKey(SigningRequest, null=True, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=300)
    serial = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64)
    timestamp_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    once = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "signature"
        constraints = [
            models.CheckConstraint(name="signature_way", condition=Q(way__in=["reauth", "upload", "token", "server"])),
            models.CheckConstraint(
                name="signature_person", condition=Q(person__isnull=False) | Q(way="server", on_behalf_of=None)
            ),
            models.CheckConstraint(
                name="signature_confirmed", condition=Q(confirmed_at__isnull=False) | ~Q(way="reauth")
            ),
            models.UniqueConstraint(name="signature_once", fields=["agency", "once"], condition=~Q(once="")),
            models.UniqueConstraint(name="signature_request_once", fields=["agency", "request"]),
        ]
        indexes = [
            models.Index(fields=["agency", "id"], name="signature_of_agency"),
            models.Index(fields=["person", "id"], name="signature_of_person"),
            models.Index(fields=["agency", "source_sha256"], name="signature_source"),
        ]
