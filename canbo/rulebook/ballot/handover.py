"""What goes between office, box and opening station, as files in a folder that has the survey's hash for its name.

Into the box: `manifest.json`, `slips.json`, `handed.json` (what was handed out; casting waits for it), and after the
opening `opened.json`. Out of the box, after close: `manifest.json`, `slips.json`, `handed.json`, `heads.json`,
`ballots.txt` (one ballot a line, in the order of the board). Each but the last is one canonical JSON text (`strict`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from canbo.rulebook.ballot import board, signing, strict
from canbo.rulebook.ballot.manifest import Manifest
from canbo.rulebook.errors import RuleError

MANIFEST, SLIPS, HANDED, OPENED, HEADS, BALLOTS = (
    "manifest.json", "slips.json", "handed.json", "opened.json", "heads.json", "ballots.txt",
)  # fmt: skip
HEX, SALT = 64, 16
OPENING, HEAD = b"canbo/opened/1\0", b"canbo/head/1\0"  # what a trustee's signature is for, what the box's
Marks = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Handed:
    """What was handed out before casting: with slips the marks of those not taken, with tokens how many each group's
    members were issued. `voided` sorted. `salt`: with tokens 16 random bytes (base64url), so that nobody finds small
    numbers by trying which have the mark that stands in the minutes."""

    voided: tuple[str, ...]
    issued: Mapping[str, int]
    salt: str = ""


@dataclass(frozen=True, slots=True)
class Opening:
    """What the opening makes public, each trustee who was there having signed it: the head it opened, how many ballots
    were in the box, the sorted commitments of those counted (the last of each voter), the mark of the lists that was
    held against the minutes, the sha256 of `totals.json` and of `texts.json` (which bears a salt, so that its hash lets
    nobody try short texts). `signatures` by the ids of trustees."""

    root: str
    size: int
    commitments: tuple[str, ...]
    lists: str
    totals: str
    texts: str
    signatures: Mapping[str, str]

    @property
    def counted(self) -> int:
        return len(self.commitments)


@dataclass(frozen=True, slots=True)
class Head:
    """A head of the board: the day it closed (0 is the first day of casting), leaves under it, root in hex; the box's
    signature under these three and its public key ("" before it signs)."""

    number: int
    size: int
    root: str
    signature: str = ""
    key: str = ""


def keys(heads: Sequence[Head]) -> tuple[str, ...]:
    """The public keys by which a board's heads were signed: more than one where the box lost its key on the way."""
    return tuple(dict.fromkeys(one.key for one in heads))


def slips_text(manifest: Manifest, marks: Marks) -> str:
    """`slips.json`: each group's marks (see `slip.marks`)."""
    groups = [{"id": group.id, "marks": sorted(marks.get(group.id, ()))} for group in manifest.groups]
    return strict.text({"v": 1, "survey": manifest.hash, "groups": groups})


def read_slips(source: str, manifest: Manifest) -> dict[str, tuple[str, ...]]:
    """Marks by group. RuleError unless there is one for every slip that was to be printed, and none twice."""
    found: dict[str, tuple[str, ...]] = {}
    for one in _list(_document(source, manifest, "groups")["groups"]):
        row = strict.shape(one, "id", "marks")
        found[manifest.group(_text(row["id"])).id] = _hashes(row["marks"])
    for group in manifest.groups:
        printed = group.invited + group.spare if manifest.way == "slips" else 0
        if len(found.get(group.id, ())) != printed:
            raise RuleError(f"nhóm {group.label}: cần {printed} mã phiếu, có {len(found.get(group.id, ()))}")
    if len({mark for marks in found.values() for mark in marks}) < sum(map(len, found.values())):
        raise RuleError("một mã phiếu thuộc hai nhóm")
    return found


def handed_text(manifest: Manifest, handed: Handed) -> str:
    """`handed.json`."""
    issued = [{"id": key, "count": count} for key, count in sorted(handed.issued.items())]
    return strict.text(
        {"v": 1, "survey": manifest.hash, "voided": sorted(handed.voided), "issued": issued} | {"salt": handed.salt}
    )


def read_handed(source: str, manifest: Manifest, marks: Marks) -> Handed:
    """What was handed out. RuleError where a slip is voided that was never printed, more slips were taken than people
    invited with the spare ones, or more tokens issued than people invited."""
    data = _document(source, manifest, "voided", "issued", "salt")
    rows = [strict.shape(one, "id", "count") for one in _list(data["issued"])]
    issued = {manifest.group(_text(row["id"])).id: _count(row["count"]) for row in rows}
    handed = Handed(_hashes(data["voided"]), issued, _text(data["salt"]))
    if len(strict.unpack(handed.salt)) != (SALT if manifest.way == "tokens" else 0):
        raise RuleError("số phiếu đã phát trực tuyến thiếu chuỗi ngẫu nhiên đi kèm")
    if not set(handed.voided) <= {mark for group in marks.values() for mark in group}:
        raise RuleError("có phiếu hủy không nằm trong danh sách phiếu đã in")
    wanted = {group.id for group in manifest.groups} if manifest.way == "tokens" else set()
    if set(issued) != wanted or len(rows) != len(wanted):
        raise RuleError("cần số phiếu đã phát của từng nhóm" if wanted else "đợt dùng phiếu giấy không phát trực tuyến")
    for key, count in issued.items():
        if count > manifest.group(key).invited:
            raise RuleError(f"nhóm {manifest.group(key).label}: đã phát nhiều hơn số người được mời")
    return handed


def lists_mark(manifest: Manifest, marks: Marks, handed: Handed) -> str:
    """What stands in the minutes for who may cast: 32 letters in groups of four over the marks printed and what was
    handed out. No head covers these lists, so that somebody at the box could put marks of their own into them."""
    return signing.spaced(strict.sha(slips_text(manifest, marks), handed_text(manifest, handed)))


def opened_text(manifest: Manifest, opening: Opening) -> str:
    """`opened.json`."""
    rows = [
        {"trustee": one.id, "sig": opening.signatures[one.id]}
        for one in manifest.trustees
        if one.id in opening.signatures
    ]
    return strict.text(_unsigned(manifest, opening) | {"signatures": rows})


def signed(manifest: Manifest, opening: Opening, keys: Mapping[str, Ed25519PrivateKey]) -> Opening:
    """An opening with the signatures of trustees by their ids."""
    text = strict.text(_unsigned(manifest, opening))
    return replace(opening, signatures={key: signing.sign(one, OPENING, text) for key, one in keys.items()})


def read_opened(source: str, manifest: Manifest) -> Opening:
    """What an opening published. RuleError where it cannot be: more counted than were in the box, or not signed by as
    many of the manifest's trustees as open a box. So nobody alone makes up results."""
    data = _document(source, manifest, "root", "size", "commitments", "lists", "totals", "texts", "signatures")
    rows = [strict.shape(one, "trustee", "sig") for one in _list(data["signatures"])]
    opening = Opening(
        _hash(data["root"]), _count(data["size"]), _hashes(data["commitments"]), _text(data["lists"]),
        _hash(data["totals"]), _hash(data["texts"]), {_text(one["trustee"]): _text(one["sig"]) for one in rows},
    )  # fmt: skip
    if opening.counted > opening.size:
        raise RuleError("số phiếu được tính nhiều hơn số phiếu trong hòm")
    holders, text = {one.id: one for one in manifest.trustees}, strict.text(_unsigned(manifest, opening))
    for key, signature in opening.signatures.items():
        if key not in holders:
            raise RuleError("kết quả mở hòm có chữ ký của người không giữ khóa của đợt này")
        try:
            signing.check(holders[key].sign, OPENING, text, signature)
        except RuleError as error:
            raise RuleError(f"chữ ký của {holders[key].name} dưới kết quả mở hòm không đúng") from error
    if len(opening.signatures) < manifest.need or len(rows) > len(opening.signatures):
        raise RuleError(
            f"kết quả mở hòm cần chữ ký của {manifest.need} người giữ khóa, mới có {len(opening.signatures)}"
        )
    return opening


def signers(manifest: Manifest, opening: Opening) -> tuple[str, ...]:
    """The names of the trustees who signed, in the manifest's order."""
    return tuple(one.name for one in manifest.trustees if one.id in opening.signatures)


def check_totals(source: str, opening: Opening) -> None:
    """RuleError unless `totals.json` is, byte by byte, what the trustees signed."""
    if hashlib.sha256(source.encode()).hexdigest() != opening.totals:
        raise RuleError("kết quả này không phải kết quả mà những người giữ khóa đã ký khi mở hòm")


def check_texts(source: str, opening: Opening) -> None:
    """RuleError unless `texts.json` is, byte by byte, what the trustees signed: a reader's check."""
    if hashlib.sha256(source.encode()).hexdigest() != opening.texts:
        raise RuleError("các ý kiến viết này không phải những ý kiến mà những người giữ khóa đã ký khi mở hòm")


def _unsigned(manifest: Manifest, opening: Opening) -> dict[str, Any]:
    """What trustees sign."""
    return {
        "v": 1,
        "survey": manifest.hash,
        "root": opening.root,
        "size": opening.size,
        "commitments": sorted(opening.commitments),
        "lists": opening.lists,
        "totals": opening.totals,
        "texts": opening.texts,
    }


def signed_head(manifest: Manifest, head: Head, key: Ed25519PrivateKey) -> Head:
    """A head with the box's signature."""
    signature = signing.sign(key, HEAD, _head_text(manifest, head))
    return replace(head, signature=signature, key=signing.public(key))


def heads_text(manifest: Manifest, heads: Iterable[Head]) -> str:
    """`heads.json`."""
    return strict.text({"v": 1, "survey": manifest.hash, "heads": [asdict(one) for one in heads]})


def read_heads(source: str, manifest: Manifest) -> tuple[Head, ...]:
    """The heads of the board, first to last; RuleError where they do not follow one another, or one is not signed by
    the key beside it. Whether that is the box's key, paper says (`keys`, `signing.fingerprint`)."""
    rows = [
        strict.shape(one, "number", "size", "root", "signature", "key")
        for one in _list(_document(source, manifest, "heads")["heads"])
    ]
    heads = tuple(
        Head(
            _count(one["number"]), _count(one["size"]), _hash(one["root"]), _text(one["signature"]), _text(one["key"])
        )
        for one in rows
    )  # fmt: skip
    for one in heads:
        try:
            signing.check(one.key, HEAD, _head_text(manifest, one), one.signature)
        except RuleError as error:
            raise RuleError("có mốc của bảng công khai không do hòm phiếu này ký") from error
    for before, after in pairwise(heads):
        if after.number <= before.number or after.size < before.size:
            raise RuleError("các mốc của bảng công khai không nối tiếp nhau")
    return heads


def _head_text(manifest: Manifest, head: Head) -> str:
    return strict.text({"survey": manifest.hash, "number": head.number, "size": head.size, "root": head.root})


def read_ballots(lines: Iterable[str], heads: Sequence[Head]) -> list[str]:
    """The ballots' texts, one a line. RuleError unless they are exactly what every published head says: none added,
    none left out, each day sorted."""
    texts = [line.rstrip("\n") for line in lines]
    leaves = [leaf(one) for one in texts]
    if len(set(leaves)) < len(leaves) or len(leaves) != (heads[-1].size if heads else 0):
        raise RuleError("số phiếu trong bản xuất khác số đã công bố")
    begin = 0
    for head in heads:
        day = leaves[begin : head.size]
        if day != sorted(day) or board.root(leaves[: head.size]) != head.root:
            raise RuleError("phiếu trong bản xuất không khớp với bảng công khai")
        begin = head.size
    return texts


def leaf(ballot: str) -> str:
    """What stands on the board for a ballot's text: its sha256 in hex."""
    return hashlib.sha256(ballot.encode()).hexdigest()


def _document(source: str, manifest: Manifest, *keys: str) -> dict[str, Any]:
    data = strict.shape(strict.read(source), "v", "survey", *keys)
    if data["v"] != 1 or data["survey"] != manifest.hash:
        raise RuleError("tệp thuộc đợt lấy ý kiến khác")
    return data


def _list(data: object) -> list[object]:
    if not isinstance(data, list):
        raise RuleError("cần một danh sách")
    return data


def _text(data: object) -> str:
    if not isinstance(data, str):
        raise RuleError("cần một chuỗi")
    return data


def _count(data: object) -> int:
    if not isinstance(data, int) or isinstance(data, bool) or data < 0:
        raise RuleError("cần một số nguyên không âm")
    return data


def _hash(data: object) -> str:
    text = _text(data)
    if len(text) != HEX or set(text) - set("0123456789abcdef"):
        raise RuleError("cần một mã sha256 dạng hex")
    return text


def _hashes(data: object) -> tuple[str, ...]:
    found = tuple(_hash(one) for one in _list(data))
    if list(found) != sorted(set(found)):
        raise RuleError("danh sách mã phải xếp theo thứ tự, không trùng")
    return found
