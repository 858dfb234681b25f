"""Confidence votes: levels, quorum and what follows from a share, as dated and cited data (`*.yaml` beside this file).

Shares are exact fractions. What the sources do not say (of what number a share is taken) the organiser chooses from
`bases` before any ballot is handed out; the choice stands on the minutes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

from canbo.rulebook import document
from canbo.rulebook.errors import RuleError
from canbo.rulebook.model import Citation, Instrument
from canbo.rulebook.reader import Reader, section
from canbo.rulebook.source import Node

FOLDER = Path(__file__).parent
KEYS = ("instrument", "levels", "quorum", "consequences", "reminders", "bases")


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows when the share of a level is over `over` or from `least` on, and under `under`."""

    key: str
    label: str
    level: str
    over: Fraction | None
    least: Fraction | None
    under: Fraction | None
    cite: Citation

    def meets(self, share: Fraction) -> bool:
        above = share > self.over if self.over is not None else self.least is not None and share >= self.least
        return above and (self.under is None or share < self.under)


@dataclass(frozen=True, slots=True)
class VoteRules:
    """An instrument on confidence votes. `levels`, `bases`, `reminders`: key to words, in order, best level first."""

    instrument: Instrument
    levels: Mapping[str, str]
    quorum: Fraction
    quorum_cite: Citation
    consequences: tuple[Consequence, ...]
    reminders: Mapping[str, str]
    bases: Mapping[str, str]
    base_cite: Citation


@dataclass(frozen=True, slots=True)
class Count:
    """Of one person on the ballot: `counts` by level; `summoned`, `present` people; `returned` ballots, of which those
    without exactly one level for this person are invalid for them."""

    summoned: int
    present: int
    returned: int
    counts: Mapping[str, int]

    @property
    def valid(self) -> int:
        return sum(self.counts.values())

    @property
    def invalid(self) -> int:
        return self.returned - self.valid


@dataclass(frozen=True, slots=True)
class Finding:
    """What a count comes to. `quorum`: whether the meeting could vote at all; without it nothing follows. `base` is the
    number shares are taken of; where it is 0 `shares` is empty."""

    quorum: bool
    base: int
    shares: Mapping[str, Fraction]
    consequence: Consequence | None


def judge(rules: VoteRules, base: str, count: Count) -> Finding:
    """What follows from a count. RuleError where the base is none of the rules', or the numbers contradict each
    other."""
    if base not in rules.bases or set(count.counts) != set(rules.levels):
        raise RuleError("cách tính tỷ lệ hoặc các mức tín nhiệm không theo quy định")
    if not 0 <= count.valid <= count.returned <= count.present <= count.summoned or min(count.counts.values()) < 0:
        raise RuleError("số phiếu, số có mặt và số được triệu tập không khớp nhau")
    number = {"summoned": count.summoned, "returned": count.returned, "valid": count.valid}[base]
    shares = {key: Fraction(held, number) for key, held in count.counts.items()} if number else {}
    quorum = count.present >= rules.quorum * count.summoned
    met = (one for one in rules.consequences if quorum and shares and one.meets(shares[one.level]))
    return Finding(quorum, number, shares, next(met, None))


@cache
def library() -> tuple[VoteRules, ...]:
    """The shipped instruments, by the day they came into force."""
    return tuple(sorted(map(load, FOLDER.glob("*.yaml")), key=lambda rules: rules.instrument.in_force))


def find(key: str) -> VoteRules:
    """The shipped instrument of that key; RuleError where there is none."""
    for rules in library():
        if rules.instrument.key == key:
            return rules
    raise RuleError("không có quy định lấy phiếu tín nhiệm đó")


def in_force(day: date) -> tuple[VoteRules, ...]:
    """The instruments in force on a day."""
    return tuple(rules for rules in library() if document.binds(rules.instrument, day))


def load(path: Path) -> VoteRules:
    """An instrument from its file. PackError names file, line and what was expected."""
    paper = document.read(path, KEYS)
    content, instrument = paper.content, paper.instrument
    reader = Reader(instrument.number, {}, {})
    levels, _ = _words(content["levels"], reader)
    bases, base_cite = _words(content["bases"], reader)
    for key in set(bases) - {"summoned", "returned", "valid"}:
        raise content["bases"].entries()[key].fail(f"số “{key}” không có", "summoned, returned, valid")
    quorum = content["quorum"].fields(("share", "cite"))
    return VoteRules(
        instrument, levels, _fraction(quorum["share"]), reader.cite(quorum["cite"], None, content["quorum"]),
        _consequences(content["consequences"], reader, levels), _words(content["reminders"], reader)[0], bases,
        base_cite,
    )  # fmt: skip


def _words(node: Node, reader: Reader) -> tuple[dict[str, str], Citation]:
    own, entries = section(node)
    return {key: reader.text(entry) for key, entry in entries.items()}, reader.cite(own, None, node)


def _consequences(node: Node, reader: Reader, levels: Mapping[str, str]) -> tuple[Consequence, ...]:
    own, entries = section(node)
    inherited = reader.cite(own, None, node) if own else None
    found = []
    for key, entry in entries.items():
        given = entry.fields(("level", "label"), ("over", "from", "under", "cite"))
        if ("over" in given) == ("from" in given):
            raise entry.fail("cần đúng một trong hai: over (vượt quá) hoặc from (từ)", "over: 1/2")
        over, least, under = (_fraction(given[name]) if name in given else None for name in ("over", "from", "under"))
        level, cite = reader.text(given["level"], levels), reader.cite(given.get("cite"), inherited, entry)
        found.append(Consequence(key, reader.text(given["label"]), level, over, least, under, cite))
    return tuple(found)


def _fraction(node: Node) -> Fraction:
    above, slash, below = node.scalar.partition("/")
    if not (slash and above.isdecimal() and below.isdecimal() and 0 < int(above) <= int(below)):
        raise node.fail(f"“{node.brief}” không phải là phân số", "một phân số không quá 1, như 2/3")
    return Fraction(int(above), int(below))
