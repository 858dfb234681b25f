"""Signing in two steps, the second anywhere: bare signatures and CMS messages, right ones and wrong ones."""

from __future__ import annotations

import asyncio

import pytest
from asn1crypto import tsp
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils

from canbo.paperwork.signing import SigningError, Stamp, TimestampError, checking, external
from tests.paperwork.signing import pki
from tests.paperwork.signing.papers import paper
from tests.paperwork.signing.pki import NOW, Holder

STAMP = Stamp("Phạm Quốc Nam", "Chuyên viên")


def prepared(holder: Holder, data: bytes = b"", **given: object) -> external.Prepared:
    return external.prepare(data or paper(), holder.der, at=NOW, **({"stamp": STAMP} | given))  # type: ignore[arg-type]


def by_token(holder: Holder, made: external.Prepared) -> bytes:
    """What a token answers that was given the digest alone."""
    if isinstance(holder.private, rsa.RSAPrivateKey):
        return holder.private.sign(made.digest, padding.PKCS1v15(), utils.Prehashed(hashes.SHA256()))
    return holder.private.sign(made.digest, ec.ECDSA(utils.Prehashed(hashes.SHA256())))


def by_tool(holder: Holder, made: external.Prepared) -> bytes:
    """What a tool answers that makes a CMS message of its own."""
    from asn1crypto import keys, x509
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    private = holder.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    own = x509.Certificate.load(holder.der)
    signer = SimpleSigner(own, keys.PrivateKeyInfo.load(private), SimpleCertificateStore.from_certs([own]))
    return bytes(asyncio.run(signer.async_sign(made.document_digest, "sha256", use_pades=True)).dump())


@pytest.mark.parametrize("answer", [by_token, by_tool])
@pytest.mark.parametrize("kind", ["ec", "rsa"])
def test_a_token_and_a_tool_sign_what_was_prepared(answer: object, kind: str) -> None:
    holder = pki.make("Trần Thị Lan", pki.root(), private=pki.rsa_key() if kind == "rsa" else None)
    made = prepared(holder)
    signed = external.finish(made, answer(holder, made))  # type: ignore[operator]
    assert checking.check(signed.paper, pki.trust(), at=NOW).good
    assert signed.paper[: made.start] == made.paper[: made.start]
    assert signed.paper[made.end :] == made.paper[made.end :]


@pytest.mark.parametrize("answer", [by_token, by_tool])
def test_an_answer_for_another_paper_is_refused(answer: object) -> None:
    holder = pki.person()
    one, other = prepared(holder), prepared(holder, paper("Một văn bản khác"))
    with pytest.raises(SigningError, match="không khớp"):
        external.finish(one, answer(holder, other))  # type: ignore[operator]


@pytest.mark.parametrize("answer", [b"", b"\x00" * 64, b"\x30\x03\x02\x01\x01", b"nonsense"])
def test_an_answer_of_another_key_or_none_is_refused(answer: bytes) -> None:
    made = prepared(pki.person())
    stranger = by_token(pki.make("Người Lạ"), made)
    for wrong in (answer, stranger):
        with pytest.raises(SigningError, match="không khớp"):
            external.finish(made, wrong)


def test_a_silent_or_lying_time_server_is_told_apart_from_a_bad_signature() -> None:
    holder = pki.person()
    made = prepared(holder)

    def silent(request: bytes) -> bytes:
        raise OSError("no route to host")

    def of_another(request: bytes) -> bytes:
        asked = tsp.TimeStampReq.load(request)
        asked["message_imprint"]["hashed_message"] = b"\x00" * 32
        return pki.TimeServer(NOW)(asked.dump())

    def of_before(request: bytes) -> bytes:
        asked = tsp.TimeStampReq.load(request)
        asked["nonce"] = 1
        return pki.TimeServer(NOW)(asked.dump())

    for server in (silent, lambda request: b"<html>502</html>", of_another, of_before):
        with pytest.raises(TimestampError):
            external.finish(made, by_token(holder, made), timestamp=server)
    stamped = external.finish(made, by_token(holder, made), timestamp=pki.TimeServer(NOW))
    assert stamped.timestamp_at == NOW
