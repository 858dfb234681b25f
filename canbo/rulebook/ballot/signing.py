"""Ed25519 signatures over canonical texts (RFC 8032): trustees' under what was opened, the box's under its heads."""

from __future__ import annotations

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from canbo.rulebook.ballot import strict
from canbo.rulebook.errors import RuleError

KEY, SIGNATURE = 32, 64  # bytes
FIELD = 2**255 - 19
# The y of the eight points of small order (RFC 7748 §7 warns of such; RFC 8032 §5.1.7 lets a verifier take them).
EIGHTH = 0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826
SMALL = {0, 1, FIELD - 1, EIGHTH, FIELD - EIGHTH}


def fingerprint(public: str) -> str:
    """What people compare of a public key by eye: 32 letters of its sha256, by four."""
    return spaced(hashlib.sha256(strict.unpack(public)).hexdigest())


def spaced(digest: str) -> str:
    """The first 32 letters of a hash, by four, as they stand in minutes."""
    return " ".join(digest[at : at + 4] for at in range(0, 32, 4))


def anybodys(public: bytes) -> bool:
    """Whether a public key is a point of small order: a signature under it takes no private key."""
    return (int.from_bytes(public, "little") & (2**255 - 1)) % FIELD in SMALL


def public(key: Ed25519PrivateKey) -> str:
    """The public part of a key, base64url."""
    return strict.pack(key.public_key().public_bytes_raw())


def sign(key: Ed25519PrivateKey, purpose: bytes, text: str) -> str:
    """A signature over a text made for one purpose alone, base64url."""
    return strict.pack(key.sign(purpose + text.encode()))


def check(public: str, purpose: bytes, text: str, signature: object) -> None:
    """RuleError unless a signature is by that key over that text."""
    try:
        key = Ed25519PublicKey.from_public_bytes(strict.unpack(public, KEY))
        key.verify(strict.unpack(signature, SIGNATURE), purpose + text.encode())
    except (InvalidSignature, ValueError) as error:
        raise RuleError("chữ ký không đúng") from error
