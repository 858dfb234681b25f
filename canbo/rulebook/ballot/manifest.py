"""The manifest: all that is frozen when a survey opens, under one hash that stands on paper and on the wall."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any, Literal

from cryptography.hazmat.primitives.asymmetric import ec

from canbo.rulebook.ballot import signing, strict
from canbo.rulebook.errors import RuleError
from canbo.rulebook.release import FLOOR, Tree

Kind = Literal["scale", "choice", "many", "text"]
KINDS = ("scale", "choice", "many", "text")
WAYS = ("slips", "tokens")
PROFILES = ("opinions", "vote")
POINT = 65  # bytes of an uncompressed point


@dataclass(frozen=True, slots=True)
class Trustee:
    """Who holds one of the keys that open the box; `key` the public point its parts are sealed to (P-256,
    uncompressed), `sign` what their signature under the results is checked by (Ed25519); both base64url."""

    id: str
    name: str
    key: str
    sign: str

    @classmethod
    def of(cls, key: str, name: str, public: str) -> Trustee:
        """A trustee by the public part of their key as they hand it over. RuleError where it is none: not a point of
        the curve, to which no browser could seal, or one under which anybody can sign."""
        both = strict.unpack(public, POINT + signing.KEY)
        try:
            ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), both[:POINT])
        except ValueError as error:
            raise RuleError(f"khóa của {name} không đúng dạng") from error
        if both[0] != 4 or signing.anybodys(both[POINT:]):
            raise RuleError(f"khóa của {name} không đúng dạng")
        return cls(key, name, strict.pack(both[:POINT]), strict.pack(both[POINT:]))

    @property
    def public(self) -> str:
        """Both public keys in one word, as `canbo opening key` prints it."""
        return strict.pack(strict.unpack(self.key, POINT) + strict.unpack(self.sign, signing.KEY))

    @property
    def fingerprint(self) -> str:
        """What a trustee holds against their own key by eye."""
        return signing.fingerprint(self.public)


@dataclass(frozen=True, slots=True)
class Group:
    """A reporting group: whom it is about, which questions, how many are invited, how many slips to spare.

    `parent`: the node of the tree it adds up to. `n`, `e`: the public key its tokens are signed with ("" with slips).
    """

    id: str
    label: str
    about: str
    parent: str
    questions: str
    invited: int
    spare: int
    n: str
    e: str


@dataclass(frozen=True, slots=True)
class Node:
    """A group of groups, for adding up: a unit, a level, everything."""

    id: str
    label: str
    parent: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `options` as (id, label), from best to worst for a scale; `most` the letters a text may have."""

    id: str
    text: str
    kind: Kind
    options: tuple[tuple[str, str], ...]
    required: bool
    most: int


@dataclass(frozen=True)
class Manifest:
    """A survey as frozen. `k` answers a group needs to be shown, `k_text` for texts, `k_invited` invited people for a
    group to exist; `need` of the trustees open the box; `pad` bytes is the one length every answer is padded to;
    `opens`, `closes` the days (ISO, inclusive) on which ballots are taken; tokens are handed out from `issues` to
    `issued_by` ("" with slips). `after`: the hash of the round before ("" for a first one), whose totals bound what
    this one may show."""

    survey: str
    title: str
    way: str
    profile: str
    k: int
    k_text: int
    k_invited: int
    need: int
    pad: int
    issues: str
    issued_by: str
    opens: str
    closes: str
    trustees: tuple[Trustee, ...]
    groups: tuple[Group, ...]
    nodes: tuple[Node, ...]
    sets: tuple[tuple[str, tuple[Question, ...]], ...]
    after: str = ""

    def data(self) -> dict[str, Any]:
        """The manifest as it is published."""
        plain = {key: getattr(self, key) for key in (*_WORDS, *_NUMBERS)} | {"v": 1}
        return plain | {
            "trustees": [_plain(one) for one in self.trustees],
            "groups": [_plain(one) for one in self.groups],
            "nodes": [_plain(one) for one in self.nodes],
            "sets": [{"id": key, "questions": [_question(one) for one in asked]} for key, asked in self.sets],
        }

    @cached_property
    def text(self) -> str:
        return strict.text(self.data())

    @cached_property
    def hash(self) -> str:
        """sha256 of the published text, in hex."""
        return strict.sha(self.text)

    def group(self, key: str) -> Group:
        """The group named; RuleError where there is none."""
        for group in self.groups:
            if group.id == key:
                return group
        raise RuleError("không có nhóm đó trong đợt lấy ý kiến")

    def asked(self, group: Group) -> tuple[Question, ...]:
        """The questions put to a group."""
        return dict(self.sets)[group.questions]

    @property
    def tree(self) -> Tree:
        """Groups and nodes as the tree that the release rule works on."""
        nodes = {one.id: one.parent for one in self.nodes}
        return Tree(nodes | {one.id: one.parent for one in self.groups})

    @cached_property
    def quorums(self) -> tuple[tuple[int, ...], ...]:
        """Every set of trustees, by place, that can open the box together, in one fixed order."""
        return tuple(combinations(range(len(self.trustees)), self.need))


_WORDS = ("survey", "title", "way", "profile", "issues", "issued_by", "opens", "closes", "after")
_NUMBERS = ("k", "k_text", "k_invited", "need", "pad")


def read(source: str) -> Manifest:
    """The manifest in a canonical text. RuleError says what is missing, strange or against its own terms."""
    data = strict.shape(strict.read(source), "v", *_WORDS, *_NUMBERS, "trustees", "groups", "nodes", "sets")
    if data["v"] != 1:
        raise RuleError("bản ghi đợt lấy ý kiến thuộc phiên bản khác")
    words: dict[str, Any] = {key: _word(data[key]) for key in _WORDS}
    numbers: dict[str, Any] = {key: _number(data[key]) for key in _NUMBERS}
    manifest = Manifest(
        **words,
        **numbers,
        trustees=tuple(Trustee(**_fields(Trustee, one)) for one in _rows(data["trustees"])),
        groups=tuple(Group(**_fields(Group, one)) for one in _rows(data["groups"])),
        nodes=tuple(Node(**_fields(Node, one)) for one in _rows(data["nodes"])),
        sets=tuple(_set(one) for one in _rows(data["sets"])),
    )
    check(manifest)
    return manifest


def check(manifest: Manifest) -> None:
    """RuleError for a survey that may not be opened: groups too small, k under the floor, keys missing or twice."""
    if manifest.way not in WAYS or manifest.profile not in PROFILES or not manifest.survey:
        raise RuleError("cách phát phiếu hoặc loại công bố không hợp lệ")
    if not 1 <= manifest.need <= len(manifest.trustees) <= 7:
        raise RuleError("số người giữ khóa và số người cần để mở không hợp lệ")
    if not 512 <= manifest.pad <= 16384:
        raise RuleError("độ dài phiếu phải từ 512 đến 16384 byte")
    for what, keys in (
        ("người giữ khóa", [one.id for one in manifest.trustees]),
        ("khóa", [one.key for one in manifest.trustees]),
        ("khóa ký", [one.sign for one in manifest.trustees]),
        ("nhóm", [one.id for one in manifest.nodes] + [one.id for one in manifest.groups]),
        ("bộ câu hỏi", [key for key, _ in manifest.sets]),
    ):
        twice = [key for key, count in Counter(keys).items() if count > 1 or not key]
        if twice or not keys:
            raise RuleError(f"{what}: thiếu hoặc trùng {', '.join(twice)}")
    for trustee in manifest.trustees:
        Trustee.of(trustee.id, trustee.name, trustee.public)
    if manifest.profile == "vote" and (len(manifest.groups) != 1 or manifest.nodes or manifest.after):
        raise RuleError("lấy phiếu tín nhiệm tính cho cả hội nghị: một nhóm, không chia nhỏ, không có lần hai")
    _ = manifest.tree
    _check_groups(manifest)
    for _, asked in manifest.sets:
        _check_questions(asked, texts=manifest.profile == "opinions")


def _check_groups(manifest: Manifest) -> None:
    if manifest.profile == "opinions" and not FLOOR <= manifest.k <= min(manifest.k_invited, manifest.k_text):
        raise RuleError(f"k phải từ {FLOOR} và không lớn hơn số mời tối thiểu, ngưỡng của phần viết")
    for group in manifest.groups:
        if group.questions not in dict(manifest.sets):
            raise RuleError(f"nhóm {group.label}: không có bộ câu hỏi {group.questions}")
        if group.invited < max(1, manifest.k_invited) or group.spare < 0:
            raise RuleError(f"nhóm {group.label}: mời {group.invited} người, cần ít nhất {manifest.k_invited}")
        if bool(group.n) != (manifest.way == "tokens"):
            raise RuleError(f"nhóm {group.label}: khóa ký phiếu không khớp với cách phát phiếu")


def _check_questions(asked: tuple[Question, ...], texts: bool) -> None:
    keys = [question.id for question in asked]
    if not keys or len(set(keys)) < len(keys):
        raise RuleError("bộ câu hỏi trống hoặc trùng mã câu")
    for question in asked:
        options = [key for key, _ in question.options]
        wanted = question.kind != "text"
        if question.kind not in KINDS or len(set(options)) < len(options) or bool(options) != wanted:
            raise RuleError(f"câu {question.id}: các phương án trả lời không hợp lệ")
        if question.kind == "text" and not (texts and 1 <= question.most <= 500):
            raise RuleError(f"câu {question.id}: phần viết từ 1 đến 500 ký tự, và phiếu tín nhiệm không có phần viết")


def _plain(one: Trustee | Group | Node) -> dict[str, Any]:
    return {key: getattr(one, key) for key in type(one).__slots__}


def _question(one: Question) -> dict[str, Any]:
    return {
        "id": one.id,
        "text": one.text,
        "kind": one.kind,
        "options": [{"id": key, "label": label} for key, label in one.options],
        "required": one.required,
        "most": one.most,
    }


def _set(data: object) -> tuple[str, tuple[Question, ...]]:
    found = strict.shape(data, "id", "questions")
    return _word(found["id"]), tuple(_read_question(one) for one in _rows(found["questions"]))


def _read_question(data: object) -> Question:
    found = strict.shape(data, "id", "text", "kind", "options", "required", "most")
    options = [strict.shape(one, "id", "label") for one in _rows(found["options"])]
    if not isinstance(found["required"], bool):
        raise RuleError("“required” phải là true hoặc false")
    kind: Any = _word(found["kind"])
    pairs = tuple((_word(one["id"]), _word(one["label"])) for one in options)
    return Question(_word(found["id"]), _word(found["text"]), kind, pairs, found["required"], _number(found["most"]))


def _fields(kind: type[Trustee] | type[Group] | type[Node], data: object) -> dict[str, Any]:
    found = strict.shape(data, *kind.__slots__)
    return {key: _number(one) if key in ("invited", "spare") else _word(one) for key, one in found.items()}


def _rows(data: object) -> list[object]:
    if not isinstance(data, list):
        raise RuleError("cần một danh sách")
    return data


def _word(data: object) -> str:
    if not isinstance(data, str):
        raise RuleError("cần một chuỗi")
    return data


def _number(data: object) -> int:
    if not isinstance(data, int) or isinstance(data, bool):
        raise RuleError("cần một số nguyên")
    return data
