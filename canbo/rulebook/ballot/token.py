"""Blind tokens: RFC 9474, RSABSSA-SHA384-PSS-Randomized. Whoever signs sees nothing that comes back later.

The message a token certifies is a voter's public key, bound to the survey and the group. Blinding happens in the
voter's browser; it stands here too for paper-and-pencil proofs of the same thing: tests, and auditors.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from canbo.rulebook.errors import RuleError

PREFIX = 32  # random bytes before the message (RFC 9474 §4.1, randomised preparation)
SALT = 48
TAG = b"canbo/token/1\0"


@dataclass(frozen=True, slots=True)
class Blinded:
    """What is sent to be signed, and the inverse of the blinding factor that only the voter keeps."""

    message: bytes
    inverse: int


def message(manifest: str, group: str, point: bytes) -> bytes:
    """What a token certifies: this public key may answer once in this group of this survey."""
    return TAG + bytes.fromhex(manifest) + group.encode() + b"\0" + point


def public_key(n: bytes, e: bytes) -> rsa.RSAPublicKey:
    """A group's key from the bytes in the manifest. RuleError for one too short to trust."""
    try:
        key = rsa.RSAPublicNumbers(int.from_bytes(e), int.from_bytes(n)).public_key()
    except ValueError as error:
        raise RuleError("khóa ký phiếu của nhóm không hợp lệ") from error
    if key.key_size < 2048:
        raise RuleError("khóa ký phiếu của nhóm quá ngắn")
    return key


def blind(key: rsa.RSAPublicKey, prepared: bytes, salt: bytes, factor: int) -> Blinded:
    """RFC 9474 Blind, with salt (48 bytes) and blinding factor given. RuleError where the factor has no inverse."""
    n, e = key.public_numbers().n, key.public_numbers().e
    encoded = _encode(prepared, key.key_size - 1, salt)
    try:
        inverse = pow(factor, -1, n)
    except ValueError as error:
        raise RuleError("hệ số làm mù không dùng được, hãy thử lại") from error
    return Blinded((encoded * pow(factor, e, n) % n).to_bytes(key.key_size // 8), inverse)


def blind_sign(
    key: rsa.RSAPrivateNumbers, blinded: bytes, power: Callable[[int, int, int], int] = pow, mask: int = 1
) -> bytes:
    """RFC 9474 BlindSign by the two primes, checked before it leaves (a fault would give the key away).

    `mask`, a fresh random number below the modulus, hides what is raised by `power` to the secret exponents: how long
    that takes is then by nobody's choice (base blinding). RuleError for a number not below the modulus.
    """
    public = key.public_numbers
    size = (public.n.bit_length() + 7) // 8
    number = int.from_bytes(blinded)
    if len(blinded) != size or not 0 < number < public.n:
        raise RuleError("số phiếu gửi lên không hợp lệ")
    hidden = number * pow(mask, public.e, public.n) % public.n
    one, two = power(hidden % key.p, key.dmp1, key.p), power(hidden % key.q, key.dmq1, key.q)
    signed = (two + key.q * ((one - two) * key.iqmp % key.p)) * pow(mask, -1, public.n) % public.n
    if pow(signed, public.e, public.n) != number:
        raise RuleError("máy chủ ký lỗi, chưa phát phiếu; hãy thử lại")
    return signed.to_bytes(size)


def finish(key: rsa.RSAPublicKey, prepared: bytes, signed: bytes, inverse: int) -> bytes:
    """RFC 9474 Finalize: the token. RuleError where what came back is no signature."""
    n = key.public_numbers().n
    token = (int.from_bytes(signed) * inverse % n).to_bytes(key.key_size // 8)
    if not verify(key, prepared, token):
        raise RuleError("chữ ký nhận được không đúng; phiếu chưa dùng được")
    return token


def verify(key: rsa.RSAPublicKey, prepared: bytes, token: bytes) -> bool:
    """Whether a token is the group key's on this prepared message (random prefix, then the message)."""
    scheme = padding.PSS(mgf=padding.MGF1(hashes.SHA384()), salt_length=SALT)
    try:
        key.verify(token, prepared, scheme, hashes.SHA384())
    except InvalidSignature:
        return False
    return True


def _encode(prepared: bytes, bits: int, salt: bytes) -> int:
    """EMSA-PSS (RFC 8017 §9.1.1) with SHA-384 and MGF1 of it, as a number."""
    length = (bits + 7) // 8
    hashed = hashlib.sha384(bytes(8) + hashlib.sha384(prepared).digest() + salt).digest()
    block = bytes(length - len(salt) - len(hashed) - 2) + b"\x01" + salt
    masked = bytearray(left ^ right for left, right in zip(block, _mask(hashed, len(block)), strict=True))
    masked[0] &= 0xFF >> (8 * length - bits)
    return int.from_bytes(bytes(masked) + hashed + b"\xbc")


def _mask(seed: bytes, length: int) -> bytes:
    rounds = (hashlib.sha384(seed + counter.to_bytes(4)).digest() for counter in range(-(-length // 48)))
    return b"".join(rounds)[:length]
