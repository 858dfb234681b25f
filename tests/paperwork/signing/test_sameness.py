"""The same paper with signatures added, and every way a file can be made to look like that and say something else."""

from __future__ import annotations

import io
from typing import Any

import pytest
from asn1crypto import keys, x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from pyhanko_certvalidator.registry import SimpleCertificateStore

from canbo.paperwork.signing import SigningError, Stamp, checking, sameness
from canbo.paperwork.signing.sealing import seal
from tests.paperwork.signing import forged, pki
from tests.paperwork.signing.forged import Writer, form, made_of, put, written
from tests.paperwork.signing.papers import paper, redrawn, rewritten, with_note
from tests.paperwork.signing.pki import NOW

MINE = Stamp("Phạm Quốc Nam")


def signed(data: bytes, stamp: Stamp | None = MINE) -> bytes:
    return seal(data, pki.person().key, at=NOW, stamp=stamp).paper


def test_signing_and_writing_anew_make_no_other_paper() -> None:
    (placed,) = sameness.added(form(), signed(form()))
    assert (placed.page, placed.shown, round(placed.box[1])) == (1, True, 10)
    (unseen,) = sameness.added(form(), signed(rewritten(form()), None))
    assert (unseen.shown, unseen.drawn) == (False, False)
    assert sameness.added(form(), rewritten(form())) == ()
    once = signed(form())
    assert len(sameness.added(form(), signed(once, None))) == 2
    assert len(sameness.added(once, signed(once, None))) == 1


def test_a_place_prepared_for_a_signature_may_be_signed() -> None:
    writer = Writer(io.BytesIO(paper()))
    append_signature_field(writer, SigFieldSpec("ChuKyCho", on_page=0, box=(85, 10, 200, 50)))
    prepared = written(writer)
    private = pki.person().private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    own = x509.Certificate.load(pki.person().der)
    signer = signers.SimpleSigner(own, keys.PrivateKeyInfo.load(private), SimpleCertificateStore.from_certs([own]))
    metadata = signers.PdfSignatureMetadata(field_name="ChuKyCho", md_algorithm="sha256")
    output = signers.sign_pdf(Writer(io.BytesIO(prepared)), metadata, signer, existing_fields_only=True)
    (placed,) = sameness.added(prepared, output.getvalue())
    assert (placed.page, placed.box) == (0, (85, 10, 200, 50))


@pytest.mark.parametrize("attack", forged.ON_FORM + forged.ELSEWHERE, ids=lambda attack: attack.__name__)
def test_a_paper_changed_before_it_was_signed_is_seen(attack: forged.Attack) -> None:
    writer = Writer(io.BytesIO(form()))
    said = attack(writer, writer.find_page_for_modification(0)[0])
    with pytest.raises(SigningError) as refused:
        sameness.added(form(), signed(written(writer), None))
    assert str(refused.value) == said


@pytest.mark.parametrize("attack", forged.ELSEWHERE, ids=lambda attack: attack.__name__)
def test_a_signature_stands_no_more_when_the_paper_is_changed_after_it(attack: forged.Attack) -> None:
    writer = Writer(io.BytesIO(signed(form(), None)))
    attack(writer, writer.find_page_for_modification(0)[0])
    (found,) = checking.check(written(writer), pki.trust(), at=NOW).findings
    assert not found.whole


def test_fields_drawn_anew_by_the_reader_are_another_paper() -> None:
    writer = Writer(io.BytesIO(signed(form())))
    put(writer.root["/AcroForm"], NeedAppearances=True)
    writer.update_container(writer.root["/AcroForm"])
    with pytest.raises(sameness.Different, match=sameness.OTHER_FORM):
        sameness.added(form(), written(writer))


@pytest.mark.parametrize(
    "given",
    [
        {"A": forged.SCRIPT},
        {"AA": made_of(E=forged.SCRIPT)},
        {"OC": made_of(Type="/OCG", Name="a")},
        {"Contents": "trừ mục 3"},
    ],
)
def test_a_signature_brings_nothing_along(given: dict[str, Any]) -> None:
    writer = Writer(io.BytesIO(signed(form())))
    field = writer.root["/AcroForm"]["/Fields"][0].get_object()
    put(field, **given)
    writer.update_container(field)
    with pytest.raises(SigningError) as refused:
        sameness.added(form(), written(writer))
    assert str(refused.value) == sameness.NOT_A_PLACE


def test_a_signature_is_seen_wherever_its_places_are() -> None:
    writer = Writer(io.BytesIO(signed(form())))
    field = writer.root["/AcroForm"]["/Fields"].raw_get(0)
    spots = [
        writer.add_object(made_of(Type="/Annot", Subtype="/Widget", Rect=box, Parent=field))
        for box in (forged.OVER_WORDS, (85, 10, 200, 50))
    ]
    put(field.get_object(), Kids=spots)
    writer.update_container(field.get_object())
    page = writer.find_page_for_modification(0)[0]
    for spot in spots:
        writer.register_annotation(page, spot)
    with pytest.raises(SigningError):  # the field itself lies on the last page as well
        sameness.added(form(), written(writer))


def test_two_circles_are_not_the_same_circle() -> None:
    def circle(word: str) -> bytes:
        writer = Writer(io.BytesIO(paper()))
        one = writer.add_object(made_of(Word=word))
        two = writer.add_object(made_of(Next=one))
        put(one.get_object(), Next=two)
        put(writer.root, PieceInfo=one)
        writer.update_root()
        return written(writer)

    assert sameness.added(circle("có"), rewritten(circle("có"))) == ()
    with pytest.raises(sameness.Different):
        sameness.added(circle("có"), circle("không"))


def test_another_paper_is_another_paper() -> None:
    others = {
        paper("Cam kết thực hiện nhiệm vụ năm 2027"): sameness.OTHER_PAGE.format(1),
        paper(pages=2): sameness.OTHER_PAGES,
        redrawn(paper(), b"BT ET"): sameness.OTHER_PAGE.format(1),
        with_note(paper(), "!"): sameness.OTHER_NOTES.format(1),
    }
    for data, said in others.items():
        with pytest.raises(sameness.Different) as refused:
            sameness.added(paper(), data)
        assert str(refused.value) == said
