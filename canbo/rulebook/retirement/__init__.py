"""When somebody reaches the age of retirement, by the road map of the law; months in which they would leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from canbo.rulebook import document
from canbo.rulebook.model import Citation, Instrument
from canbo.rulebook.reader import Reader, section
from canbo.rulebook.source import Node

FILE = Path(__file__).parent / "nd_135_2020.yaml"
SEXES = {"M": "male", "F": "female"}  # as persons are recorded


@dataclass(frozen=True, slots=True)
class Road:
    """Ages in months: `first` in the first year, `step` more each year, at most `most`; `before` in years before."""

    before: int
    first: int
    step: int
    most: int

    def age(self, years: int) -> int:
        """The age in months so many years after the first."""
        return self.before if years < 0 else min(self.most, self.first + self.step * years)


@dataclass(frozen=True, slots=True)
class Ages:
    """The road map of both sexes."""

    instrument: Instrument
    first_year: int
    roads: Mapping[str, Road]
    cite: Citation

    def month(self, born: date, sex: str) -> date | None:
        """The first day of the month in which somebody reaches the age of the year they reach it in; None where the
        sex is not known. The law ends employment with the last day of that month (Điều 3)."""
        road = self.roads.get(SEXES.get(sex, ""))
        if road is None:
            return None
        months = born.year * 12 + born.month - 1
        year = (months + road.before) // 12
        while (months + road.age(year - self.first_year)) // 12 > year:
            year += 1
        reached = months + road.age(year - self.first_year)
        return date(reached // 12, reached % 12 + 1, 1)


@cache
def ages() -> Ages:
    """The road map in force; PackError where its file is faulty."""
    found = document.read(FILE, ("instrument", "ages"))
    reader, (own, given) = found.reader({}), section(found.content["ages"])
    cite = reader.cite(own, None, found.content["ages"])
    roads = {sex: _road(given[sex], reader) for sex in SEXES.values()}
    return Ages(found.instrument, reader.count(given["first_year"]), roads, cite)


def _road(node: Node, reader: Reader) -> Road:
    given = node.fields(("before", "first", "step", "most"))
    return Road(**{key: reader.count(value) for key, value in given.items()})
