"""Slips: a random code on paper, from which the voter's device derives the key that signs the ballot.

The server is given hashes of public keys, sorted; codes exist on paper alone. Anonymity design §5b.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from canbo.rulebook.errors import RuleError

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: nothing that reads like something else
LENGTH, BYTES = 26, 16
KEM = b"KEM\x00\x10"  # DHKEM(P-256, HKDF-SHA256), RFC 9180 §7.1
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
CURVE = ec.SECP256R1()


def write(code: bytes) -> str:
    """A code of 16 bytes in 26 readable characters."""
    number = int.from_bytes(code) << 2
    return "".join(ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))


def read(typed: str) -> bytes:
    """The code in what somebody typed, spaces and hyphens aside, I and L taken for 1, O for 0. RuleError otherwise."""
    plain = "".join(typed.upper().split()).replace("-", "").replace("O", "0").replace("I", "1").replace("L", "1")
    if len(plain) != LENGTH or any(letter not in ALPHABET for letter in plain):
        raise RuleError(f"mã phiếu gồm {LENGTH} ký tự chữ và số")
    number = 0
    for letter in plain:
        number = number << 5 | ALPHABET.index(letter)
    if number & 3:
        raise RuleError("mã phiếu có ký tự gõ nhầm")
    return (number >> 2).to_bytes(BYTES)


def private_key(code: bytes, manifest: str, group: str) -> ec.EllipticCurvePrivateKey:
    """The signing key of a slip, derived from its code, the manifest's hash and the group (RFC 9180 §7.1.3)."""
    if len(code) != BYTES:
        raise RuleError("mã phiếu phải có 16 byte")
    return derive(code + bytes.fromhex(manifest) + group.encode())


def derive(material: bytes) -> ec.EllipticCurvePrivateKey:
    """HPKE DeriveKeyPair for P-256 over keying material."""
    secret = hmac.new(b"", b"HPKE-v1" + KEM + b"dkp_prk" + material, hashlib.sha256).digest()
    for counter in range(256):
        labelled = b"\x00\x20HPKE-v1" + KEM + b"candidate" + bytes([counter])
        number = int.from_bytes(hmac.new(secret, labelled + b"\x01", hashlib.sha256).digest())
        if 0 < number < ORDER:
            return ec.derive_private_key(number, CURVE)
    raise RuleError("không tạo được khóa từ mã phiếu")  # chance: 2^-8192


def public(key: ec.EllipticCurvePrivateKey) -> bytes:
    """The public point of a key, uncompressed (65 bytes)."""
    form = serialization.PublicFormat.UncompressedPoint
    return key.public_key().public_bytes(serialization.Encoding.X962, form)


def mark(point: bytes) -> str:
    """What the server is told of a slip: sha256 of its public key, in hex."""
    return hashlib.sha256(point).hexdigest()


def make(count: int, manifest: str, group: str, random: Callable[[int], bytes]) -> tuple[list[bytes], list[str]]:
    """Codes for `count` slips of a group, and their marks sorted, so that neither list tells the other's order."""
    codes = [random(BYTES) for _ in range(count)]
    return codes, marks(codes, manifest, group)


def marks(codes: Iterable[bytes], manifest: str, group: str) -> list[str]:
    """The sorted marks of codes."""
    return sorted(mark(public(private_key(code, manifest, group))) for code in codes)
