"""Checking the signatures of a PDF against what an agency trusts. Nothing is fetched from anywhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from canbo.paperwork.signing import pdf, sameness
from canbo.paperwork.signing.certificates import read_certificate, read_revoked
from canbo.paperwork.signing.model import Certificate, Finding, Report, SigningError, Trust

if TYPE_CHECKING:
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
    from pyhanko.sign.validation.status import PdfSignatureStatus
    from pyhanko_certvalidator import ValidationContext
    from pyhanko_certvalidator.path import ValidationPath

BROKEN = "Chữ ký hỏng hoặc làm sai chuẩn nên không kiểm tra được. Hãy ký lại từ bản gốc."
TAMPERED = "Nội dung đã bị sửa sau khi ký. Hãy dùng lại bản gốc và ký lại."
PARTLY = "Chữ ký chỉ bao một phần của tệp. Hãy ký lại toàn bộ văn bản."
ADDED = (
    "Sau chữ ký này văn bản còn bị thêm, sửa nội dung khác ngoài việc ký tiếp. Hãy dùng lại bản đã ký và ký tiếp từ đó."
)
WEAK = "Chữ ký dùng thuật toán không còn an toàn. Hãy ký lại bằng phần mềm ký dùng SHA-256 trở lên."
NOT_FOR_SIGNING = "Chứng thư “{0.subject}” không được cấp để ký văn bản. Hãy ký lại bằng chứng thư ký số."
UNTRUSTED = (
    "Chứng thư “{0.subject}” do “{0.issuer}” cấp, không thuộc danh sách tin cậy của cơ quan. Hãy ký bằng "
    "chứng thư do nơi được tin cậy cấp, hoặc đề nghị người quản trị thêm nơi cấp này."
)
EARLY = "Chứng thư “{0.subject}” chỉ có hiệu lực từ {0.valid_from:%d/%m/%Y}. Hãy ký lại từ ngày đó."
EXPIRED = (
    "Chứng thư “{0.subject}” đã hết hạn ngày {0.valid_to:%d/%m/%Y}, và không có dấu thời gian nào chứng tỏ đã ký "
    "trước đó. Hãy ký lại bằng chứng thư còn hạn."
)
REVOKED = "Chứng thư “{0.subject}” đã bị thu hồi ngày {1:%d/%m/%Y}. Hãy ký lại bằng chứng thư khác."
NO_LIST = "Chưa có danh sách thu hồi của “{0}”, nên chưa biết chứng thư có bị thu hồi hay không."
OLD_LIST = "Danh sách thu hồi của “{0}” đã cũ (đến {1:%d/%m/%Y}); hãy tải danh sách mới để biết chắc."
BAD_TIME = "Dấu thời gian kèm theo chữ ký không thuộc danh sách tin cậy của cơ quan nên không được tính."


def check(data: bytes, trust: Trust, *, at: datetime) -> Report:
    """What stands of each signature. `at`: when the paper is known to have existed, unless a trusted time-stamp says
    so; now for a paper nobody has seen before. SigningError where the file is no PDF."""
    with pdf.reading():
        found = pdf.reader(data).embedded_regular_signatures
    ground = _Ground(trust)
    return Report(tuple(_check_one(data, one, ground, at) for one in found))


@dataclass
class _Said:
    """What there is to say of one signature, in the making."""

    reasons: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


class _Ground:
    """What is trusted, read once."""

    def __init__(self, trust: Trust) -> None:
        from asn1crypto import x509

        self.authorities = [x509.Certificate.load(der) for der in trust.authorities]
        self.single = {der: x509.Certificate.load(der) for der in trust.single}
        self.between = [x509.Certificate.load(der) for der in trust.between]
        self.lists = [read_revoked(der) for der in trust.revoked]

    def context(self, certificate: Any, at: datetime) -> ValidationContext:
        """Rules for a path from this certificate. Only authorities vouch for others: a person's own certificate, though
        trusted, must not. None: authorities alone."""
        from pyhanko_certvalidator import ValidationContext

        der = certificate.dump() if certificate is not None else b""
        itself = [self.single[der]] if der in self.single else []
        return ValidationContext(
            trust_roots=[*self.authorities, *itself], other_certs=self.between, moment=at, allow_fetching=False
        )

    def revocations(self, path: ValidationPath, at: datetime, said: _Said) -> list[str]:
        """Which certificates of the path were revoked by then, in words; a notice where no list can tell.

        Asked of the lists themselves, not of the library: it forgets what a list said once the list is old, but who was
        revoked stays revoked.
        """
        chain = [read_certificate(one.dump()) for one in path.iter_certs(include_root=True)]
        return [
            REVOKED.format(one, when)
            for issuer, one in pairwise(chain)
            if (when := self._revoked(one, issuer, at, said)) is not None and when <= at
        ]

    def _revoked(self, one: Certificate, issuer: Certificate, at: datetime, said: _Said) -> datetime | None:
        lists = [found for found in self.lists if found.issued_by(issuer)]
        times = [when for found in lists if (when := found.revoked_at(one.serial)) is not None]
        newest = max((found.until for found in lists if found.until is not None), default=None)
        if not lists:
            said.notices.append(NO_LIST.format(issuer.subject))
        elif newest is not None and newest < at:
            said.notices.append(OLD_LIST.format(issuer.subject, newest))
        return min(times, default=None)


def _check_one(data: bytes, signature: EmbeddedPdfSignature, ground: _Ground, at: datetime) -> Finding:
    """One signature; whatever breaks while it is read makes it a bad one, never an error page."""
    said, certificate, claimed, stamped = _Said(), None, None, None
    whole = trusted = False
    try:
        with pdf.reading():
            signature.compute_integrity_info()
            certificate = read_certificate(signature.signer_cert.dump())
            claimed = signature.self_reported_timestamp
            status, stamped = _status(signature, ground, at, said)
            at = stamped or at
            whole = _whole(data, signature, status, said)
            trusted = _trusted(status, certificate, ground, at, said)
    except SigningError:
        said.reasons.append(BROKEN)
    return Finding(
        signature.field_name or "", certificate, claimed, stamped, at, whole, trusted, tuple(said.reasons),
        tuple(said.notices),
    )  # fmt: skip


def _status(
    signature: EmbeddedPdfSignature, ground: _Ground, at: datetime, said: _Said
) -> tuple[PdfSignatureStatus, datetime | None]:
    """The library's findings at the time of the time-stamp where there is a trusted one, else at `at`."""
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
    from pyhanko.sign.validation.settings import KeyUsageConstraints

    usage = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"})

    def status(moment: datetime) -> PdfSignatureStatus:
        context = ground.context(signature.signer_cert, moment)
        by_authorities = ground.context(None, moment)
        return validate_pdf_signature(signature, context, by_authorities, key_usage_settings=usage)

    token = next(iter(extract_tst_data_iter(signature.signer_info, signed=False)), None)
    if token is None:
        return status(at), None
    stamped: datetime = token["encap_content_info"]["content"].parsed["gen_time"].native
    found = status(stamped)
    time = found.timestamp_validity
    path = time.validation_path if time is not None and time.trusted else None
    if path is not None and not ground.revocations(path, stamped, said):
        return found, stamped
    said.notices.append(BAD_TIME)
    return status(at), None


def _whole(data: bytes, signature: EmbeddedPdfSignature, status: PdfSignatureStatus, said: _Said) -> bool:
    """Whether the paper is as it was when signed, later signatures apart."""
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    end = sum(int(number) for number in list(signature.byte_range)[-2:])
    if not (status.intact and status.valid):
        said.reasons.append(TAMPERED)
    elif status.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        said.reasons.append(PARTLY)
    elif status.coverage < SignatureCoverageLevel.ENTIRE_FILE and not (
        status.docmdp_ok and _only_signed(data[:end], data)
    ):
        said.reasons.append(ADDED)
    else:
        return True
    return False


def _only_signed(before: bytes, after: bytes) -> bool:
    """Whether nothing came in between but signatures."""
    try:
        sameness.added(before, after)
    except sameness.Different:
        return False
    return True


def _trusted(status: PdfSignatureStatus, certificate: Certificate, ground: _Ground, at: datetime, said: _Said) -> bool:
    """Whether the certificate leads to a trusted one and was neither expired nor revoked then; else why not."""
    if not certificate.valid_from <= at:
        said.reasons.append(EARLY.format(certificate))
    elif not at <= certificate.valid_to:
        said.reasons.append(EXPIRED.format(certificate))
    elif not certificate.signs:
        said.reasons.append(NOT_FOR_SIGNING.format(certificate))
    elif "CRYPTO" in str(status.trust_problem_indic):
        said.reasons.append(WEAK)
    elif status.trust_problem_indic is not None or status.validation_path is None:
        said.reasons.append(UNTRUSTED.format(certificate))
    elif revoked := ground.revocations(status.validation_path, at, said):
        said.reasons.extend(revoked)
    else:
        return True
    return False


def last_signer(data: bytes) -> Certificate:
    """The certificate of the newest signature, whatever it is worth; SigningError where there is none."""
    with pdf.reading():
        found = pdf.reader(data).embedded_regular_signatures
        if not found:
            raise SigningError("Tệp PDF này chưa có chữ ký số nào. Hãy dùng tệp đã ký, hoặc tệp chứng thư.")
        return read_certificate(found[-1].signer_cert.dump())
