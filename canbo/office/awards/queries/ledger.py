"""What is known of many subjects and years: ratings, facts, titles decided. A constant number of queries."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

from django.db.models import Exists, F, OuterRef, Q, TextField
from django.db.models.functions import Cast

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
    """Of the subjects under some paths, all that bears on titles of some years and the years before them. `differing`:
    who has two published ratings of a year that differ."""

    ratings: dict[tuple[Key, int], str] = field(default_factory=dict)
    differing: set[tuple[Key, int]] = field(default_factory=set)
    facts: dict[tuple[Key, int], dict[str, FactValue]] = field(default_factory=dict)
    awarded: dict[Key, dict[int, frozenset[str]]] = field(default_factory=dict)
    decided: set[tuple[int, str]] = field(default_factory=set)
    homes: dict[int, list[Home]] = field(default_factory=dict)
    _titles: dict[Key, dict[int, frozenset[str]]] = field(default_factory=dict)

    def record(self, key: Key, path: str, year: int, levels: frozenset[str]) -> Record:
        """A subject's record for judging a year. `path`: a collective's own; `levels`: those the law knows."""
        facts: dict[str, FactValue | None] = dict(self.facts.get((key, year), {}))
        rated = self.rating(key, year)
        facts["rating"] = rated if rated in levels else None
        return Record({year: facts}, self.titles(key, path))

    def rating(self, key: Key, year: int) -> str:
        """The year's rating: as recorded by its paper, else the published one; "" where there is none, or two."""
        when = (key, year)
        if entered := self.facts.get(when, {}).get("rating"):
            return str(entered)
        return "" if when in self.differing else self.ratings.get(when, "")

    def titles(self, key: Key, path: str) -> dict[int, frozenset[str]]:
        """The titles decided by year; a year whose round was decided where the subject was is known, even if empty.
        The same whichever year is judged, so put together once."""
        if key not in self._titles:
            self._titles[key] = self._titles_of(key, path)
        return self._titles[key]

    def _titles_of(self, key: Key, path: str) -> dict[int, frozenset[str]]:
        found = dict(self.awarded.get(key, {}))
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
        twice = (key, year) in self.differing and "rating" not in self.facts.get((key, year), {})
        return (TWO_RATINGS,) if twice else ()


def load(paths: Sequence[str], years: Sequence[int]) -> Ledger:
    """The ledger of everybody placed under the paths in these years, and of the units there. Five queries."""
    people = placed(paths, years)
    mine = Q(person__in=people) | Q(subtree(paths, "collective__path"), collective__isnull=False)
    found = Ledger(homes=homes(paths, years))
    theirs = Q(sheet__person__in=people) | Q(subtree(paths, "sheet__collective__path"), sheet__collective__isnull=False)
    states = State.objects.filter(theirs, stage="published", cycle__period_kind="year", cycle__year__in=years)
    for who, where, when, level in states.exclude(level="").values_list(
        "sheet__person_id", "sheet__collective_id", "cycle__year", "level"
    ).iterator():  # fmt: skip
        rated = (_key(who, where), when)
        if found.ratings.setdefault(rated, level) != level:
            found.differing.add(rated)
    held, told = _read_once()
    for person, unit, year, fact, text in _facts(mine, max(years)):
        key = _key(person, unit)
        if fact == TITLES:
            found.awarded.setdefault(key, {})[year] = held(text)
        else:
            found.facts.setdefault((key, year), {})[fact] = told(text)
    withdrawn = AwardWithdrawal.objects.filter(agency=OuterRef("agency"), award=OuterRef("pk"))
    awards = Award.objects.filter(mine, ~Exists(withdrawn), decision__round__kind="year", year__lte=max(years))
    for person, unit, year, title in awards.values_list("person_id", "collective_id", "year", "title").iterator():
        mine_by_year = found.awarded.setdefault(_key(person, unit), {})
        mine_by_year[year] = mine_by_year.get(year, frozenset()) | {title}
    rounds = AwardDecision.objects.filter(round__kind="year", round__year__lte=max(years))
    found.decided = set(rounds.values_list(F("round__year"), F("round__unit__path")))
    return found


def _facts(mine: Q, last: int) -> Iterator[tuple[int | None, int | None, int, str, str]]:
    """The standing facts, the oldest first: a newer one of the same kind overwrites. Values as the text kept."""
    taken = AwardFact.objects.filter(agency=OuterRef("agency"), revokes=OuterRef("pk"))
    rows = AwardFact.objects.filter(mine, ~Exists(taken), revokes=None, year__lte=last).order_by("id")
    said = Cast("value", TextField())
    return rows.values_list("person_id", "collective_id", "year", "fact", said).iterator()


def _read_once() -> tuple[Callable[[str], frozenset[str]], Callable[[str], FactValue]]:
    """Readers of titles and of other values. Many people have few different ones: each text is read once."""
    return cache(lambda text: frozenset(json.loads(text))), cache(json.loads)


def _key(person: int | None, unit: int | None) -> Key:
    return ("person", person) if person is not None else ("collective", unit or 0)
