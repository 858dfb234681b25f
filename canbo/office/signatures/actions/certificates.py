"""Whose certificate is whose: a person says so, an officer (or the head) confirms it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from canbo.office.base import journal
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account, Agency
from canbo.office.people.access import Viewer
from canbo.office.people.models import Person
from canbo.office.signatures import access, queries
from canbo.office.signatures.certified import certified
from canbo.office.signatures.models import CertificateRuling, PersonCertificate
from canbo.paperwork.signing import SigningError, certificates, checking
from canbo.paperwork.signing.model import Certificate

VERDICT_AFTER = {"": ("confirmed", "refused"), "confirmed": ("ended",)}
NOT_YOURS = (
    "Chỉ cán bộ tổ chức phụ trách người này, hoặc người đứng đầu, mới xác nhận được; không ai xác nhận cho chính mình."
)
TAKEN = "Chứng thư này đã được xác nhận là của {}. Một chứng thư chỉ của một người."


@transaction.atomic
def claim(*, actor: Account, agency_id: int, data: bytes) -> PersonCertificate:
    """Say that a certificate is one's own: its file, or a PDF one has signed with it. It counts once confirmed."""
    person = Person.objects.select_for_update().filter(account=actor).first()
    if person is None:
        raise ActionError("Tài khoản này không gắn với người nào. Hãy báo người quản trị.")
    found = _certificate_in(data)
    if found.authority or not found.signs:
        raise ActionError(f"Chứng thư “{found.subject}” không phải là chứng thư ký số của cá nhân.")
    if found.valid_to <= timezone.now():
        raise ActionError(f"Chứng thư “{found.subject}” đã hết hạn. Hãy dùng chứng thư còn hạn.")
    mine = queries.certificates_of(agency_id, person.pk).filter(fingerprint=found.fingerprint)
    if queries.standing(mine, "", "confirmed").exists():
        raise ActionError("Chứng thư này đã được đăng ký. Hãy xem tình trạng ở danh sách dưới đây.")
    row = PersonCertificate.objects.create(
        agency_id=agency_id, person=person, by=actor, at=timezone.now(), **certified(found)
    )
    journal.record(
        agency_id=agency_id, actor=actor, verb="signatures.certificate_claimed", subject=row,
        data={"person": person.pk, "fingerprint": row.fingerprint},
    )  # fmt: skip
    return row


@transaction.atomic
def rule(*, actor: Account, certificate: PersonCertificate, verdict: str, reason: str = "") -> CertificateRuling:
    """Confirm or refuse a certificate somebody claims, or end a confirmed one. Not about oneself, but for ending."""
    person = Person.objects.select_for_update().get(pk=certificate.person_id)
    # One ruling at a time: two officers must not confirm one certificate as two people's.
    Agency.objects.select_for_update().get(pk=certificate.agency_id)
    viewer = Viewer(actor)
    own = verdict == "ended" and person.account_id == actor.pk
    if not own and not access.may_rule(viewer, certificate):
        raise ActionError(NOT_YOURS)
    if verdict not in VERDICT_AFTER.get(queries.verdict_of(certificate), ()):
        raise ActionError("Chứng thư này đã được xử lý. Hãy tải lại trang để xem tình trạng mới.")
    if verdict != "confirmed" and not reason.strip():
        raise ActionError("Hãy ghi lý do.")
    other = queries.certificate_of(certificate.agency_id, None, certificate.fingerprint)
    if verdict == "confirmed" and other is not None:
        raise ActionError(TAKEN.format(other.person.full_name))
    row = CertificateRuling.objects.create(
        agency_id=certificate.agency_id, certificate=certificate, verdict=verdict, reason=reason.strip(), by=actor,
        at=timezone.now(),
    )  # fmt: skip
    journal.record(
        agency_id=certificate.agency_id, actor=actor, verb="signatures.certificate_ruled", subject=row,
        data={"certificate": certificate.pk, "verdict": verdict},
    )  # fmt: skip
    return row


def _certificate_in(data: bytes) -> Certificate:
    """The certificate of a file, or of the last signature of a PDF."""
    try:
        if data.startswith(b"%PDF-"):
            return checking.last_signer(data)
        return certificates.read_certificate(data)
    except SigningError as error:
        raise ActionError(str(error)) from error
