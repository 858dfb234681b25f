"""What a check says of good papers, and the reason it gives for each way a signature can be bad."""

from __future__ import annotations

import pytest

from canbo.paperwork.signing import Finding, SigningError, Stamp, Trust, checking
from canbo.paperwork.signing.external import Signed
from canbo.paperwork.signing.sealing import seal
from tests.paperwork.signing import pki
from tests.paperwork.signing.papers import paper, redrawn, with_note
from tests.paperwork.signing.pki import DAY, NOW, YEAR, Holder

STAMP = Stamp("Phạm Quốc Nam", "Chuyên viên, Văn phòng", "Ký bằng thiết bị ký của cá nhân")


def signed(holder: Holder, data: bytes = b"", **given: object) -> bytes:
    made: Signed = seal(data or paper(), holder.key, **({"at": NOW, "stamp": STAMP} | given))  # type: ignore[arg-type]
    return made.paper


def only(data: bytes, trust: Trust | None = None, **given: object) -> Finding:
    """What is found of the only signature."""
    (found,) = checking.check(data, trust or pki.trust(), **({"at": NOW} | given)).findings  # type: ignore[arg-type]
    return found


def test_a_good_signature_says_who_and_when() -> None:
    found = only(signed(pki.person()))
    assert (found.good, found.reasons, found.notices) == (True, (), ())
    assert found.certificate is not None
    assert (found.certificate.subject, found.certificate.issuer) == ("Phạm Quốc Nam", "Nơi cấp Thử nghiệm")
    assert (found.claimed_at, found.timestamp_at, found.at) == (NOW, None, NOW)


@pytest.mark.slow
def test_a_second_signature_leaves_the_first_standing() -> None:
    twice = signed(pki.person("Trần Thị Lan"), signed(pki.person()))
    report = checking.check(twice, pki.trust(), at=NOW)
    assert [found.certificate.subject for found in report.findings if found.certificate] == [
        "Phạm Quốc Nam",
        "Trần Thị Lan",
    ]
    assert report.good


@pytest.mark.parametrize("at", [200, 2000, -20_000])
def test_a_changed_byte_is_seen(at: int) -> None:
    data = bytearray(signed(pki.person()))
    data[at] ^= 1
    report = checking.check(bytes(data), pki.trust(), at=NOW)
    assert [found.whole for found in report.findings] == [False]
    assert report.findings[0].reasons


def test_words_added_after_signing_are_seen() -> None:
    found = only(with_note(signed(pki.person()), "Không phải ý của người ký"))
    assert (found.whole, found.reasons) == (False, (checking.ADDED,))


def test_a_page_drawn_anew_after_signing_is_seen() -> None:
    found = only(redrawn(signed(pki.person()), b"BT ET"))
    assert (found.whole, found.reasons) == (False, (checking.ADDED,))


def test_an_expired_certificate_is_refused_and_a_future_one_too() -> None:
    old = pki.make("Hết Hạn", pki.root(), until=NOW - DAY)
    assert only(signed(old)).reasons == (checking.EXPIRED.format(only(signed(old)).certificate),)
    early = pki.make("Chưa Đến", pki.root(), since=NOW + DAY)
    assert only(signed(early)).reasons == (checking.EARLY.format(only(signed(early)).certificate),)


def test_a_paper_is_judged_by_the_day_it_is_known_from() -> None:
    holder = pki.make("Sắp Hết Hạn", pki.root(), until=NOW + DAY)
    data = signed(holder)
    assert only(data, at=NOW).good
    assert not only(data, at=NOW + 2 * DAY).good


def test_a_trusted_time_stamp_outlives_the_certificate() -> None:
    holder = pki.make("Sắp Hết Hạn", pki.root(), until=NOW + DAY)
    data = signed(holder, timestamp=pki.TimeServer(NOW))
    found = only(data, at=NOW + YEAR)
    assert (found.good, found.timestamp_at, found.at) == (True, NOW, NOW)


def test_an_untrusted_time_stamp_counts_for_nothing() -> None:
    stranger = pki.make("Gốc Lạ", authority=True)
    holder = pki.make("Sắp Hết Hạn", pki.root(), until=NOW + DAY)
    found = only(signed(holder, timestamp=pki.TimeServer(NOW, stranger)), at=NOW + YEAR)
    assert (found.trusted, found.timestamp_at, found.notices) == (False, None, (checking.BAD_TIME,))


def test_a_revoked_certificate_is_refused_even_by_an_old_list() -> None:
    holder = pki.make("Bị Thu Hồi", pki.root())
    for until in (NOW + DAY, NOW - DAY / 2):
        lists = (pki.revoked(pki.root(), holder, until=until),)
        found = only(signed(holder), pki.trust(revoked=lists))
        assert found.reasons == (checking.REVOKED.format(found.certificate, NOW - DAY),)


def test_what_was_signed_before_the_revocation_stands() -> None:
    holder = pki.make("Bị Thu Hồi", pki.root())
    lists = (pki.revoked(pki.root(), holder, at=NOW + DAY, until=NOW + 9 * DAY),)
    assert only(signed(holder), pki.trust(revoked=lists), at=NOW).good
    assert not only(signed(holder), pki.trust(revoked=lists), at=NOW + 2 * DAY).good


def test_a_list_of_somebody_else_revokes_nobody() -> None:
    holder = pki.make("Không Bị Thu Hồi", pki.root())
    forger = pki.make("Gốc Thử nghiệm", authority=True)  # the same name, another key
    found = only(signed(holder), pki.trust(revoked=(pki.revoked(forger, holder),)))
    assert (found.good, found.notices) == (True, (checking.NO_LIST.format("Gốc Thử nghiệm"),))


def test_an_authority_nobody_trusts_vouches_for_nobody() -> None:
    stranger = pki.make("Gốc Lạ", authority=True)
    for holder in (pki.make("Người Lạ", stranger), pki.make("Tự Cấp")):
        found = only(signed(holder))
        assert (found.whole, found.trusted) == (True, False)
        assert found.reasons == (checking.UNTRUSTED.format(found.certificate),)


def test_a_single_trusted_certificate_vouches_for_itself_alone() -> None:
    own = pki.make("Con dấu nội bộ")
    trusting = Trust(single=(own.der,))
    assert only(signed(own), trusting).good
    assert not only(signed(pki.make("Giả Danh", own)), trusting).good


def test_a_revoked_authority_vouches_for_nobody() -> None:
    found = only(signed(pki.person()), pki.trust(revoked=(pki.revoked(pki.root(), pki.between()),)))
    assert found.reasons == (
        "Chứng thư “Nơi cấp Thử nghiệm” đã bị thu hồi ngày 09/03/2026. Hãy ký lại bằng chứng thư khác.",
    )


def test_a_certificate_not_for_signing_is_refused() -> None:
    found = only(signed(pki.make("Chỉ Mã Hóa", pki.root(), signs=False)))
    assert found.reasons == (checking.NOT_FOR_SIGNING.format(found.certificate),)


def test_a_weak_hash_is_refused() -> None:
    import io

    from asn1crypto import keys, x509
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    holder = pki.person()
    private = holder.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    store = SimpleCertificateStore.from_certs([x509.Certificate.load(der) for der in (holder.der, *holder.chain)])
    signer = signers.SimpleSigner(x509.Certificate.load(holder.der), keys.PrivateKeyInfo.load(private), store)
    metadata = signers.PdfSignatureMetadata(field_name="A", md_algorithm="sha1")
    output = signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(paper())), metadata, signer)
    assert only(output.getvalue()).reasons == (checking.WEAK,)


@pytest.mark.parametrize("data", [b"", b"not a PDF", b"%PDF-1.7\nbroken", b"PK\x03\x04" + b"0" * 99])
def test_what_is_no_pdf_is_refused(data: bytes) -> None:
    for use in (lambda: checking.check(data, pki.trust(), at=NOW), lambda: seal(data, pki.person().key, at=NOW)):
        with pytest.raises(SigningError, match="không phải là PDF"):
            use()


def test_a_paper_without_signatures_is_not_good() -> None:
    report = checking.check(paper(), pki.trust(), at=NOW)
    assert (report.findings, report.good) == ((), False)
