"""A draw by lot that whoever was in the room can compute again at home.

Before the meeting the frame (who can be drawn) and the plan (how many of each level, who contributes) are published
with their hashes. At the meeting every contributor commits to digits, then all commitments are opened; no one who
speaks last can steer, since what they would say was fixed before they heard the others.

    commitment = SHA-256(tag ‖ plan ‖ name ‖ digits ‖ salt)          one line each
    seed       = SHA-256(tag ‖ plan ‖ every revealed line ‖ beacon)
    score      = HMAC-SHA256(seed, level ‖ 0 ‖ code)                 per level the smallest scores are drawn,
                                                                     the next are substitutes, in order

One honest contributor suffices. What is on the frame is checked by publication, not by mathematics. After RFC 3797
and its proposed successor; the text of `verify_draw.py` beside this file does the same in standard library only.
"""

from __future__ import annotations

import csv
import hashlib
import hmac
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from canbo.rulebook.canonical import digest, text_of
from canbo.rulebook.errors import RuleError

COMMIT, SEED = "canbo/draw/commit/1", "canbo/draw/seed/1"
COLUMNS = ("code", "name", "level")
DIGITS = re.compile(r"[0-9]{10,100}")
SALT = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One line of the frame: who can be drawn, in which level (stratum)."""

    code: str
    name: str
    level: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a draw will do, fixed before: `levels` says how many to draw of each, `reserve` how many substitutes,
    `contributors` who brings digits, in the order in which they stand in the seed; `beacon` names a public number to
    add, or nothing."""

    id: str
    frame: str
    levels: Mapping[str, int]
    reserve: int
    contributors: tuple[str, ...]
    beacon: str = ""

    def data(self) -> dict[str, object]:
        """The plan as it is published."""
        return {
            "v": 1,
            "id": self.id,
            "frame": self.frame,
            "levels": dict(self.levels),
            "reserve": self.reserve,
            "contributors": list(self.contributors),
            "beacon": self.beacon,
        }

    @property
    def hash(self) -> str:
        """sha256 of the published plan, in hex."""
        return digest(text_of(self.data()))


@dataclass(frozen=True, slots=True)
class Reveal:
    """What a contributor committed to: at least ten digits, and 128 random bits in hex against guessing."""

    name: str
    digits: str
    salt: str

    @property
    def line(self) -> str:
        return f"{self.name}\0{self.digits}\0{self.salt}"


@dataclass(frozen=True, slots=True)
class Drawn:
    """Codes of one level in the order of their scores: those drawn, then the substitutes."""

    level: str
    drawn: tuple[str, ...]
    reserve: tuple[str, ...]


def read_frame(content: bytes) -> tuple[Candidate, ...]:
    """The candidates in a frame as published: UTF-8 in NFC, columns code, name, level, sorted by code, none twice.
    RuleError with the line otherwise."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RuleError("danh sách bốc thăm phải là tệp CSV mã UTF-8") from error
    rows = list(csv.reader(io.StringIO(text, newline="")))
    if not rows or tuple(rows[0]) != COLUMNS:
        raise RuleError("danh sách bốc thăm, dòng 1: cần các cột " + ",".join(COLUMNS))
    found: list[Candidate] = []
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(COLUMNS) or not all(cell == cell.strip() and cell for cell in row):
            raise RuleError(f"danh sách bốc thăm, dòng {number}: cần đủ mã, tên, cấp, không thừa dấu cách")
        if any(unicodedata.normalize("NFC", cell) != cell or not cell.isprintable() for cell in row):
            raise RuleError(
                f"danh sách bốc thăm, dòng {number}: chữ phải theo Unicode dựng sẵn (NFC), không có ký tự ẩn"
            )
        if found and row[0] <= found[-1].code:
            raise RuleError(f"danh sách bốc thăm, dòng {number}: mã phải tăng dần, không trùng")
        found.append(Candidate(*row))
    return tuple(found)


def write_frame(candidates: Sequence[Candidate]) -> bytes:
    """The frame as it is to be published; `read_frame` reads it back. RuleError where two share a code."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in sorted(candidates, key=lambda one: one.code):
        writer.writerow(unicodedata.normalize("NFC", cell.strip()) for cell in (one.code, one.name, one.level))
    content = out.getvalue().encode()
    read_frame(content)
    return content


def frame_hash(content: bytes) -> str:
    """sha256 of a frame as published, in hex."""
    return hashlib.sha256(content).hexdigest()


def check_plan(plan: Plan, candidates: Sequence[Candidate]) -> None:
    """RuleError where a plan cannot be carried out on this frame."""
    there = Counter(one.level for one in candidates)
    if not plan.id or not plan.levels or plan.reserve < 0 or min(plan.levels.values()) < 1:
        raise RuleError("phương án cần có mã, số lượng bốc của từng cấp và số dự phòng")
    for level, wanted in plan.levels.items():
        if wanted > there[level]:
            raise RuleError(f"cấp “{level}” có {there[level]} đơn vị, không bốc được {wanted}")
    names = [unicodedata.normalize("NFC", name) for name in plan.contributors]
    if not names or len(set(names)) < len(names) or not all(name.strip() and name.isprintable() for name in names):
        raise RuleError("cần ít nhất một người góp số, mỗi người một tên khác nhau")


def commitment(plan: Plan, reveal: Reveal) -> str:
    """What a contributor publishes first: binds the digits to the name and the plan. RuleError for digits or salt of
    the wrong shape, or a name the plan does not have."""
    if reveal.name not in plan.contributors:
        raise RuleError(f"“{reveal.name}” không có trong danh sách người góp số")
    if not DIGITS.fullmatch(reveal.digits):
        raise RuleError(f"{reveal.name}: cần từ 10 đến 100 chữ số")
    if not SALT.fullmatch(reveal.salt):
        raise RuleError(f"{reveal.name}: chuỗi ngẫu nhiên phải là 32 ký tự hệ mười sáu")
    return digest("\0".join((COMMIT, plan.hash, reveal.line)))


def seed(plan: Plan, reveals: Sequence[Reveal], beacon: str = "") -> str:
    """The seed of the draw in hex. RuleError unless every contributor of the plan is there once, in its order."""
    if tuple(one.name for one in reveals) != plan.contributors:
        raise RuleError("chưa mở đủ số của mọi người góp số theo thứ tự của phương án")
    if bool(plan.beacon) != bool(beacon):
        raise RuleError("giá trị công khai bổ sung không khớp với phương án")
    return digest("\0".join((SEED, plan.hash, *(one.line for one in reveals), beacon)))


def score(seed_hex: str, level: str, code: str) -> str:
    """A candidate's score under a seed, in hex: the smaller, the earlier drawn."""
    return hmac.new(bytes.fromhex(seed_hex), f"{level}\0{code}".encode(), hashlib.sha256).hexdigest()


def draw(plan: Plan, candidates: Sequence[Candidate], seed_hex: str) -> tuple[Drawn, ...]:
    """Who is drawn of each level of the plan, and the substitutes. Does not depend on the order of the candidates."""
    found = []
    for level, wanted in plan.levels.items():
        codes = [one.code for one in candidates if one.level == level]
        ranked = sorted(codes, key=lambda code: score(seed_hex, level, code))
        found.append(Drawn(level, tuple(ranked[:wanted]), tuple(ranked[wanted : wanted + plan.reserve])))
    return tuple(found)


def record(plan: Plan, commitments: Mapping[str, str], reveals: Sequence[Reveal], candidates: Sequence[Candidate],
           beacon: str = "") -> dict[str, object]:  # fmt: skip
    """Everything needed to verify a draw but the frame, as plain data (`record.json`)."""
    seed_hex = seed(plan, reveals, beacon)
    return {
        "plan": plan.data(),
        "commitments": dict(commitments),
        "reveals": [{"name": one.name, "digits": one.digits, "salt": one.salt} for one in reveals],
        "beacon": beacon,
        "seed": seed_hex,
        "result": {
            one.level: {"drawn": list(one.drawn), "reserve": list(one.reserve)}
            for one in draw(plan, candidates, seed_hex)
        },
    }
