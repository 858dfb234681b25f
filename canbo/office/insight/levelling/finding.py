"""From sheets to findings: groups are measured as soon as their last sheet is read, and their rows forgotten."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from canbo.office.base.unswept import unswept
from canbo.office.insight.levelling.source import TOP, Read, Source
from canbo.office.people.access import above
from canbo.office.people.models import Unit
from canbo.rulebook.levelling import UNITS, Finding, Reading, Row, Settings
from canbo.rulebook.levelling.severity import Severity, Shared

EVALUATORS = "người chấm"
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read of a unit or an evaluator: the top of its paths, people, sheets, totals by whole point of 100."""

    path: str
    people: int
    sheets: int
    totals: Mapping[int, int]


@dataclass(frozen=True)
class Found:
    """All that was found: by unit, by evaluator, and of evaluators beside each other, each by id; what was read."""

    units: Mapping[int, tuple[Finding, ...]]
    evaluators: Mapping[int, tuple[Finding, ...]]
    severities: Mapping[int, Severity]
    seen_units: Mapping[int, Seen]
    seen_evaluators: Mapping[int, Seen]
    sheets: int


def find(source: Source, top: Unit, settings: Settings, progress: Progress = lambda done, of: None) -> Found:
    """Read all sheets of a source and tell. `progress`: how many sheets of how many are read."""
    counted = source.units()
    bodies = {pk: str(body) for pk, body in body_of(top, [pk for pk, _, _ in counted]).items()}
    last = {bodies[pk]: path for pk, path, _ in counted}
    units = Groups(source, last)
    evaluators = Groups(source, {str(pk): path for pk, path in source.last_paths().items()})
    shared, deciders = Shared(), Deciders()
    done, total = 0, sum(number for _, _, number in counted)
    for part in source.parts(counted):
        with unswept():
            for read in source.read(part, bodies):
                yardstick = source.yardsticks[read.row.form]
                units.take(read.path, read.row)
                for author in read.reviews:
                    evaluators.take(read.path, read.reviewed(author, str(author), yardstick))
                if read.decider not in read.reviews:
                    deciders.take(read)
                shared.add(read.row.person, read.judgements(yardstick))
            units.measure(part.high)
            evaluators.measure(part.high)
        done += part.sheets
        progress(done, total)
    severities = {int(one.evaluator): one for one in shared.told(settings.people)}
    return Found(
        units.findings(settings, UNITS), evaluators.findings(settings, EVALUATORS), severities, units.seen,
        deciders.seen() | evaluators.seen, total,
    )  # fmt: skip


class Groups:
    """The rows of groups until their last sheet is read. `last`: where in the tree that is, by group."""

    def __init__(self, source: Source, last: Mapping[str, str]) -> None:
        self._last, self._held = last, defaultdict[str, list[Row]](list)
        self._tops: dict[str, str] = {}
        self._yardsticks = source.yardsticks
        self._reading = Reading(source.yardsticks, TOP)
        self.seen: dict[int, Seen] = {}

    def take(self, path: str, row: Row) -> None:
        """One sheet of a unit at `path`, as a row of its group."""
        self._held[row.group].append(row)
        if not path.startswith(self._tops.setdefault(row.group, path)):
            self._tops[row.group] = shared_top(self._tops[row.group], path)

    def measure(self, high: str) -> None:
        """Measure and forget the groups of which nothing comes after this path."""
        for group in [name for name in self._held if self._last[name] <= high]:
            rows = self._held.pop(group)
            self._reading.add(rows)
            counts = Counter((row.form, row.decided) for row in rows)
            totals: Counter[int] = Counter()
            for (form, decided), count in counts.items():
                if decided is not None:
                    totals[round(self._yardsticks[form].of_hundred(decided) / 100)] += count
            self.seen[int(group)] = Seen(self._tops[group], len({row.person for row in rows}), len(rows), totals)

    def findings(self, settings: Settings, others: str) -> dict[int, tuple[Finding, ...]]:
        """The findings of each group."""
        found: dict[int, list[Finding]] = defaultdict(list)
        for one in self._reading.findings(settings, others):
            found[int(one.group)].append(one)
        return {group: tuple(rows) for group, rows in found.items()}


class Deciders:
    """Those who decided on sheets that others had reviewed."""

    def __init__(self) -> None:
        self._tops: dict[int, str] = {}
        self._people: dict[int, set[str]] = defaultdict(set)
        self._sheets: Counter[int] = Counter()

    def take(self, read: Read) -> None:
        """One sheet; of one without a decider there is nothing to count."""
        if not read.decider:
            return
        if not read.path.startswith(self._tops.setdefault(read.decider, read.path)):
            self._tops[read.decider] = shared_top(self._tops[read.decider], read.path)
        self._people[read.decider].add(read.row.person)
        self._sheets[read.decider] += 1

    def seen(self) -> dict[int, Seen]:
        """What was read of each, without a distribution: the totals are those of the units."""
        return {pk: Seen(top, len(self._people[pk]), self._sheets[pk], {}) for pk, top in self._tops.items()}


def body_of(top: Unit, units: Iterable[int]) -> dict[int, int]:
    """What each unit is examined as: itself in the body that is looked at, elsewhere the body it belongs to."""
    rows = Unit.objects.filter(pk__in=set(units)).values_list("pk", "agency_id")
    found = dict(rows)
    roots = Unit.objects.filter(is_agency=True, agency__in=set(found.values())).values_list("agency_id", "pk")
    body = dict(roots)
    return {pk: pk if agency == top.agency_id else body.get(agency, pk) for pk, agency in found.items()}


def shared_top(one: str, other: str) -> str:
    """The path of the nearest unit above both."""
    return max((step for step in above(one) if other.startswith(step)), default="", key=len)


def silent(found: Iterable[Finding]) -> Iterator[str]:
    """The reasons why nothing is told, those of signals with people first."""
    for one in sorted(found, key=lambda one: -one.people):
        if one.silence:
            yield one.silence
