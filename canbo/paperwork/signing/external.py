"""Signing in two steps: prepare the paper and what is to be signed, sign that anywhere, put the signature in.

The first step needs the certificate alone. What is signed is either `attributes` (by a token that signs a hash: the
answer is the bare signature) or `document_digest` (by a tool that makes a whole CMS message).
"""

from __future__ import annotations

import asyncio
import hashlib
import io
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from canbo.paperwork.signing import pdf, stamps
from canbo.paperwork.signing.model import SigningError, Stamp
from canbo.paperwork.signing.timestamps import Transport, client

if TYPE_CHECKING:
    from asn1crypto.cms import ContentInfo
    from pyhanko.sign.signers import ExternalSigner, PdfSigner

T = TypeVar("T")
# Room for the signature inside the file; where no number is given, the library signs twice, once to measure.
RESERVED = 16384
DIGEST = "sha256"
WRONG_SIGNATURE = (
    "Chữ ký gửi về không khớp với chứng thư đã chọn hoặc với văn bản này. Hãy ký lại bằng đúng thiết bị, đúng văn bản."
)
TOO_LONG = "Chữ ký gửi về dài hơn chỗ dành sẵn. Hãy bỏ bớt chứng thư kèm theo rồi ký lại."


@dataclass(frozen=True)
class Prepared:
    """A paper waiting for its signature: everything is in `paper` but the signature, whose room begins at `start` and
    ends at `end`. `attributes` (DER) is what a token signs, `digest` their SHA-256."""

    paper: bytes
    start: int
    end: int
    document_digest: bytes
    attributes: bytes
    certificate: bytes
    chain: tuple[bytes, ...] = ()

    @property
    def digest(self) -> bytes:
        """SHA-256 of what is to be signed."""
        return hashlib.sha256(self.attributes).digest()


@dataclass(frozen=True)
class Signed:
    """A signed paper, and the time-stamp server's time where one was asked."""

    paper: bytes
    timestamp_at: datetime | None = None


def prepare(
    paper: bytes, certificate: bytes, *, at: datetime, stamp: Stamp | None = None, reason: str = "",
    chain: Sequence[bytes] = (),
) -> Prepared:  # fmt: skip
    """The paper with room for one more signature; what was signed before stays valid.

    `certificate` and `chain` are DER, `at` is the time of signing with its zone. SigningError where the paper cannot
    be signed.
    """
    signer = _signer(certificate, chain)
    with pdf.reading():
        session = _pdf_signer(paper, signer, stamp, reason, at)
        to_sign = session.prepare_tbs_document(validation_info=None, bytes_reserved=RESERVED)
        found, output = to_sign.digest_tbs_document()
    attributes = _run(signer.signed_attrs(found.document_digest, DIGEST, use_pades=True))
    return Prepared(
        output.getvalue(), found.reserved_region_start, found.reserved_region_end, found.document_digest,
        attributes.dump(), certificate, tuple(chain),
    )  # fmt: skip


def finish(prepared: Prepared, answer: bytes, *, timestamp: Transport | None = None) -> Signed:
    """The signed paper from the answer: a bare signature over `attributes`, or a CMS message over `document_digest`.

    SigningError where the answer is of another key or another paper, TimestampError where `timestamp` was given and no
    usable time came.
    """
    from asn1crypto.cms import CMSAttributes
    from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest

    message = _message(answer)
    if message is None:
        _check(prepared, answer)
        signer = _signer(prepared.certificate, prepared.chain, answer)
        attributes = CMSAttributes.load(prepared.attributes)
        with client(timestamp) as timestamper:
            message = _run(signer.async_sign_prescribed_attributes(DIGEST, attributes, timestamper=timestamper))
    elif not _covers(message, prepared):
        raise SigningError(WRONG_SIGNATURE)
    room = PreparedByteRangeDigest(prepared.document_digest, prepared.start, prepared.end)
    output = io.BytesIO(prepared.paper)
    if 2 * len(message.dump()) > prepared.end - prepared.start - 2:
        raise SigningError(TOO_LONG)
    room.fill_with_cms(output, message)
    return Signed(output.getvalue(), _stamped(message))


def _pdf_signer(paper: bytes, signer: ExternalSigner, stamp: Stamp | None, reason: str, at: datetime) -> Any:
    """The library's session for one more signature in a field of its own."""
    from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

    writer = pdf.writer(paper)
    taken = {one.field_name for one in writer.prev.embedded_signatures}
    name = next(found for found in map("ChuKy{}".format, range(1, len(taken) + 2)) if found not in taken)
    spec, style = SigFieldSpec(name), None
    if stamp is not None:
        page, box = stamps.place(writer.prev, stamp)
        spec = SigFieldSpec(name, on_page=page, box=box)  # type: ignore[arg-type]  # takes fractions of points too
        style = stamps.style(stamps.draw(stamp, box, at))
    metadata = PdfSignatureMetadata(
        field_name=name, md_algorithm=DIGEST, reason=reason or None, name=stamp.name if stamp else None,
        subfilter=SigSeedSubFilter.PADES,
    )  # fmt: skip
    maker: PdfSigner = PdfSigner(metadata, signer, stamp_style=style, new_field_spec=spec)
    session = maker.init_signing_session(writer)
    session.system_time = at
    return session


def _signer(certificate: bytes, chain: Sequence[bytes], answer: bytes | None = None) -> ExternalSigner:
    from asn1crypto import x509
    from pyhanko.sign.signers import ExternalSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    own, *others = (x509.Certificate.load(der) for der in (certificate, *chain))
    return ExternalSigner(own, SimpleCertificateStore.from_certs([own, *others]), signature_value=answer)


def _run(work: Coroutine[Any, Any, T]) -> T:
    """Do the library's work here and now. Not by `asyncio.run`: it sets a handler of signals each time, which prints
    the whole message to do so and costs a quarter of the signing."""
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(work)
    finally:
        loop.close()


def _message(answer: bytes) -> ContentInfo | None:
    """The answer as a CMS message of signed data; None where it is something else."""
    from asn1crypto.cms import ContentInfo

    try:
        message = ContentInfo.load(answer, strict=True)
        return message if message["content_type"].native == "signed_data" else None
    except (ValueError, TypeError):
        return None


def _stamped(message: ContentInfo) -> datetime | None:
    """The time in a message's time-stamp, which some tools put in themselves."""
    from pyhanko.sign.validation.generic_cms import extract_tst_data_iter

    token = next(iter(extract_tst_data_iter(message["content"]["signer_infos"][0], signed=False)), None)
    return token["encap_content_info"]["content"].parsed["gen_time"].native if token is not None else None


def _covers(message: ContentInfo, prepared: Prepared) -> bool:
    """Whether a CMS message speaks of this paper; that its signature is right, checking the whole paper will tell."""
    try:
        attributes = message["content"]["signer_infos"][0]["signed_attrs"]
        digests = [one["values"][0].native for one in attributes if one["type"].native == "message_digest"]
    except (ValueError, TypeError, IndexError, KeyError):
        return False
    return digests == [prepared.document_digest]


def _check(prepared: Prepared, answer: bytes) -> None:
    """SigningError unless the answer is the signature of the certificate's key over the attributes."""
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

    key = x509.load_der_x509_certificate(prepared.certificate).public_key()
    verify: Callable[[], None]
    if isinstance(key, rsa.RSAPublicKey):
        verify = lambda: key.verify(answer, prepared.attributes, padding.PKCS1v15(), hashes.SHA256())  # noqa: E731
    elif isinstance(key, ec.EllipticCurvePublicKey):
        verify = lambda: key.verify(answer, prepared.attributes, ec.ECDSA(hashes.SHA256()))  # noqa: E731
    else:
        raise SigningError("Chỉ ký được bằng khóa RSA hoặc ECDSA. Hãy dùng chứng thư ký số khác.")
    try:
        verify()
    except InvalidSignature as error:
        raise SigningError(WRONG_SIGNATURE) from error
