"""The key an agency seals with: finding it, making the first one, opening it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from canbo.office.base import journal
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account, Agency
from canbo.office.signatures import vault
from canbo.office.signatures.certified import certified
from canbo.office.signatures.models import SealKey, SealKeyEnd
from canbo.office.signatures.trust import chain
from canbo.paperwork.signing import SigningError, certificates, keys

INTERNAL_LASTS = timedelta(days=5 * 365)
INTERNAL_NAME = "{} (con dấu nội bộ)"
NONE_IN_USE = (
    "Cơ quan chưa có khóa đóng dấu đang dùng được (khóa trước đã thôi dùng hoặc hết hạn). Hãy nhờ người quản trị thêm "
    "khóa ở mục Khóa và tin cậy."
)


def current(agency_id: int) -> SealKey | None:
    """The newest key that was not ended and is within its days."""
    now = timezone.now()
    return (
        SealKey.objects.filter(agency=agency_id, valid_from__lte=now, valid_to__gt=now)
        .exclude(pk__in=SealKeyEnd.objects.filter(agency=agency_id).values("key"))
        .order_by("-id")
        .first()
    )


@transaction.atomic
def in_use(*, actor: Account, agency_id: int) -> SealKey:
    """The key to seal with; an internal one is made where the agency never had any."""
    found = current(agency_id)
    if found is None:
        agency = Agency.objects.select_for_update().get(pk=agency_id)
        found = current(agency_id) or _first(actor, agency)
    return found


def _first(actor: Account, agency: Agency) -> SealKey:
    if SealKey.objects.filter(agency=agency).exists():
        raise ActionError(NONE_IN_USE)
    return make_internal(actor=actor, agency=agency)


def make_internal(*, actor: Account, agency: Agency) -> SealKey:
    """A new key with a certificate of its own hand, in use from now on; inside a transaction of the caller."""
    now = timezone.now()
    name = INTERNAL_NAME.format(agency.name[: 64 - len(INTERNAL_NAME)])
    made = keys.make_internal(name, at=now, until=now + INTERNAL_LASTS)
    return add(actor=actor, agency_id=agency.pk, made=made, kind="internal")


def add(*, actor: Account, agency_id: int, made: keys.FileKey, kind: str) -> SealKey:
    """Keep a key of our own, in use from now on; inside a transaction of the caller."""
    vault.keep(made.certificate.fingerprint, made.private)
    above = "".join(map(certificates.to_pem, made.chain))
    row = SealKey.objects.create(
        agency_id=agency_id, kind=kind, by=actor, at=timezone.now(), chain=above, **certified(made.certificate)
    )
    journal.record(
        agency_id=agency_id, actor=actor, verb="signatures.key_added", subject=row,
        data={"kind": kind, "fingerprint": row.fingerprint},
    )  # fmt: skip
    return row


@contextmanager
def opened(row: SealKey) -> Iterator[keys.Key]:
    """The key ready to sign. ActionError where the file, the token or its settings are missing."""
    above = chain(row.chain)
    if row.kind != "token":
        certificate = certificates.read_certificate(row.pem.encode())
        yield keys.open_file(keys.FileKey(vault.take(row.fingerprint), certificate, above))
        return
    if not settings.PKCS11_MODULE:
        raise ActionError("Máy chủ chưa khai báo thiết bị ký. Hãy báo người quản trị đặt CANBO_PKCS11_MODULE.")
    try:
        with keys.open_token(settings.PKCS11_MODULE, row.token, row.label, settings.PKCS11_PIN, above) as key:
            if key.certificate.fingerprint != row.fingerprint:
                raise SigningError("Chứng thư trong thiết bị đã thay đổi. Hãy nhờ người quản trị thêm lại khóa này.")
            yield key
    except SigningError as error:
        raise ActionError(str(error)) from error
