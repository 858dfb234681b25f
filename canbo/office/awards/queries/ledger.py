"""What is known of many subjects and years: ratings, facts, titles decided. A constant number of queries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Exists, F, OuterRef, Q

from canbo.office.awards.models import Award, AwardDecision, AwardFact, AwardWithdrawal
from canbo.office.awards.queries.roll import Home, Key, home, homes, placed
from canbo.office.awards.recordable import TITLES
from canbo.office.evaluations.models import State
from canbo.office.people.access import subtree
from canbo.office.people.queries.units import STEP
from canbo.rulebook import FactValue
from canbo.rulebook.commend import Record

TWO_RATINGS = "có hai kết quả xếp loại năm khác nhau; ghi mức theo văn bản của nơi có thẩm quyền"


@dataclass
class Ledger:
    """Of the subjects under some paths, all that bears on titles of some years and the years before them."""

    ratings: dict[tuple[Key, int], set[str]] = field(default_factory=dict)
    facts: dict[tuple[Key, int], dict[str, FactValue]] = field(default_factory=dict)
    awarded: dict[Key, dict[int, set[str]]] = field(default_factory=dict)
    decided: set[tuple[int, str]] = field(default_factory=set)
    homes: dict[int, list[Home]] = field(default_factory=dict)

    def record(self, key: Key, path: str, year: int, levels: frozenset[str]) -> Record:
        """A subject's record for judging a year. `path`: a collective's own; `levels`: those the law knows."""
        facts: dict[str, FactValue | None] = dict(self.facts.get((key, year), {}))
        rated = self.rating(key, year)
        facts["rating"] = rated if rated in levels else None
        return Record({year: facts}, self.titles(key, path))

    def rating(self, key: Key, year: int) -> str:
        """The year's rating: as recorded by its paper, else the published one; "" where there is none, or two."""
        entered = self.facts.get((key, year), {}).get("rating")
        rated = self.ratings.get((key, year), set())
        return str(entered) if entered else next(iter(rated)) if len(rated) == 1 else ""

    def titles(self, key: Key, path: str) -> dict[int, frozenset[str]]:
        """The titles decided by year; a year whose round was decided where the subject was is known, even if empty."""
        found = {year: frozenset(titles) for year, titles in self.awarded.get(key, {}).items()}
        for year in self._years - set(found):
            at = home(self.homes.get(key[1], ()), year) if key[0] == "person" else None
            place = at.path if at else path if key[0] == "collective" else ""
            if any((year, place[:end]) in self.decided for end in range(STEP, len(place) + 1, STEP)):
                found[year] = frozenset()
        return found

    @cached_property
    def _years(self) -> frozenset[int]:
        return frozenset(year for year, _ in self.decided)

    def notes(self, key: Key, year: int) -> tuple[str, ...]:
        """What somebody has to know beside the outcome."""
        twice = len(self.ratings.get((key, year), ())) > 1 and "rating" not in self.facts.get((key, year), {})
        return (TWO_RATINGS,) if twice else ()


def load(paths: Sequence[str], years: Sequence[int]) -> Ledger:
    """The ledger of everybody placed under the paths in these years, and of the units there. Five queries."""
    people = placed(paths, years)
    mine = Q(person__in=people) | Q(subtree(paths, "collective__path"), collective__isnull=False)
    found = Ledger(homes=homes(paths, years))
    rated = Q(sheet__person__in=people) | Q(subtree(paths, "sheet__collective__path"), sheet__collective__isnull=False)
    states = State.objects.filter(rated, stage="published", cycle__period_kind="year", cycle__year__in=years)
    for who, where, when, level in states.exclude(level="").values_list(
        "sheet__person_id", "sheet__collective_id", "cycle__year", "level"
    ).iterator():  # fmt: skip
        found.ratings.setdefault((_key(who, where), when), set()).add(level)
    for person, unit, year, fact, value in _facts(mine, max(years)):
        key = _key(person, unit)
        if fact == TITLES:
            found.awarded.setdefault(key, {})[year] = set(value)  # type: ignore[arg-type]
        else:
            found.facts.setdefault((key, year), {})[fact] = value
    withdrawn = AwardWithdrawal.objects.filter(agency=OuterRef("agency"), award=OuterRef("pk"))
    awards = Award.objects.filter(mine, ~Exists(withdrawn), decision__round__kind="year", year__lte=max(years))
    for person, unit, year, title in awards.values_list("person_id", "collective_id", "year", "title").iterator():
        found.awarded.setdefault(_key(person, unit), {}).setdefault(year, set()).add(title)
    rounds = AwardDecision.objects.filter(round__kind="year", round__year__lte=max(years))
    found.decided = set(rounds.values_list(F("round__year"), F("round__unit__path")))
    return found


def _facts(mine: Q, last: int) -> Iterator[tuple[int | None, int | None, int, str, FactValue]]:
    """The standing facts, the oldest first: a newer one of the same kind overwrites."""
    taken = AwardFact.objects.filter(agency=OuterRef("agency"), revokes=OuterRef("pk"))
    rows = AwardFact.objects.filter(mine, ~Exists(taken), revokes=None, year__lte=last).order_by("id")
    return rows.values_list("person_id", "collective_id", "year", "fact", "value").iterator()


def _key(person: int | None, unit: int | None) -> Key:
    return ("person", person) if person is not None else ("collective", unit or 0)
