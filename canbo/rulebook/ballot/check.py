"""What the box accepts: a ballot in its one spelling, of this survey, from somebody entitled, signed by their key."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from canbo.rulebook.ballot import seal, slip, strict, token
from canbo.rulebook.ballot.manifest import Manifest
from canbo.rulebook.errors import RuleError

TAG = b"canbo/signed/1\0"
MOST_SUBMISSIONS = 1000  # of one slip: enough for anybody who changes their mind
FIELDS = ("v", "survey", "group", "pk", "token", "c", "iv", "body", "key", "parts")


@dataclass(frozen=True, slots=True)
class Ballot:
    """A ballot that was accepted. `counter` is the sender's own: of several by one key the highest counts."""

    group: str
    point: bytes
    counter: int
    envelope: seal.Envelope
    text: str

    @property
    def leaf(self) -> str:
        """What stands on the public board for it: sha256 of its text, in hex."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True)
class Gate:
    """Who may answer in a survey: its manifest, and with slips the marks of each group's slips less those voided."""

    manifest: Manifest
    slips: Mapping[str, Container[str]]

    @cached_property
    def keys(self) -> dict[str, rsa.RSAPublicKey]:
        """The groups' token keys."""
        return {
            group.id: token.public_key(strict.unpack(group.n), strict.unpack(group.e))
            for group in self.manifest.groups
            if group.n
        }

    @cached_property
    def longest(self) -> int:
        """Bytes a ballot may have at most."""
        parts = sum(len(quorum) for quorum in self.manifest.quorums) * (seal.SEALED * 4 // 3 + 6)
        return (self.manifest.pad + 16) * 4 // 3 + parts + 2500

    def accept(self, source: bytes) -> Ballot:
        """The ballot in what was sent. RuleError says, without naming anybody, why it is not one."""
        if len(source) > self.longest:
            raise RuleError("phiếu quá lớn")
        document = strict.shape(strict.read(source), *FIELDS, "sig")
        if document["v"] != 1 or document["survey"] != self.manifest.hash:
            raise RuleError("phiếu thuộc đợt lấy ý kiến khác")
        if not isinstance(document["group"], str):
            raise RuleError("nhóm không hợp lệ")
        group = self.manifest.group(document["group"]).id
        point = strict.unpack(document["pk"], 65)
        counter = document["c"]
        if not isinstance(counter, int) or isinstance(counter, bool) or not 1 <= counter <= MOST_SUBMISSIONS:
            raise RuleError("số lần gửi không hợp lệ")
        envelope = self._envelope(document)
        self._entitled(group, point, document["token"])
        _signed(point, document)
        return Ballot(group, point, counter, envelope, source.decode())

    def _envelope(self, document: Mapping[str, Any]) -> seal.Envelope:
        parts = document["parts"]
        shape = [len(quorum) for quorum in self.manifest.quorums]
        if not isinstance(parts, list) or not all(isinstance(row, list) for row in parts):
            raise RuleError("phần khóa không hợp lệ")
        if [len(row) for row in parts] != shape or not isinstance(document["key"], str) or len(document["key"]) != 64:
            raise RuleError("phần khóa không hợp lệ")
        return seal.Envelope(
            strict.unpack(document["iv"], seal.IV),
            strict.unpack(document["body"], self.manifest.pad + 16),
            document["key"],
            tuple(tuple(strict.unpack(one, seal.SEALED) for one in row) for row in parts),
        )

    def _entitled(self, group: str, point: bytes, given: object) -> None:
        if self.manifest.way == "slips":
            if given is not None or slip.mark(point) not in self.slips.get(group, ()):
                raise RuleError("mã phiếu không có trong danh sách của nhóm, hoặc đã hủy")
            return
        shown = strict.shape(given, "prefix", "sig")
        prefix = strict.unpack(shown["prefix"], token.PREFIX)
        prepared = prefix + token.message(self.manifest.hash, group, point)
        if not token.verify(self.keys[group], prepared, strict.unpack(shown["sig"])):
            raise RuleError("phiếu không có chữ ký hợp lệ của nơi phát")


def signed_bytes(document: Mapping[str, Any]) -> bytes:
    """What a ballot's signature is over: its canonical text without the signature."""
    return TAG + strict.text({key: document[key] for key in FIELDS}).encode()


def compose(
    manifest: Manifest, group: str, key: ec.EllipticCurvePrivateKey, counter: int, envelope: seal.Envelope,
    given: Mapping[str, str] | None = None,
) -> str:  # fmt: skip
    """The text of a ballot, signed. `given`: prefix and signature of the token, None with slips."""
    document: dict[str, Any] = {
        "v": 1,
        "survey": manifest.hash,
        "group": group,
        "pk": strict.pack(slip.public(key)),
        "token": dict(given) if given is not None else None,
        "c": counter,
        "iv": strict.pack(envelope.iv),
        "body": strict.pack(envelope.body),
        "key": envelope.key,
        "parts": [[strict.pack(one) for one in row] for row in envelope.parts],
    }
    signature = key.sign(signed_bytes(document), ec.ECDSA(hashes.SHA256()))
    return strict.text(document | {"sig": strict.pack(_flat(signature))})


def latest(ballots: Iterable[Ballot]) -> list[Ballot]:
    """Of each key the ballot with the highest counter; of two with the same one, the smaller leaf, so that the order of
    arrival decides nothing."""
    found: dict[bytes, Ballot] = {}
    for ballot in ballots:
        other = found.get(ballot.point)
        if other is None or (-ballot.counter, ballot.leaf) < (-other.counter, other.leaf):
            found[ballot.point] = ballot
    return list(found.values())


def _signed(point: bytes, document: Mapping[str, Any]) -> None:
    flat = strict.unpack(document["sig"], 64)
    first, second = int.from_bytes(flat[:32]), int.from_bytes(flat[32:])
    if second > slip.ORDER // 2:  # its mirror image is valid too: one ballot, one text
        raise RuleError("chữ ký của phiếu không ở dạng chuẩn")
    signature = encode_dss_signature(first, second)
    try:
        public = ec.EllipticCurvePublicKey.from_encoded_point(slip.CURVE, point)
        public.verify(signature, signed_bytes(document), ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, ValueError) as error:
        raise RuleError("chữ ký của phiếu không đúng") from error


def _flat(signature: bytes) -> bytes:
    first, second = decode_dss_signature(signature)
    return first.to_bytes(32) + min(second, slip.ORDER - second).to_bytes(32)
