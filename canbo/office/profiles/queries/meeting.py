"""Who meets the standard of their title on a day, who lacks what, and the shares a report tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import QuerySet

from canbo.office.people.models import Posting, Unit
from canbo.office.people.queries.persons import Search, roll
from canbo.office.profiles.queries.facts import profiles
from canbo.office.profiles.queries.titles import Found, Titles, titles
from canbo.rulebook import standards
from canbo.rulebook.requirements import Answer
from canbo.rulebook.standards import Profile, kinds
from canbo.rulebook.standards.judging import facts_of
from canbo.rulebook.standards.reading import NONE

OUTCOMES = {"meets": "Đạt chuẩn", "lacks": "Chưa đạt", "unknown": "Chưa rõ", "none": "Chưa có tiêu chuẩn"}
GROUPS = {"": "Tất cả", "key": "Cán bộ chủ chốt", "leaders": "Lãnh đạo, quản lý"}
SILENT = "Chưa rõ"


@dataclass(frozen=True)
class Judged:
    """A person at the primary post, held against the standard of its title."""

    place: Posting
    found: Found
    profile: Profile
    answer: Answer | None

    @property
    def outcome(self) -> str:
        """A key of `OUTCOMES`."""
        if self.answer is None:
            return "none"
        return {True: "meets", False: "lacks", None: "unknown"}[self.answer.outcome]

    @property
    def word(self) -> str:
        return "Không xét" if self.found.exempt else OUTCOMES[self.outcome]

    @property
    def lacks(self) -> list[str]:
        """What is missing, or not on record, in words."""
        return (
            [lack.label if lack.known else f"chưa rõ {lack.label.lower()}" for lack in self.answer.lacks]
            if self.answer
            else []
        )


@dataclass(frozen=True)
class Step:
    """A step of a scale: who stands exactly there, and who there or higher (None for none and silence)."""

    label: str
    count: int
    upwards: int | None
    share: Fraction | None


@dataclass(frozen=True)
class Row:
    """A unit right below the one shown, with all below it."""

    unit: Unit
    people: int
    women: int
    counts: Counter[str]

    @property
    def cells(self) -> list[tuple[str, int]]:
        """Each outcome with its number, for a row of a table."""
        return [(label, self.counts[key]) for key, label in OUTCOMES.items()]


@dataclass(frozen=True)
class Report:
    """The figures of a group of people on a day. `exempt`: said to fall under no title, and left out of `asked`."""

    people: int
    women: int
    unknown_sex: int
    exempt: int
    counts: Counter[str]
    lacks: list[tuple[str, int, int]]
    scales: list[tuple[str, list[Step]]]

    @property
    def cells(self) -> list[tuple[str, str, int]]:
        """Each outcome by key and word, with its number."""
        return [(key, label, self.counts[key]) for key, label in OUTCOMES.items()]

    @property
    def asked(self) -> int:
        """Everybody a standard is asked of, also where none is found for their post."""
        return self.people - self.exempt

    def share(self, part: int, of: int | None = None) -> Fraction | None:
        whole = self.asked if of is None else of
        return Fraction(part, whole) if whole else None

    @property
    def judged(self) -> int:
        """Those for whom a standard was found."""
        return self.people - self.exempt - self.counts["none"]

    @property
    def meets(self) -> Fraction | None:
        """The share of all asked that meets its standard; None where nobody has one, which is not the same as 0."""
        return self.share(self.counts["meets"]) if self.judged else None

    @property
    def female(self) -> Fraction | None:
        """The share of women."""
        return self.share(self.women, self.people)


def chosen(paths: Sequence[str], day: date, search: Search, group: str) -> QuerySet[Posting]:
    """The primary postings that a page is about."""
    rows = roll(paths, day, search)
    return rows.filter(post__key=True) if group == "key" else rows.exclude(post__rank="staff") if group else rows


def judged(places: Iterable[Posting], day: date, known: Titles | None = None) -> list[Judged]:
    """Everybody of these postings against the standard of their title; four queries whatever their number."""
    held, known = list(places), known or titles(day)
    found = profiles([place.person_id for place in held], day)
    return [
        _judged(place, found[place.person_id], known.of(place.post.unit.path, place.post.title), day) for place in held
    ]


def report(people: Sequence[Judged], day: date) -> Report:
    """The figures of these people; no query."""
    sexes = Counter(one.place.person.sex for one in people)
    exempt = sum(one.found.exempt for one in people)
    lacks: Counter[tuple[str, bool]] = Counter(
        (lack.label, lack.known) for one in people if one.answer for lack in one.answer.lacks
    )
    told = sorted({label for label, _ in lacks}, key=lambda label: (-lacks[label, True], -lacks[label, False], label))
    counts = Counter(one.outcome for one in people if not one.found.exempt)
    return Report(
        len(people), sexes["F"], sexes[""], exempt, counts,
        [(label, lacks[label, True], lacks[label, False]) for label in told], _scales(people, day),
    )  # fmt: skip


def rows(units: Iterable[Unit], people: Sequence[Judged]) -> list[Row]:
    """The same by the units right below, each with all below it."""
    made = []
    for unit in units:
        own = [one for one in people if one.place.post.unit.path.startswith(unit.path)]
        if own:
            counts = Counter(one.outcome for one in own if not one.found.exempt)
            made.append(Row(unit, len(own), sum(one.place.person.sex == "F" for one in own), counts))
    return made


def _judged(place: Posting, profile: Profile, found: Found, day: date) -> Judged:
    answer = None if found.standard is None else standards.meets(found.standard, profile, day)
    return Judged(place, found, profile, answer)


def _scales(people: Sequence[Judged], day: date) -> list[tuple[str, list[Step]]]:
    facts = [facts_of(one.profile, day) for one in people]
    made = []
    for kind in kinds().values():
        if not kind.steps:
            continue
        counts = Counter(fact.get(kind.key) for fact in facts)
        steps, upwards = [], 0
        for key, label in kind.steps.items():
            upwards += counts[key]
            share = Fraction(upwards, len(people)) if people else None
            steps.append(Step(label, counts[key], upwards, share))
        steps += [Step("Chưa có", counts[NONE], None, None), Step(SILENT, counts[None], None, None)]
        made.append((kind.label, steps))
    return made
