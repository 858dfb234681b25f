"""Keeping an agency's keys and its trust list: an administrator's work."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from canbo.office.base import files, journal
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account, Agency
from canbo.office.base.trail import TrailModel
from canbo.office.people.access import Viewer
from canbo.office.signatures import access, keyring
from canbo.office.signatures.certified import certified
from canbo.office.signatures.models import RevocationList, SealKey, SealKeyEnd, Trusted, TrustedEnd
from canbo.paperwork.signing import SigningError, certificates, keys

NOT_YOURS = "Chỉ người quản trị hệ thống của cơ quan mới làm được việc này."
EXPIRED = "Chứng thư “{0.subject}” đã hết hạn ngày {0.valid_to:%d/%m/%Y}. Hãy dùng chứng thư còn hạn."
NO_DEVICE = "Máy chủ chưa khai báo thiết bị ký. Hãy đặt CANBO_PKCS11_MODULE và CANBO_PKCS11_PIN rồi khởi động lại."


def add_file(*, actor: Account, agency_id: int, data: bytes, password: str) -> SealKey:
    """Seal with a key that an authority issued as PKCS#12, from now on. The password opens the file and is not kept."""
    _must_keep(actor, agency_id)
    try:
        made = keys.read_pkcs12(data, password)
    except SigningError as error:
        raise ActionError(str(error)) from error
    if made.certificate.valid_to <= timezone.now():
        raise ActionError(EXPIRED.format(made.certificate))
    with transaction.atomic():
        return keyring.add(actor=actor, agency_id=agency_id, made=made, kind="file")


def add_token(*, actor: Account, agency_id: int, token: str, label: str) -> SealKey:
    """Seal with a key inside the token of this server, from now on. The token must be there and hold the key."""
    _must_keep(actor, agency_id)
    if not settings.PKCS11_MODULE:
        raise ActionError(NO_DEVICE)
    try:
        with keys.open_token(settings.PKCS11_MODULE, token, label, settings.PKCS11_PIN) as key:
            key.sign(b"canbo")  # a key that cannot sign is better known of now
            found = key.certificate
    except SigningError as error:
        raise ActionError(str(error)) from error
    if found.valid_to <= timezone.now():
        raise ActionError(EXPIRED.format(found))
    with transaction.atomic():
        row = SealKey.objects.create(
            agency_id=agency_id, kind="token", token=token, label=label, by=actor, at=timezone.now(), **certified(found)
        )
        _log(actor, row, "signatures.key_added", kind="token", fingerprint=row.fingerprint)
    return row


@transaction.atomic
def renew(*, actor: Account, agency_id: int) -> SealKey:
    """Make a new internal key and seal with it from now on."""
    _must_keep(actor, agency_id)
    return keyring.make_internal(actor=actor, agency=Agency.objects.select_for_update().get(pk=agency_id))


@transaction.atomic
def end_key(*, actor: Account, key: SealKey, reason: str) -> SealKeyEnd:
    """Seal nothing more with this key. What it sealed stays valid as of its day."""
    _must_keep(actor, key.agency_id)
    Agency.objects.select_for_update().get(pk=key.agency_id)
    if SealKeyEnd.objects.filter(agency=key.agency_id, key=key).exists():
        raise ActionError("Khóa này đã thôi dùng rồi.")
    row = SealKeyEnd.objects.create(agency_id=key.agency_id, key=key, reason=reason, by=actor, at=timezone.now())
    _log(actor, row, "signatures.key_ended", key=key.pk)
    return row


@transaction.atomic
def add_trusted(*, actor: Account, agency_id: int, data: bytes) -> list[Trusted]:
    """Trust the certificates of a file from now on: of authorities what they issue, of others themselves alone."""
    _must_keep(actor, agency_id)
    Agency.objects.select_for_update().get(pk=agency_id)
    try:
        found = certificates.read_certificates(data)
    except SigningError as error:
        raise ActionError(str(error)) from error
    ended = TrustedEnd.objects.filter(agency=agency_id).values("trusted")
    held = set(Trusted.objects.filter(agency=agency_id).exclude(pk__in=ended).values_list("fingerprint", flat=True))
    new = [one for one in found if one.fingerprint not in held]
    if not new:
        raise ActionError("Chứng thư trong tệp đã có trong danh sách tin cậy.")
    for one in new:
        if one.valid_to <= timezone.now():
            raise ActionError(EXPIRED.format(one))
    rows = []
    for one in new:
        row = Trusted.objects.create(
            agency_id=agency_id, authority=one.authority, by=actor, at=timezone.now(), **certified(one)
        )
        _log(actor, row, "signatures.trusted", fingerprint=row.fingerprint)
        rows.append(row)
    return rows


@transaction.atomic
def end_trusted(*, actor: Account, trusted: Trusted, reason: str) -> TrustedEnd:
    """Trust this no longer: no new signature is accepted by it. What was accepted stays."""
    _must_keep(actor, trusted.agency_id)
    Agency.objects.select_for_update().get(pk=trusted.agency_id)
    if TrustedEnd.objects.filter(agency=trusted.agency_id, trusted=trusted).exists():
        raise ActionError("Mục này đã thôi tin cậy rồi.")
    row = TrustedEnd.objects.create(
        agency_id=trusted.agency_id, trusted=trusted, reason=reason, by=actor, at=timezone.now()
    )
    _log(actor, row, "signatures.trust_ended", trusted=trusted.pk)
    return row


@transaction.atomic
def add_list(*, actor: Account, agency_id: int, data: bytes, name: str) -> RevocationList:
    """Keep a list of revoked certificates. A trusted authority must have signed it, or anybody could revoke anybody."""
    _must_keep(actor, agency_id)
    try:
        found = certificates.read_revoked(data)
    except SigningError as error:
        raise ActionError(str(error)) from error
    ended = TrustedEnd.objects.filter(agency=agency_id).values("trusted")
    authorities = Trusted.objects.filter(agency=agency_id, authority=True).exclude(pk__in=ended)
    if not any(found.issued_by(certificates.read_certificate(row.pem.encode())) for row in authorities):
        raise ActionError(
            f"Danh sách này do “{found.issuer}” lập, không thuộc danh sách tin cậy. Hãy thêm nơi cấp này trước."
        )
    issuer = found.issuer[:300]
    if RevocationList.objects.filter(agency=agency_id, issuer=issuer, since__gte=found.since).exists():
        raise ActionError("Đã có danh sách thu hồi này hoặc mới hơn của nơi cấp đó.")
    file = files.store(agency_id=agency_id, actor=actor, name=name, data=found.der, content_type="application/pkix-crl")
    row = RevocationList.objects.create(
        agency_id=agency_id, file=file, issuer=issuer, since=found.since, until=found.until, count=found.count,
        by=actor, at=timezone.now(),
    )  # fmt: skip
    _log(actor, row, "signatures.revocations_added", file=file.sha256, count=found.count)
    return row


def _must_keep(actor: Account, agency_id: int) -> None:
    if not access.may_keep_keys(Viewer(actor), agency_id):
        raise ActionError(NOT_YOURS)


def _log(actor: Account, row: TrailModel, verb: str, **data: Any) -> None:
    journal.record(agency_id=row.agency_id, actor=actor, verb=verb, subject=row, data=data)
