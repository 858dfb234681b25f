"""Who meets the standard of their title on a day, who lacks what, and the shares a report tells."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from django.db.models import QuerySet

from canbo.office.people.models import Posting, Unit
from canbo.office.people.queries.persons import Search, roll
from canbo.office.profiles.queries.alike import OUTCOMES, Alike, Verdict, each, grouped
from canbo.office.profiles.queries.facts import profiles
from canbo.office.profiles.queries.titles import Found, Titles, titles
from canbo.rulebook import standards
from canbo.rulebook.standards import Profile, kinds
from canbo.rulebook.standards.reading import NONE

GROUPS = {"": "Tất cả", "key": "Cán bộ chủ chốt", "leaders": "Lãnh đạo, quản lý"}
SILENT = "Chưa rõ"
CHUNK = 1000


@dataclass(frozen=True)
class Judged(Verdict):
    """A person at the primary post, held against the standard of its title."""

    place: Posting
    profile: Profile

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
    """A unit right below the one shown, with all below it; `direct`: the one shown itself, with its own people."""

    unit: Unit
    people: int
    women: int
    counts: Counter[str]
    direct: bool = False

    @property
    def cells(self) -> list[tuple[str, int]]:
        """Each outcome with its number, for a row of a table."""
        return [(label, self.counts[key]) for key, label in OUTCOMES.items()]


@dataclass
class Tally:
    """People by sex, and by outcome those a standard is asked of."""

    people: int = 0
    sexes: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, one: Alike) -> None:
        self.people += one.people
        self.sexes[one.sex] += one.people
        if not one.verdict.found.exempt:
            self.counts[one.verdict.outcome] += one.people


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
    def judged_share(self) -> Fraction | None:
        """The same of those alone for whom a standard was found."""
        return self.share(self.counts["meets"], self.judged)

    @property
    def female(self) -> Fraction | None:
        """The share of women."""
        return self.share(self.women, self.people)


def chosen(paths: Sequence[str], day: date, search: Search, group: str) -> QuerySet[Posting]:
    """The primary postings that a page is about."""
    rows = roll(paths, day, search)
    return rows.filter(post__key=True) if group == "key" else rows.exclude(post__rank="staff") if group else rows


def loaded(ids: Iterable[int]) -> list[Posting]:
    """These postings in their order, with person, post and unit; one query a thousand."""
    wanted = list(ids)
    found: dict[int, Posting] = {}
    for start in range(0, len(wanted), CHUNK):
        rows = Posting.objects.select_related("person", "post__unit")
        found |= rows.in_bulk(wanted[start : start + CHUNK])
    return [found[pk] for pk in wanted]


def judged(places: Iterable[Posting], day: date, known: Titles | None = None) -> list[Judged]:
    """Everybody of these postings against the standard of their title; four queries whatever their number."""
    held, known = list(places), known or titles(day)
    found = profiles([place.person_id for place in held], day)
    return [
        _judged(place, found[place.person_id], known.of(place.post.unit.path, place.post.title), day) for place in held
    ]


def listed(rows: QuerySet[Posting], day: date, outcome: str = "", lack: str = "") -> list[int]:
    """Those of these postings with an outcome, or a lack of this label, in the order they come; three queries."""
    return [
        pk
        for pk, one in each(rows, day, titles(day))
        if not (outcome and (one.found.exempt or one.outcome != outcome)) and not (lack and lack not in one.lacking)
    ]


def counted(rows: QuerySet[Posting], day: date, known: Titles, units: Iterable[Unit] = ()) -> list[Alike]:
    """Everybody of these postings for `report` and for the `rows` of these units; one query."""
    return grouped(rows, day, known, sex=True, depth=max((len(unit.path) for unit in units), default=0))


def report(people: Iterable[Alike]) -> Report:
    """The figures of these people; no query."""
    held = list(_once(people))
    tally = Tally()
    lacks: Counter[tuple[str, bool]] = Counter()
    for one in held:
        tally.add(one)
        for lack in one.verdict.answer.lacks if one.verdict.answer else ():
            lacks[lack.label, lack.known] += one.people
    told = sorted({label for label, _ in lacks}, key=lambda label: (-lacks[label, True], -lacks[label, False], label))
    return Report(
        tally.people, tally.sexes["F"], tally.sexes[""], tally.people - tally.counts.total(), tally.counts,
        [(label, lacks[label, True], lacks[label, False]) for label in told], _scales(held, tally.people),
    )  # fmt: skip


def rows(top: Unit | None, units: Iterable[Unit], people: Iterable[Alike]) -> list[Row]:
    """The same of the unit's own people, where there is one on top, and by the units right below, each with all below
    it; together everybody."""
    at: dict[str, Tally] = defaultdict(Tally)
    for one in people:
        at[one.path].add(one)
    parts = [(unit, False, [own for path, own in at.items() if path.startswith(unit.path)]) for unit in units]
    if top is not None:
        parts.insert(0, (top, True, [own for path, own in at.items() if path == top.path]))
    return [_row(unit, direct, own) for unit, direct, own in parts if own]


def _row(unit: Unit, direct: bool, own: Sequence[Tally]) -> Row:
    counts = sum((one.counts for one in own), Counter())
    return Row(unit, sum(one.people for one in own), sum(one.sexes["F"] for one in own), counts, direct)


def _once(people: Iterable[Alike]) -> Iterator[Alike]:
    """The same people told apart by sex alone: judged alike they have one verdict in common."""
    found: dict[tuple[int, str], Alike] = {}
    numbers: Counter[tuple[int, str]] = Counter()
    for one in people:
        key = (id(one.verdict), one.sex)
        found.setdefault(key, one)
        numbers[key] += one.people
    return (one._replace(people=numbers[key], path="") for key, one in found.items())


def _judged(place: Posting, profile: Profile, found: Found, day: date) -> Judged:
    answer = None if found.standard is None else standards.meets(found.standard, profile, day)
    return Judged(found, answer, place, profile)


def _scales(people: Sequence[Alike], total: int) -> list[tuple[str, list[Step]]]:
    made = []
    for kind in kinds().values():
        if not kind.steps:
            continue
        counts: Counter[str | None] = Counter()
        for one in people:
            counts[one.steps.get(kind.key)] += one.people
        steps, upwards = [], 0
        for key, label in kind.steps.items():
            upwards += counts[key]
            steps.append(Step(label, counts[key], upwards, Fraction(upwards, total) if total else None))
        steps += [Step("Chưa có", counts[NONE], None, None), Step(SILENT, counts[None], None, None)]
        made.append((kind.label, steps))
    return made
