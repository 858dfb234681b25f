"""The envelope: answers padded to one length, encrypted under a key that only enough trustees together can find.

The key is split by XOR for every quorum of trustees, each part sealed to its trustee (HPKE, RFC 9180). Everything is
bound to the survey, the group and the voter's public key, so that no part can be moved to another ballot.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from canbo.rulebook.ballot import strict
from canbo.rulebook.ballot.manifest import Manifest
from canbo.rulebook.errors import RuleError

SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
KEY, IV, NONCE = 32, 12, 32
SEALED = 65 + KEY + 16  # ephemeral point, part of the key, tag
HEAD = 4  # bytes that say how long the answers are before the padding


@dataclass(frozen=True, slots=True)
class Envelope:
    """Sealed answers: initialisation vector, ciphertext, sha256 of the key, per quorum one sealed part a trustee."""

    iv: bytes
    body: bytes
    key: str
    parts: tuple[tuple[bytes, ...], ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """What was inside: the answers as a document, and the nonce that makes their commitment unguessable."""

    answers: Any
    nonce: str

    @property
    def commitment(self) -> str:
        """C: in the list of opened ballots, it tells its sender alone that exactly these answers were counted."""
        return strict.sha("canbo/commit/1", self.nonce, strict.text(self.answers))


def bound(manifest: str, group: str, point: bytes) -> bytes:
    """What an envelope is bound to."""
    return b"canbo/ballot/1\0" + bytes.fromhex(manifest) + group.encode() + b"\0" + point


def seal(manifest: Manifest, group: str, point: bytes, opened: Opened, random: Callable[[int], bytes]) -> Envelope:
    """Seal answers to the manifest's trustees. RuleError where they are longer than every answer may be."""
    to = bound(manifest.hash, group, point)
    key, iv = random(KEY), random(IV)
    body = AESGCM(key).encrypt(iv, padded(opened, manifest.pad), to)
    trustees = [_point(strict.unpack(one.key, 65)) for one in manifest.trustees]
    parts = []
    for number, quorum in enumerate(manifest.quorums):
        shares = [random(KEY) for _ in quorum[1:]]
        shares.append(_xor([key, *shares]))
        sealed = [
            SUITE.encrypt(share, trustees[at], info=_part(to, number, at))
            for at, share in zip(quorum, shares, strict=True)
        ]
        parts.append(tuple(sealed))
    return Envelope(iv, body, hashlib.sha256(key).hexdigest(), tuple(parts))


def unseal(
    manifest: Manifest, group: str, point: bytes, envelope: Envelope, keys: Mapping[int, ec.EllipticCurvePrivateKey]
) -> Opened:
    """The answers, by the private keys of enough trustees (by their place). RuleError where the keys are too few, or
    the envelope was not made as it should be: that ballot alone is lost."""
    to = bound(manifest.hash, group, point)
    quorums = [(number, quorum) for number, quorum in enumerate(manifest.quorums) if set(quorum) <= set(keys)]
    if not quorums:
        raise RuleError(f"cần {manifest.need} người giữ khóa, mới có {len(keys)}")
    for number, quorum in quorums:
        try:
            key = _xor(
                [
                    SUITE.decrypt(sealed, keys[at], info=_part(to, number, at))
                    for at, sealed in zip(quorum, envelope.parts[number], strict=True)
                ]
            )
            if len(key) == KEY and hashlib.sha256(key).hexdigest() == envelope.key:
                return read(AESGCM(key).decrypt(envelope.iv, envelope.body, to), manifest.pad)
        except (InvalidTag, ValueError, IndexError):
            continue
    raise RuleError("phiếu được đóng gói sai, không mở được")


def padded(opened: Opened, pad: int) -> bytes:
    """The answers at the one length every ballot has. RuleError where they do not fit."""
    plain = strict.text({"answers": opened.answers, "nonce": opened.nonce}).encode()
    if HEAD + len(plain) > pad:
        raise RuleError("câu trả lời dài quá; hãy rút bớt phần viết")
    return len(plain).to_bytes(HEAD) + plain + bytes(pad - HEAD - len(plain))


def read(plain: bytes, pad: int) -> Opened:
    """Answers from their padded form; RuleError where it is not one."""
    size = int.from_bytes(plain[:HEAD])
    if len(plain) != pad or HEAD + size > pad or any(plain[HEAD + size :]):
        raise RuleError("phiếu không đúng độ dài")
    data = strict.shape(strict.read(plain[HEAD : HEAD + size]), "answers", "nonce")
    strict.unpack(data["nonce"], NONCE)
    return Opened(data["answers"], data["nonce"])


def _part(to: bytes, quorum: int, trustee: int) -> bytes:
    return b"canbo/part/1\0" + bytes([quorum, trustee]) + to


def _point(data: bytes) -> ec.EllipticCurvePublicKey:
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), data)
    except ValueError as error:
        raise RuleError("khóa của người giữ khóa không hợp lệ") from error


def _xor(blocks: Sequence[bytes]) -> bytes:
    found = 0
    for block in blocks:
        if len(block) != KEY:
            raise ValueError("a part of the key has another length")
        found ^= int.from_bytes(block)
    return found.to_bytes(KEY)
