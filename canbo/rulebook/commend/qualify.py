"""Who qualifies. Guarantees: independent of order; with the same years decided, a better record loses no title."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from canbo.rulebook import amounts
from canbo.rulebook.commend.model import Finding, Record, Run, Subject, Title, TitleRules
from canbo.rulebook.model import Citation, Facts
from canbo.rulebook.requirements import Lack, joined, lacking, truth

Key = TypeVar("Key")
Held = Callable[[str, int], bool | None]


def qualify(rules: TitleRules, record: Record, year: int, of: Subject = "person") -> dict[str, Finding]:
    """Every title of persons or of collectives for a year, by its key, in the order of the instrument."""
    facts = facts_of(rules, record, year)
    found: dict[str, Finding] = {}
    for title in rules.titles.values():
        if title.of == of:
            found[title.key] = _find(rules, title, record, year, facts, found)
    return found


def qualify_all(
    rules: TitleRules, records: Mapping[Key, Record], year: int, of: Subject = "person"
) -> dict[Key, dict[str, Finding]]:
    """The same for many; records that do not differ in anything that bears on the year are judged once."""
    told: dict[Hashable, dict[str, Finding]] = {}
    found = {}
    for key, record in records.items():
        essence = essence_of(rules, record, year)
        if essence not in told:
            told[essence] = qualify(rules, record, year, of)
        found[key] = told[essence]
    return found


def essence_of(rules: TitleRules, record: Record, year: int) -> Hashable:
    """All of a record that bears on the titles of a year, and on when next; two records with the same one are judged
    alike. An older award than the years asked for cannot have used one of them up; years to come are not asked."""
    bears, given, titles = rules.bears, record.facts.get(year, {}), record.titles
    before = [titles.get(when) for when in range(year - bears.back, year)]
    decided = titles.get(year)
    return (
        tuple(map(given.get, bears.facts)),
        tuple([held if held is None else bears.titles.intersection(held) for held in before]),
        decided if decided is None else frozenset(decided),
    )


def facts_of(rules: TitleRules, record: Record, year: int) -> Facts:
    """The facts of a year without the unknown ones."""
    given = record.facts.get(year, {})
    return {**rules.defaults, **{key: value for key, value in given.items() if value is not None}}


def holding(record: Record, year: int, found: Mapping[str, Finding]) -> Held:
    """Whether a title counts for a year: by decision, in the year considered also by qualifying for it."""

    def held(title: str, when: int) -> bool | None:
        decided = record.titles.get(when)
        if decided is not None:
            return title in decided
        return found[title].outcome if when == year and title in found else None

    return held


def _find(
    rules: TitleRules, title: Title, record: Record, year: int, facts: Facts, found: Mapping[str, Finding]
) -> Finding:
    lacks = []
    held = holding(record, year, found)
    if title.also and (outcome := held(title.also, year)) is not True:
        label = rules.titles[title.also].label
        lacks.append(Lack(title.also, f"{label} của năm {year}", outcome is False, f"được tặng {label}", title.cite))
    for one in title.requires:
        if (lack := lacking(one, truth(one.holds(facts)))) is not None:
            lacks.append(lack)
    if title.run is not None and (lack := _run_lack(rules, title, title.run, record, year, held)) is not None:
        lacks.append(lack)
    outcome = joined(False if lack.known else None for lack in lacks)
    return Finding(title.key, outcome, tuple(lacks))


def steps(title: Title, run: Run, record: Record, year: int, held: Held) -> list[tuple[int, bool | None]]:
    """The years a run to `year` asks for, latest first, and whether each counts."""
    used = last_award(title, run, record, year)
    asked = [year - back * run.spacing for back in range(run.times)]
    return [(when, False if when <= used else held(run.of, when)) for when in asked]


def last_award(title: Title, run: Run, record: Record, year: int) -> int:
    """The last year before `year` whose award has used up the years up to it; 0 where none has."""
    if not run.renewed:
        return 0
    return max((when for when, keys in record.titles.items() if when < year and title.key in keys), default=0)


def _run_lack(rules: TitleRules, title: Title, run: Run, record: Record, year: int, held: Held) -> Lack | None:
    asked = steps(title, run, record, year, held)
    outcome = joined(counts for _, counts in asked)
    if outcome:
        return None
    label = rules.titles[run.of].label
    silent = sorted(when for when, counts in asked if counts is None)
    if outcome is None:
        opens = f"nhập danh hiệu đã được tặng các năm {', '.join(map(str, silent))}"
    else:
        missing = ", ".join(str(when) for when, counts in sorted(asked) if counts is False)
        opens = f"chưa tính được năm {missing}; sớm nhất xét cho năm {_earliest(rules, title, record, year, held)}"
    return Lack(run.of, f"{label} {run.times} lần liên tục", outcome is False, opens, run.cite)


def earliest(rules: TitleRules, record: Record, year: int, title: str) -> int:
    """The first year after `year` for which somebody can qualify who from now on earns everything a year can give.

    Years of which nothing is known do not count.
    """
    one = rules.titles[title]
    return _earliest(rules, one, record, year, holding(record, year, qualify(rules, record, year, one.of)))


def _earliest(rules: TitleRules, title: Title, record: Record, year: int, held: Held) -> int:
    can = _Prospects(rules, record, year, held).can
    return next(when for when in itertools.count(year + 1) if can(title, when))


class _Prospects:
    """Which titles can be earned in years to come. What is asked again and again is looked up once."""

    def __init__(self, rules: TitleRules, record: Record, year: int, held: Held) -> None:
        self.rules, self.record, self.year, self.held = rules, record, year, held
        self.used: dict[str, int] = {}
        self.known: dict[tuple[str, int], bool] = {}

    def can(self, title: Title, when: int) -> bool:
        """Ends: a run asks for finitely many years before, and decisions of the past are not asked further."""
        run = title.run
        if run is None and when > self.year:
            return True
        key = (title.key, when)
        if key not in self.known:
            self.known[key] = (
                self.held(*key) is True if run is None or when <= self.year else self._ends_in(title, run, when)
            )
        return self.known[key]

    def _ends_in(self, title: Title, run: Run, when: int) -> bool:
        if title.key not in self.used:
            self.used[title.key] = last_award(title, run, self.record, self.year + 1)
        below, used = self.rules.titles[run.of], self.used[title.key]
        first = when - (run.times - 1) * run.spacing
        # Earliest first: what lies behind fails where anything does.
        return first > used and all(self.can(below, one) for one in range(first, when + 1, run.spacing))


@dataclass(frozen=True, slots=True)
class CeilingReport:
    """`allowed` and `over` are None where the share is not set: then nothing is said to be too many."""

    title: str
    of: str
    held: int
    denominator: int
    allowed: int | None
    over: int | None
    cite: Citation


def ceilings(rules: TitleRules, proposed: Iterable[Iterable[str]]) -> tuple[CeilingReport, ...]:
    """Each ceiling against a list: the titles proposed for each subject. Nobody is ever taken off the list here."""
    listed = [frozenset(titles) for titles in proposed]
    reports = []
    for one in rules.ceilings:
        held = sum(one.title in titles for titles in listed)
        base = sum(one.of in titles for titles in listed)
        allowed = None if one.share is None else amounts.divide(one.share * base, 10000, one.rounding)
        over = None if allowed is None else max(0, held - allowed)
        reports.append(CeilingReport(one.title, one.of, held, base, allowed, over, one.cite))
    return tuple(reports)
