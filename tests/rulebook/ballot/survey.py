"""A small survey for the tests: three trustees of whom two open, one group by slips and one by tokens."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from canbo.opening.keys import Key
from canbo.rulebook.ballot import check, handover, seal, slip, strict, token
from canbo.rulebook.ballot.manifest import Group, Manifest, Node, Question, Trustee

TRUSTEE_KEYS = {at: ec.derive_private_key(1000 + at, slip.CURVE) for at in range(3)}
SIGN_KEYS = {at: Ed25519PrivateKey.from_private_bytes(bytes([at + 1]) * 32) for at in range(3)}
BOX_KEY = Ed25519PrivateKey.from_private_bytes(bytes([9]) * 32)
SALT = strict.pack(bytes(range(16)))
HOLDERS = [Key(TRUSTEE_KEYS[at], SIGN_KEYS[at]) for at in range(3)]
QUESTIONS = (
    Question("q1", "Gương mẫu", "scale", (("1", "Tốt"), ("2", "Khá"), ("3", "Chưa tốt")), True, 0),
    Question("q2", "Điều cần sửa", "many", (("a", "Phân công"), ("b", "Công khai tài chính")), False, 0),
    Question("t1", "Ý kiến khác", "text", (), False, 500),
)


def bytes_from(seed: object) -> Callable[[int], bytes]:
    """A source of bytes that is the same in every run."""
    return random.Random(repr(seed)).randbytes


@cache
def signer() -> rsa.RSAPrivateNumbers:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048).private_numbers()


def survey(way: str = "slips", **changes: object) -> Manifest:
    """The manifest; `changes` replace its parts."""
    public = signer().public_numbers
    n, e = strict.pack(public.n.to_bytes(256)), strict.pack(public.e.to_bytes(3))
    groups = [
        Group(key, f"Nhóm {key}", "hieu-truong", "truong", "chung", 12, 2, n, e)
        if way == "tokens"
        else Group(key, f"Nhóm {key}", "hieu-truong", "truong", "chung", 12, 2, "", "")
        for key in ("gv", "ph")
    ]
    trustees = [Trustee.of(f"t{at}", f"Người giữ khóa {at}", key.public) for at, key in enumerate(HOLDERS)]
    manifest = Manifest(
        "LB-2026-1", "Lấy ý kiến góp ý", way, "opinions", 8, 10, 8, 2, 4096, "2026-05-01" if way == "tokens" else "",
        "2026-05-04" if way == "tokens" else "", "2026-05-05", "2026-05-09", tuple(trustees), tuple(groups),
        (Node("truong", "Trường", ""),), (("chung", QUESTIONS),),
    )  # fmt: skip
    return replace(manifest, **changes)  # type: ignore[arg-type]


def codes(manifest: Manifest, group: str = "gv", count: int = 14) -> tuple[list[bytes], list[str]]:
    return slip.make(count, manifest.hash, group, bytes_from(("codes", group)))


def gate(manifest: Manifest) -> check.Gate:
    return check.Gate(manifest, {group.id: frozenset(codes(manifest, group.id)[1]) for group in manifest.groups})


def answers(seed: object = 0) -> dict[str, object]:
    return {"q1": "123"[len(repr(seed)) % 3], "q2": ["a"], "t1": "Chưa công khai đủ; đề nghị họp định kỳ."}


def opened(document: object, seed: object = 0) -> seal.Opened:
    return seal.Opened(document, strict.pack(bytes_from(("nonce", seed))(seal.NONCE)))


def cast(
    manifest: Manifest, key: ec.EllipticCurvePrivateKey, what: seal.Opened, counter: int = 1, group: str = "gv",
    given: Mapping[str, str] | None = None,
) -> str:  # fmt: skip
    """The text of a ballot as a voter's device makes it."""
    envelope = seal.seal(manifest, group, slip.public(key), what, bytes_from((counter, what.nonce)))
    return check.compose(manifest, group, key, counter, envelope, given)


def opening(manifest: Manifest, root: str, size: int, commitments: tuple[str, ...], by: int = 2) -> handover.Opening:
    """What an opening of totals that say nothing makes public, signed by the first trustees."""
    one = handover.Opening(root, size, commitments, "0000", strict.sha("{}"), strict.sha("[]"), {})
    return handover.signed(manifest, one, {f"t{at}": SIGN_KEYS[at] for at in range(by)})


def issued(manifest: Manifest, key: ec.EllipticCurvePrivateKey, group: str = "gv", seed: object = 0) -> dict[str, str]:
    """A token for a key, blinded, signed and finished."""
    source = bytes_from(("token", seed))
    public = token.public_key(strict.unpack(manifest.group(group).n), strict.unpack(manifest.group(group).e))
    prefix = source(token.PREFIX)
    prepared = prefix + token.message(manifest.hash, group, slip.public(key))
    blinded = token.blind(public, prepared, source(token.SALT), int.from_bytes(source(200)))
    signed = token.blind_sign(signer(), blinded.message)
    return {
        "prefix": strict.pack(prefix),
        "sig": strict.pack(token.finish(public, prepared, signed, blinded.inverse)),
    }
