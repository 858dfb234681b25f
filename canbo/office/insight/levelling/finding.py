"""From sheets to findings: groups are measured as soon as their last sheet is read, and their rows forgotten."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from canbo.office.insight.levelling.source import TOP, Read, Source
from canbo.office.people.access import above
from canbo.office.people.models import Unit
from canbo.rulebook.levelling import UNITS, Finding, Reading, Row, Settings, Yardstick
from canbo.rulebook.levelling.severity import Severity, Shared

EVALUATORS = "người chấm"
Progress = Callable[[int, int], None]


@dataclass
class Seen:
    """What was read of a unit or an evaluator: the top of its paths, its people, sheets, and decided totals by whole
    points of 100."""

    path: str = ""
    people: set[str] = field(default_factory=set)
    sheets: int = 0
    totals: Counter[int] = field(default_factory=Counter)

    def add(self, read: Read, total: int | None, yardstick: Yardstick) -> None:
        """Take in one sheet with its total there."""
        if not self.sheets:
            self.path = read.path
        elif not read.path.startswith(self.path):
            self.path = shared_top(self.path, read.path)
        self.people.add(read.row.person)
        self.sheets += 1
        if total is not None:
            self.totals[round(yardstick.of_hundred(total) / 100)] += 1


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
    shared, deciders = Shared(), defaultdict[int, Seen](Seen)
    done, total = 0, sum(number for _, _, number in counted)
    for part in source.parts(counted):
        for read in source.read(part, bodies):
            yardstick = source.yardsticks[read.row.form]
            units.take(read, read.row, yardstick)
            for author in read.reviews:
                evaluators.take(read, read.reviewed(author, str(author), yardstick), yardstick)
            if read.decider and read.decider not in read.reviews:
                deciders[read.decider].add(read, read.row.decided, yardstick)
            shared.add(read.row.person, read.judgements(yardstick))
        units.measure(part.high)
        evaluators.measure(part.high)
        done += part.sheets
        progress(done, total)
    severities = {int(one.evaluator): one for one in shared.told(settings.people)}
    return Found(
        units.findings(settings, UNITS), evaluators.findings(settings, EVALUATORS), severities, units.seen(),
        {**deciders, **evaluators.seen()}, total,
    )  # fmt: skip


class Groups:
    """The rows of groups until their last sheet is read. `last`: where in the tree that is, by group."""

    def __init__(self, source: Source, last: Mapping[str, str]) -> None:
        self._last, self._held = last, defaultdict[str, list[Row]](list)
        self._reading = Reading(source.yardsticks, TOP)
        self._seen: dict[str, Seen] = defaultdict(Seen)

    def take(self, read: Read, row: Row, yardstick: Yardstick) -> None:
        """One sheet, as a row of its group."""
        self._held[row.group].append(row)
        self._seen[row.group].add(read, row.decided, yardstick)

    def measure(self, high: str) -> None:
        """Measure and forget the groups of which nothing comes after this path."""
        for group in [name for name in self._held if self._last[name] <= high]:
            self._reading.add(self._held.pop(group))

    def seen(self) -> dict[int, Seen]:
        """What was read of each group."""
        return {int(group): seen for group, seen in self._seen.items()}

    def findings(self, settings: Settings, others: str) -> dict[int, tuple[Finding, ...]]:
        """The findings of each group."""
        found: dict[int, list[Finding]] = defaultdict(list)
        for one in self._reading.findings(settings, others):
            found[int(one.group)].append(one)
        return {group: tuple(rows) for group, rows in found.items()}


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
