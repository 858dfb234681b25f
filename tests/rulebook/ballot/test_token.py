"""The blind signature: the published vectors, and that no transcript says which token came of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from canbo.rulebook import RuleError
from canbo.rulebook.ballot import slip, strict, token
from tests.rulebook.ballot.survey import bytes_from, issued, signer, survey

VECTORS = Path(__file__).parents[4] / "shared" / "vectors" / "rfc9474.json"
NAME = "RSABSSA-SHA384-PSS-Randomized"


def number(text: str) -> int:
    return int(text.removeprefix("0x"), 16)


@pytest.mark.vectors
def test_the_published_vector_comes_out() -> None:
    given = next(one for one in json.loads(VECTORS.read_text()) if one["name"] == NAME)
    n, e, p, q, d = (number(given[key]) for key in "nepqd")
    private = rsa.RSAPrivateNumbers(
        p, q, d, rsa.rsa_crt_dmp1(d, p), rsa.rsa_crt_dmq1(d, q), rsa.rsa_crt_iqmp(p, q), rsa.RSAPublicNumbers(e, n)
    )
    public = private.public_numbers.public_key()
    prepared = bytes.fromhex(given["input_msg"].removeprefix("0x"))
    assert prepared == bytes.fromhex(given["msg_prefix"]) + bytes.fromhex(given["msg"])
    factor = pow(number(given["inv"]), -1, n)
    blinded = token.blind(public, prepared, bytes.fromhex(given["salt"]), factor)
    assert blinded.message.hex() == given["blinded_msg"].removeprefix("0x")
    signed = token.blind_sign(private, blinded.message)
    assert signed.hex() == given["blind_sig"].removeprefix("0x")
    assert token.finish(public, prepared, signed, blinded.inverse).hex() == given["sig"].removeprefix("0x")


def test_every_transcript_goes_with_every_token() -> None:
    """T21: for any signing seen and any token shown there is a blinding factor that connects them."""
    manifest = survey("tokens")
    public = signer().public_numbers
    keys = [ec.derive_private_key(50 + at, slip.CURVE) for at in range(3)]
    tokens, transcripts = [], []
    for at, key in enumerate(keys):
        tokens.append(issued(manifest, key, seed=at))
        source = bytes_from(("transcript", at))
        blinded = int.from_bytes(source(250)) % public.n
        signed = token.blind_sign(signer(), blinded.to_bytes(256))
        transcripts.append((blinded, int.from_bytes(signed)))
    for one in tokens:
        signature = int.from_bytes(strict.unpack(one["sig"]))
        for blinded, signed_number in transcripts:
            factor = signed_number * pow(signature, -1, public.n) % public.n
            assert pow(signature, public.e, public.n) * pow(factor, public.e, public.n) % public.n == blinded


def test_a_token_is_for_one_key_group_and_survey() -> None:
    manifest = survey("tokens")
    key = ec.derive_private_key(7, slip.CURVE)
    one = issued(manifest, key)
    public = signer().public_numbers.public_key()
    prefix, signature = strict.unpack(one["prefix"]), strict.unpack(one["sig"])
    assert token.verify(public, prefix + token.message(manifest.hash, "gv", slip.public(key)), signature)
    other = slip.public(ec.derive_private_key(8, slip.CURVE))
    for message in (
        token.message(manifest.hash, "gv", other),
        token.message(manifest.hash, "ph", slip.public(key)),
        token.message("00" * 32, "gv", slip.public(key)),
    ):
        assert not token.verify(public, prefix + message, signature)


@pytest.mark.parametrize("sent", [b"", bytes(256), b"\xff" * 256, b"\x01" * 255], ids=["empty", "zero", "big", "short"])
def test_what_is_no_number_below_the_modulus_is_not_signed(sent: bytes) -> None:
    with pytest.raises(RuleError):
        token.blind_sign(signer(), sent)


def test_what_hides_the_time_of_signing_does_not_change_the_signature() -> None:
    number = (12345).to_bytes(256)
    assert token.blind_sign(signer(), number, mask=2**2000 + 1) == token.blind_sign(signer(), number)


def test_a_fault_while_signing_gives_no_signature_away() -> None:
    def faulty(base: int, exponent: int, modulus: int) -> int:
        return pow(base, exponent, modulus) ^ (modulus == signer().p)

    with pytest.raises(RuleError, match="máy chủ ký lỗi"):
        token.blind_sign(signer(), (12345).to_bytes(256), faulty)
