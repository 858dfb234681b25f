"""Signing with a person's own token: the paper is prepared here, signed there, finished here."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from canbo.office.base import files, journal
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account
from canbo.office.people.models import Person
from canbo.office.signatures import queries
from canbo.office.signatures.actions.checking import verify
from canbo.office.signatures.actions.recording import Unkept, existing, finished
from canbo.office.signatures.clock import Clock
from canbo.office.signatures.models import Signature, SigningRequest
from canbo.office.signatures.trust import der
from canbo.paperwork.signing import SigningError, Stamp, certificates, external

LASTS = timedelta(minutes=15)  # between preparing a paper and its signature
BY_TOKEN = "Ký bằng thiết bị ký của cá nhân"
NOT_ONESELF = "Chỉ chính người có chứng thư mới ký bằng chứng thư đó."
UNKNOWN = (
    "Chứng thư “{}” chưa được xác nhận là của {}. Hãy đăng ký ở mục Chứng thư của tôi và chờ cán bộ tổ chức xác nhận."
)
TOO_LATE = "Yêu cầu ký này đã quá 15 phút. Hãy tạo yêu cầu mới rồi ký lại."
DONE = "Yêu cầu ký này đã được dùng. Mỗi yêu cầu chỉ ký một lần."
NOT_GOOD = "Chữ ký không được chấp nhận. {}"


def start_external(
    *, actor: Account, person: Person, agency_id: int, pdf: bytes, name: str, certificate: bytes,
    stamp: Stamp | None = None, reason: str = "", once: str = "",
) -> SigningRequest:  # fmt: skip
    """Prepare a paper for a person's token. What is to be signed is in the request: `attributes`, or its `digest`.

    `certificate` is the file of the person's certificate (PEM, DER); it must be confirmed as theirs. `once` names the
    paper, as for sealing. ActionError where the paper cannot be signed so.
    """
    if person.account_id != actor.pk:
        raise ActionError(NOT_ONESELF)
    if existing(agency_id, once):
        raise ActionError("Văn bản này đã được ký rồi.")
    at = timezone.localtime()
    stamp = replace(stamp, way=BY_TOKEN) if stamp is not None else None
    try:
        found = certificates.read_certificate(certificate)
        own = queries.certificate_of(agency_id, person.pk, found.fingerprint)
        if own is None:
            raise ActionError(UNKNOWN.format(found.subject, person.full_name))
        prepared = external.prepare(pdf, found.der, at=at, stamp=stamp, reason=reason)
    except SigningError as error:
        raise ActionError(str(error)) from error
    with transaction.atomic():
        paper = files.store(
            agency_id=agency_id, actor=actor, name=name, data=prepared.paper, content_type="application/pdf"
        )
        row = SigningRequest.objects.create(
            agency_id=agency_id, person=person, account=actor, name=name[:200], paper=paper, start=prepared.start,
            end=prepared.end, document_digest=prepared.document_digest, attributes=prepared.attributes,
            certificate=own, reason=reason, once=once, at=at, source_sha256=hashlib.sha256(pdf).hexdigest(),
        )  # fmt: skip
        journal.record(
            agency_id=agency_id, actor=actor, verb="signatures.requested", subject=row, data={"person": person.pk}
        )
    return row


def finish_external(*, actor: Account, request: SigningRequest, cms_or_signature: bytes) -> Signature:
    """Put the token's answer into the prepared paper and keep it, as `answered` says."""
    return answered(actor=actor, request=request, cms_or_signature=cms_or_signature).keep()


def answered(*, actor: Account, request: SigningRequest, cms_or_signature: bytes) -> Unkept:
    """The prepared paper with the token's answer: a bare signature over `attributes` (SHA-256: `digest`), or a CMS
    message over `document_digest`. Not to be called inside a transaction, which would wait for the time-stamp server.
    ActionError where it is late, of another key, or not to be trusted."""
    if request.account_id != actor.pk:
        raise ActionError(NOT_ONESELF)
    if Signature.objects.filter(agency=request.agency_id, request=request).exists():
        raise ActionError(DONE)
    if timezone.now() > request.at + LASTS:
        raise ActionError(TOO_LATE)
    own = request.certificate
    prepared = external.Prepared(
        files.read(request.paper), request.start, request.end, bytes(request.document_digest),
        bytes(request.attributes), der(own.pem),
    )  # fmt: skip
    try:
        signed = finished(prepared, cms_or_signature, Clock())
    except SigningError as error:
        raise ActionError(str(error)) from error
    finding = verify(signed.paper, request.agency_id).findings[-1]
    if not finding.good:
        raise ActionError(NOT_GOOD.format(" ".join(finding.reasons)))
    assert finding.certificate is not None  # a good signature has one
    if finding.certificate.fingerprint != own.fingerprint:
        raise ActionError(external.WRONG_SIGNATURE)
    return Unkept({
        "actor": actor, "agency_id": request.agency_id, "name": request.name, "source": request.source_sha256,
        "signed": signed, "certificate": finding.certificate, "once": request.once, "at": timezone.localtime(),
        "way": "token", "person": request.person, "request": request, "reason": request.reason,
    }, twice=DONE)  # fmt: skip
