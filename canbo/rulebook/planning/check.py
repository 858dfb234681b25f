"""A list of planning against the rules. Guarantees: independent of the order of the list; taking a line off a list
never adds a breach."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from canbo.rulebook import amounts, conditions, requirements, trace
from canbo.rulebook.errors import RuleError
from canbo.rulebook.model import Citation, Facts, FactValue, Trace
from canbo.rulebook.planning.reading import Limit, PlanningRules, Target
from canbo.rulebook.requirements import truth


@dataclass(frozen=True, slots=True)
class Entry:
    """A person on the list for a post of a level. `facts`: what is known of the person for this post (None or absent:
    not known)."""

    person: str
    post: str
    level: str
    facts: Mapping[str, FactValue | None]


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule broken (or, not `known`, not to be judged) by these people at these posts, sorted; all of them are named,
    none is chosen. `found` and `allowed` are None where nothing is counted."""

    rule: str
    label: str
    people: tuple[str, ...]
    posts: tuple[str, ...]
    known: bool
    opens: str
    found: int | None
    allowed: int | None
    cite: Citation


@dataclass(frozen=True, slots=True)
class TargetReport:
    """`held` of `people` count, of `unknown` it is not known. `met` is None where that decides, or no share is set."""

    key: str
    label: str
    held: int
    unknown: int
    people: int
    wanted: int | None
    met: bool | None
    cite: Citation


@dataclass(frozen=True, slots=True)
class BandReport:
    """People by age band, youngest first, and those whose age is not known."""

    counts: tuple[int, ...]
    unknown: int


@dataclass(frozen=True, slots=True)
class Report:
    """`bands` is None where the ages that part them are not set."""

    breaches: tuple[Breach, ...]
    targets: tuple[TargetReport, ...]
    bands: BandReport | None


def check(rules: PlanningRules, entries: Sequence[Entry]) -> Report:
    """What a list breaks, and how it stands to its targets. RuleError where somebody is listed twice for one post."""
    twice = [key for key, times in Counter((one.person, one.post) for one in entries).items() if times > 1]
    if twice:
        raise RuleError(f"danh sách ghi hai lần cùng một người cho một chức vụ: {len(twice)} trường hợp")
    listed = sorted(entries, key=lambda one: (one.post, one.person))
    lines = [breach for one in listed for breach in _of_line(rules, one)]
    people = {one.person: facts_of(rules, one) for one in listed}
    targets = tuple(_target(target, list(people.values())) for target in rules.targets)
    return Report((*lines, *_of_list(rules, listed)), targets, _bands(rules, list(people.values())))


def facts_of(rules: PlanningRules, one: Entry) -> Facts:
    """The facts of a line without those not known."""
    return requirements.known(rules.words, one.facts)


def counts(rules: PlanningRules, target: str, one: Entry) -> bool | None:
    """Whether the person of a line counts towards a target; None where that is not known. KeyError for no target."""
    found = {each.counts.key: each for each in rules.targets}[target]
    return truth(found.counts.holds(facts_of(rules, one)))


def sensitive(rules: PlanningRules) -> frozenset[str]:
    """The requirements and targets that rest on facts only few may read: whom they concern is not for everybody."""
    hidden = {fact.key for fact in rules.words.facts if fact.sensitive}
    every = (*rules.requires, *(target.counts for target in rules.targets))
    return frozenset(
        one.key
        for one in every
        if one.when is not None and any(test.fact in hidden for test in conditions.tests(one.when))
    )


def _of_line(rules: PlanningRules, one: Entry) -> list[Breach]:
    lacks = requirements.judge(rules.requires, facts_of(rules, one)).lacks
    return [
        Breach(lack.key, lack.label, (one.person,), (one.post,), lack.known, lack.opens, None, None, lack.cite)
        for lack in lacks
    ]


def _of_list(rules: PlanningRules, listed: Sequence[Entry]) -> list[Breach]:
    by_post, by_person = defaultdict(list), defaultdict(list)
    for one in listed:
        by_post[one.post].append(one)
        by_person[one.person, one.level].append(one)
    groups = {"people_per_post": by_post.values(), "posts_per_person": by_person.values()}
    return [
        _too_many(key, rules.limits[key], group)
        for key in rules.limits
        for group in groups[key]
        if len(group) > rules.limits[key].at_most
    ]


def _too_many(key: str, limit: Limit, group: Sequence[Entry]) -> Breach:
    people, posts = (
        tuple(sorted(set(names))) for names in zip(*((one.person, one.post) for one in group), strict=True)
    )
    opens = f"bớt ít nhất {len(group) - limit.at_most}"
    return Breach(key, limit.label, people, posts, True, opens, len(group), limit.at_most, limit.cite)


def _target(target: Target, people: Sequence[Facts]) -> TargetReport:
    found = Counter(truth(target.counts.holds(facts)) for facts in people)
    held, unknown, wanted = found[True], found[None], target.share
    met: bool | None = None
    if wanted is not None and people:
        needed = amounts.divide(wanted * len(people), 10000, "ceiling")
        met = True if held >= needed else None if held + unknown >= needed else False
    one = target.counts
    return TargetReport(one.key, one.label, held, unknown, len(people), wanted, met, one.cite)


def _bands(rules: PlanningRules, people: Sequence[Facts]) -> BandReport | None:
    if rules.bands is None:
        return None
    ages = [age for facts in people if isinstance(age := facts.get("age"), int)]
    found = Counter(bisect_right(rules.bands, age) for age in ages)
    return BandReport(tuple(found[band] for band in range(len(rules.bands) + 1)), len(people) - len(ages))


def explain(rules: PlanningRules, report: Report) -> Trace:
    """The report as a tree: what is broken or not known with its article, one step for all whom one requirement
    concerns, then each target."""
    groups: dict[tuple[str, bool, tuple[str, ...]], list[Breach]] = {}
    for one in report.breaches:
        apart = (*one.people, *one.posts) if one.found is not None else ()
        groups.setdefault((one.rule, one.known, apart), []).append(one)
    broken = [_explained(group) for group in groups.values()]
    wrong, open_ones = (sum(known is wanted for _, known, _ in groups) for wanted in (True, False))
    said = {True: "đạt", False: "chưa đạt", None: "chưa kết luận được"}
    watched = [
        trace.step(
            [one.key, one.held, one.unknown, one.people, one.wanted, one.met],
            one.label,
            f"{one.held}/{one.people}"
            + (f", cần {amounts.shown_share(one.wanted)}: " if one.wanted is not None else ", chưa đặt tỷ lệ: ")
            + said[one.met],
            one.cite,
        )
        for one in report.targets
    ]
    return trace.step(
        ["planning", len(broken), len(watched)], "Danh sách quy hoạch",
        f"{wrong} điểm chưa đúng quy định" + (f", {open_ones} điều chưa rõ" if open_ones else ""),
        rules.instrument.cite, [*broken, *watched],
    )  # fmt: skip


def _explained(group: Sequence[Breach]) -> Trace:
    """A rule and all whom it concerns alike."""
    first = group[0]
    people = sorted({person for one in group for person in one.people})
    posts = sorted({post for one in group for post in one.posts})
    if first.found is not None:
        said = f"{first.found}, không quá {first.allowed}; {first.opens}"
    else:
        said = f"{'chưa đúng' if first.known else 'chưa rõ'} với {len(people)} người; {first.opens}"
    what = [first.rule, first.known, first.found, first.allowed, *people, *posts]
    return trace.step(what, first.label, said, first.cite)
