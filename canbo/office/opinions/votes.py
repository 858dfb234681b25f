"""A confidence vote: who is voted on by which body, the ballot made of it, and what its exact counts come to.

The instrument is data (`canbo.rulebook.votes`); here stands only what an organiser fills in. No database, no clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from canbo.rulebook import votes as rules
from canbo.rulebook.ballot import manifest as manifests
from canbo.rulebook.ballot import strict
from canbo.rulebook.ballot.manifest import Group, Manifest, Question, Trustee
from canbo.rulebook.errors import RuleError

GROUP, SET = "hoi-nghi", "tin-nhiem"
PAD = 4096  # bytes; a level for each of 100 people is under half of it
MOST = 100


@dataclass(frozen=True)
class Voted:
    """Somebody on the ballot; `person` their row, 0 where they are not kept in the software."""

    id: str
    name: str
    post: str
    person: int = 0


@dataclass(frozen=True)
class Vote:
    """`rule` the instrument's key, `body` the meeting that votes, `summoned` people to it, `base` of what number shares
    are taken ("" while not chosen)."""

    rule: str
    body: str = ""
    summoned: int = 0
    base: str = ""
    people: tuple[Voted, ...] = ()

    @cached_property
    def rules(self) -> rules.VoteRules:
        return rules.find(self.rule)


def read(data: Mapping[str, Any]) -> Vote:
    """A vote from what was kept in a plan."""
    return Vote(**{**data, "people": tuple(Voted(**one) for one in data["people"])})


def problems(vote: Vote, way: str, day: date) -> list[str]:
    """What is still missing before the ballot can be frozen, as sentences."""
    found = []
    if vote.rules not in rules.in_force(day):
        found.append(f"{vote.rules.instrument.number} không còn hiệu lực.")
    if way != "slips":
        found.append("Lấy phiếu tín nhiệm phát phiếu tại hội nghị, không nhận phiếu trực tuyến.")
    if not vote.body or not vote.summoned:
        found.append("Chưa ghi hội nghị lấy phiếu và số người được triệu tập.")
    if not vote.base:
        found.append("Chưa chọn tỷ lệ tính trên số nào.")
    if not vote.people:
        found.append("Chưa có ai trong danh sách lấy phiếu.")
    return found


def freeze(
    vote: Vote, survey: str, title: str, need: int, spare: int, days: tuple[str, str], trustees: tuple[Trustee, ...]
) -> Manifest:
    """The manifest of a vote: one body, a question for each person, exact counts. RuleError where it may not open."""
    options = tuple(vote.rules.levels.items())
    asked = tuple(
        Question(one.id, f"{one.name}, {one.post}" if one.post else one.name, "scale", options, False, 0)
        for one in vote.people
    )
    group = Group(GROUP, vote.body, GROUP, "", SET, vote.summoned, spare, "", "")
    made = Manifest(
        survey, title, "slips", "vote", 0, 0, 1, need, PAD, "", "", *days, trustees, (group,), (), ((SET, asked),)
    )
    manifests.check(made)
    return made


@dataclass(frozen=True)
class Counted:
    """The totals of a vote: ballots in the box that were read, could not be read, on paper; by person the levels."""

    root: str
    counted: int
    lost: int
    papers: int
    people: Mapping[str, Mapping[str, int]]

    @property
    def returned(self) -> int:
        return self.counted + self.lost + self.papers


def read_totals(text: str, manifest: Manifest) -> Counted:
    """What `totals.json` of a vote says. RuleError where it is of another survey or does not add up."""
    data = strict.shape(strict.read(text), "v", "survey", "root", "counted", "lost", "papers", "shown")
    if data["v"] != 1 or data["survey"] != manifest.hash or not isinstance(data["shown"], list):
        raise RuleError("tệp kết quả thuộc đợt khác")
    numbers = [_number(data[key]) for key in ("counted", "lost", "papers")]
    people = dict(_person(one, manifest, numbers[0] + numbers[2]) for one in data["shown"])
    if list(people) != [one.id for one in dict(manifest.sets)[SET]]:
        raise RuleError("tệp kết quả không đúng những người có tên trên phiếu")
    return Counted(str(data["root"]), numbers[0], numbers[1], numbers[2], people)


def _person(data: object, manifest: Manifest, most: int) -> tuple[str, dict[str, int]]:
    row = strict.shape(data, "set", "question", "group", "options", "count")
    asked = {one.id: one for one in dict(manifest.sets)[SET]}.get(str(row["question"]))
    if asked is None or row["set"] != SET or row["group"] != GROUP or not isinstance(row["options"], list):
        raise RuleError("tệp kết quả có người lạ")
    options = [strict.shape(one, "id", "count") for one in row["options"]]
    counts = {str(one["id"]): _number(one["count"]) for one in options}
    if list(counts) != [key for key, _ in asked.options] or not sum(counts.values()) == row["count"] <= most:
        raise RuleError(f"{asked.text}: số phiếu các mức không cộng khớp với số phiếu")
    return asked.id, counts


def _number(data: object) -> int:
    if not isinstance(data, int) or isinstance(data, bool) or data < 0:
        raise RuleError("cần một số không âm")
    return data


@dataclass(frozen=True)
class Line:
    """What one person's count comes to; `finding` None while the number present is not recorded."""

    voted: Voted
    levels: Mapping[str, str]
    count: rules.Count
    finding: rules.Finding | None

    @property
    def labelled(self) -> list[tuple[str, int, str]]:
        """Of each level its label, the ballots, and their share in per cent ("" where it is of nothing)."""
        found = self.finding.shares if self.finding else {}
        return [(label, self.count.counts[key], percent(found.get(key))) for key, label in self.levels.items()]

    @property
    def low(self) -> str:
        """The share of the worst level, the one that has consequences."""
        return self.labelled[-1][2]


def lines(vote: Vote, counted: Counted, present: int | None) -> Sequence[Line]:
    """Everybody on the ballot, in its order. RuleError where fewer were present than ballots came back."""
    found = []
    for one in vote.people:
        there = counted.returned if present is None else present
        count = rules.Count(vote.summoned, there, counted.returned, counted.people[one.id])
        finding = None if present is None else rules.judge(vote.rules, vote.base, count)
        found.append(Line(one, vote.rules.levels, count, finding))
    return found


def percent(share: Fraction | None) -> str:
    """A share as offices write it: two decimals, half up, with a comma, none where it is whole; "" for None."""
    if share is None:
        return ""
    hundredths = (share.numerator * 20000 + share.denominator) // (2 * share.denominator)
    whole, rest = divmod(hundredths, 100)
    return f"{whole},{rest:02}%" if rest else f"{whole}%"
