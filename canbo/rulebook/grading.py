"""Points and facts to a level: not rated → level by band and its requirements → overrides in the order listed.

A fact not given takes its default; one without a default that the decision rests on is reported, not guessed:
the level is then None with `missing_facts` saying what to enter. A fact that could not change the outcome any
more is not asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from canbo.rulebook import conditions, scoring
from canbo.rulebook.conditions import UNKNOWN, VOID, Evaluator, Outcome
from canbo.rulebook.model import Condition, Consequence, Fact, Facts, FactValue, Form, Level, Override, Rules
from canbo.rulebook.remembered import by_identity
from canbo.rulebook.scoring import Score


@dataclass(frozen=True, slots=True)
class Grading:
    """`level` None means not rated, or, with `missing_facts`, not to be decided yet. `by_points` is the level by the
    bands alone ("" where the instrument has none). `applied` are the overrides that decided or lowered the level."""

    level: str | None
    by_points: str
    applied: tuple[str, ...]
    missing_facts: tuple[str, ...]

    @property
    def undecided(self) -> bool:
        """Whether facts are missing (as opposed to a subject that is not to be rated)."""
        return bool(self.missing_facts)


class Ground:
    """An override prepared."""

    __slots__ = ("asks", "rank", "rule", "when")

    def __init__(self, rule: Override, when: Evaluator, asks: tuple[str, ...], rank: int) -> None:
        self.rule, self.when, self.asks, self.rank = rule, when, asks, rank


class Band:
    """A level prepared."""

    __slots__ = ("asks", "level", "requires")

    def __init__(self, level: Level, requires: tuple[Evaluator, ...], asks: tuple[str, ...]) -> None:
        self.level, self.requires, self.asks = level, requires, asks


class Compiled:
    """Rules prepared for grading one form."""

    __slots__ = (
        "bands",
        "by_points",
        "defaults",
        "form",
        "levels",
        "order",
        "ranks",
        "rules",
        "stops",
        "turns",
        "uses_percent",
    )

    def __init__(self, rules: Rules, form: Form) -> None:
        self.rules, self.form = rules, form
        self.levels = tuple(level.key for level in rules.levels)
        self.ranks = {key: rank for rank, key in enumerate(self.levels)}
        self.bands = tuple(
            Band(level, tuple(self._compile(part) for part in level.requires), _asks(*level.requires))
            for level in rules.levels
        )
        self.by_points = tuple((level.min, level.key) for level in rules.levels if level.min is not None)
        grounds = [
            Ground(rule, self._compile(rule.when), _asks(rule.when), self.ranks.get(rule.level, -1))
            for rule in rules.overrides
            if not rule.forms or form.key in rule.forms
        ]
        self.stops = tuple(ground for ground in grounds if ground.rule.effect == "not_rated")
        self.turns = tuple(ground for ground in grounds if ground.rule.effect != "not_rated")
        self.defaults: dict[str, FactValue] = {
            fact.key: fact.default for fact in rules.facts if fact.default is not None
        }
        self.order = {fact.key: place for place, fact in enumerate(rules.facts)}
        self.uses_percent = rules.basis == "percent"

    def _compile(self, condition: Condition) -> Evaluator:
        return conditions.compiled(condition, self.rules, self.form)

    def known(self, score: Score, facts: Facts) -> dict[str, FactValue]:
        """Facts as known (given, else their defaults) with the measures."""
        known = self.defaults | {key: value for key, value in facts.items() if value is not None}
        known["total"], known["percent"] = score.total, score.percent
        return known


def _asks(*parts: Condition) -> tuple[str, ...]:
    return tuple(dict.fromkeys(test.fact for part in parts for test in conditions.tests(part)))


@by_identity
def compiled(rules: Rules, form: Form) -> Compiled:
    """The prepared rules."""
    return Compiled(rules, form)


@dataclass(slots=True)
class Course:
    """How a grading went: what the trace tells.

    While a fact is unknown the level is a span of ranks `best`..`worst` (0 the best level); it is decided when both
    are one. `outcomes` say of each override what it did: "acts", "no_effect" (it holds but changes nothing),
    "unknown" or "none".
    """

    by_points: str
    by_bands: tuple[int, int]
    best: int
    worst: int
    stopped: bool
    missing: list[str]
    outcomes: list[tuple[Override, str]]

    def grading(self, prepared: Compiled) -> Grading:
        """The result: missing facts in the pack's order."""
        applied = tuple([rule.key for rule, did in self.outcomes if did == "acts"])
        if self.missing:
            return Grading(
                None, self.by_points, applied, tuple(sorted(set(self.missing), key=prepared.order.__getitem__))
            )
        return Grading(None if self.stopped else prepared.levels[self.best], self.by_points, applied, ())


def grade(rules: Rules, form: Form, score: Score, facts: Facts) -> Grading:
    """The level of a scored sheet under facts; see the module for the order and for what is missing."""
    return course(rules, form, score, facts).grading(compiled(rules, form))


def whatever(rules: Rules, form: Form, marks: Sequence[int | None], facts: Facts) -> Grading:
    """The level of a sheet with missing marks if it is the same whatever these would be (a ground may decide without
    points), else no level. Marks only raise a level, so the lowest and the highest they could be tell."""
    low, high = (grade(rules, form, scoring.score(rules, form, given), facts) for given in scoring.bounds(form, marks))
    missing = tuple(dict.fromkeys((*low.missing_facts, *high.missing_facts)))
    if missing or low.level != high.level:
        return Grading(None, "", (), missing)
    return replace(low, by_points="")


def course(rules: Rules, form: Form, score: Score, facts: Facts) -> Course:
    """The grading with its steps; `grade` and the trace both read this."""
    prepared = compiled(rules, form)
    known = prepared.known(score, facts)
    measure = score.percent if prepared.uses_percent else score.total
    by_points = next((key for least, key in prepared.by_points if measure >= least), "")
    found = Course(by_points, (0, 0), 0, 0, False, [], [])
    for ground in prepared.stops:
        outcome = ground.when(known)
        found.outcomes.append((ground.rule, "acts" if outcome is True else "unknown" if outcome is UNKNOWN else "none"))
        if outcome is True:
            found.missing.clear()
            found.stopped = True
            return found
        if outcome is UNKNOWN:
            found.missing.extend(_unknown(ground.asks, known, prepared))
    unsettled = found.missing[:]
    _by_bands(prepared, measure, known, found)
    for ground in prepared.turns:
        _turn(ground, known, prepared, found)
    if found.best == found.worst:
        # Whatever is still unknown could not change the level any more.
        found.missing = unsettled
    return found


def _by_bands(prepared: Compiled, measure: int, known: Mapping[str, FactValue], found: Course) -> None:
    """The level by band and requirements, as a span; the last level needs nothing."""
    last = len(prepared.bands) - 1
    best: int | None = None
    for rank, band in enumerate(prepared.bands):
        least = band.level.min
        if rank < last and least is not None and measure < least:
            continue
        outcome = _all(band, known) if band.requires and rank < last else True
        if outcome is False:
            continue
        best = rank if best is None else best
        if outcome is True:
            found.best, found.worst = best, rank
            break
        found.missing.extend(_unknown(band.asks, known, prepared))
    found.by_bands = (found.best, found.worst)


def _all(band: Band, known: Mapping[str, FactValue]) -> Outcome:
    """Whether a level's requirements hold; those that do not speak of this form are left out."""
    unknown = False
    for require in band.requires:
        outcome = require(known)
        if outcome is False:
            return False
        unknown = unknown or outcome is UNKNOWN
    return UNKNOWN if unknown else True


def _turn(ground: Ground, known: Mapping[str, FactValue], prepared: Compiled, found: Course) -> None:
    """One override upon the span."""
    rule, limit, asks = ground.rule, ground.rank, ground.asks
    outcome = ground.when(known)
    if outcome is False or outcome is VOID:
        found.outcomes.append((rule, "none"))
        return
    if rule.effect == "cap_to":
        named = known.get(rule.fact)
        asks = (*asks, rule.fact)
        # A cap by a level not known yet may be any level.
        limit = len(prepared.levels) - 1 if named is None else prepared.ranks[str(named)]
        outcome = UNKNOWN if named is None else outcome
    sets = rule.effect == "set"
    if not sets and found.best >= limit:
        found.outcomes.append((rule, "no_effect" if outcome is True else "none"))
    elif outcome is UNKNOWN:
        found.outcomes.append((rule, "unknown"))
        found.missing.extend(_unknown(asks, known, prepared))
        found.best = min(found.best, limit) if sets else found.best
        found.worst = max(found.worst, limit)
    else:
        found.outcomes.append((rule, "acts"))
        found.best = limit if sets else max(found.best, limit)
        found.worst = limit if sets else max(found.worst, limit)


def _unknown(asks: tuple[str, ...], known: Mapping[str, FactValue], prepared: Compiled) -> Iterator[str]:
    void = {fact.key for fact in prepared.rules.facts if not conditions.applies(fact, prepared.form)}
    return (key for key in asks if key not in known and key not in void)


def facts_needed(rules: Rules, form: Form) -> tuple[Fact, ...]:
    """The facts a decision on this form may rest on, in the pack's order (leaders' facts only for leaders)."""
    named = {test.fact for level in rules.levels for part in level.requires for test in conditions.tests(part)}
    for rule in rules.overrides:
        if not rule.forms or form.key in rule.forms:
            named.update(test.fact for test in conditions.tests(rule.when))
            named.add(rule.fact)
    return tuple(fact for fact in rules.facts if fact.key in named and conditions.applies(fact, form))


def consequences(rules: Rules, form: Form, score: Score, level: str | None, facts: Facts) -> tuple[Consequence, ...]:
    """What a result may or must lead to (shown, never executed). What rests on an unknown fact is left out."""
    known = compiled(rules, form).known(score, facts)
    if level is not None:
        known["level"] = level
    return tuple(one for one in rules.consequences if conditions.compiled(one.when, rules, form)(known) is True)
