"""Who qualifies for which title in a year, why not, and when next: people and collectives of a subtree at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from canbo.office.awards.law import Law, Laws, latest
from canbo.office.awards.queries import ledger, roll
from canbo.office.awards.queries.ledger import Ledger
from canbo.office.awards.queries.roll import Member
from canbo.office.people.queries.units import STEP
from canbo.rulebook import Trace, commend
from canbo.rulebook.commend import Finding, Record

YES, NO, UNKNOWN = "yes", "no", "unknown"
SAID = {True: YES, False: NO, None: UNKNOWN}
WORDS = {YES: "đủ", NO: "chưa đủ", UNKNOWN: "chưa rõ"}
MEMBER = "advanced_worker"  # the title a collective's share of members counts


@dataclass(frozen=True)
class Line:
    """One subject of a year: what each title comes to. `held`: the titles decided for the year, None while undecided;
    `rated`: the key of the year's rating."""

    member: Member
    law: Law
    record: Record
    findings: Mapping[str, Finding]
    notes: tuple[str, ...]
    rated: str = ""

    @property
    def held(self) -> frozenset[str] | None:
        decided = self.record.titles.get(self.law.year)
        return None if decided is None else frozenset(decided)

    @property
    def rating(self) -> str:
        """The year's rating in words; "" where there is none."""
        levels = latest().words.levels
        return next((level.label for level in levels if level.key == self.rated), "")

    def outcome(self, title: str) -> str:
        """yes, no or unknown."""
        return SAID[self.findings[title].outcome]

    def earliest(self, title: str) -> int | None:
        """The first year for which the title can be had by who earns everything from now on; None where it is had."""
        rules = self.law.rules
        one = self.findings[title]
        if rules is None or one.outcome is True or (rules.titles[title].run and not self.law.counted):
            return None
        return commend.earliest(rules, self.record, self.law.year, title)

    def why(self, title: str) -> Trace | None:
        """The reasons as a tree."""
        rules = self.law.rules
        return commend.explain(rules, self.record, self.law.year, title) if rules else None


class Book:
    """The subjects under some paths in some years, read once; a year's lines on request, in memory."""

    def __init__(self, paths: Sequence[str], years: Sequence[int]) -> None:
        self.paths, self.years = tuple(paths), tuple(years)
        self.laws = Laws(self.paths, self.years)

    @cached_property
    def known(self) -> Ledger:
        return ledger.load(self.paths, self.years)

    def people(self, year: int) -> list[Line]:
        """Everybody of a year, by unit and given name."""
        return [self._line(one, year) for one in roll.people(self.paths, year)]

    def collectives(self, year: int, people: Iterable[Line]) -> list[Line]:
        """The units of a year with the share of their people who hold or qualify for the title it counts. `people`: of
        the same year, under the same paths."""
        shares = _Shares.of(people)
        return [self._collective(one, year, shares) for one in roll.collectives(self.paths, year)]

    def _line(self, member: Member, year: int) -> Line:
        law = self.laws.at(member.path, year)
        record = self.known.record(member.key, member.path, year, law.levels)
        told = (self.known.notes(member.key, year), self.known.rating(member.key, year))
        return Line(member, law, record, law.qualify(record, "person"), *told)

    def _collective(self, member: Member, year: int, shares: _Shares) -> Line:
        """Where some members are not known yet, what holds whichever way they fall is told."""
        law = self.laws.at(member.path, year)
        record = self.known.record(member.key, member.path, year, law.levels)
        low, high = shares.bounds(member.path)
        tried = [_with_share(record, year, share) for share in (None, low, high)]
        silent, worst, best = (law.qualify(one, "collective") for one in tried)
        found = {
            key: worst[key] if worst[key].outcome else best[key] if best[key].outcome is False else silent[key]
            for key in silent
        }
        told = (self.known.notes(member.key, year), self.known.rating(member.key, year))
        if low == high and low is not None:
            return Line(member, law, tried[1], worst, *told)
        return Line(member, law, record, found, *told)


def _with_share(record: Record, year: int, share: int | None) -> Record:
    return Record({**record.facts, year: {**record.facts.get(year, {}), "member_share": share}}, record.titles)


@dataclass(frozen=True)
class _Shares:
    """Of the members at and below each path: how many, how many have the title, of how many it is not known."""

    all: Counter[str]
    have: Counter[str]
    silent: Counter[str]

    @classmethod
    def of(cls, people: Iterable[Line]) -> _Shares:
        made = cls(Counter(), Counter(), Counter())
        for line in people:
            outcome = line.held is not None and MEMBER in line.held
            told = outcome if line.held is not None else _outcome(line)
            path = line.member.path
            for end in range(STEP, len(path) + 1, STEP):
                made.all[path[:end]] += 1
                made.have[path[:end]] += told is True
                made.silent[path[:end]] += told is None
        return made

    def bounds(self, path: str) -> tuple[int | None, int | None]:
        """The least and the most the share can be, in hundredths of a percent; None for a unit of nobody."""
        whole = self.all[path]
        if not whole:
            return None, None
        least = self.have[path]
        return least * 10000 // whole, (least + self.silent[path]) * 10000 // whole


def _outcome(line: Line) -> bool | None:
    found = line.findings.get(MEMBER)
    return found.outcome if found else None


@dataclass(frozen=True)
class Count:
    """How many of a list are at each outcome of a title."""

    title: str
    label: str
    yes: int
    no: int
    unknown: int


def counts(lines: Sequence[Line]) -> list[Count]:
    """The outcomes of each title over a list."""
    tally: dict[str, Counter[str]] = {}
    words: dict[str, str] = {}
    for line in lines:
        for key in line.findings:
            tally.setdefault(key, Counter())[line.outcome(key)] += 1
            if key not in words and line.law.rules:
                words[key] = line.law.rules.titles[key].label
    return [Count(key, words[key], one[YES], one[NO], one[UNKNOWN]) for key, one in tally.items()]


def of_year(paths: Sequence[str], year: int) -> tuple[list[Line], list[Line]]:
    """The people and the collectives of a year under the paths. Eight queries."""
    book = Book(paths, [year])
    people = book.people(year)
    return people, book.collectives(year, people)


def years_of(paths: Sequence[str], years: Sequence[int]) -> Iterator[tuple[int, list[Line]]]:
    """The people of several years under the paths, year by year."""
    book = Book(paths, years)
    for year in years:
        yield year, book.people(year)
