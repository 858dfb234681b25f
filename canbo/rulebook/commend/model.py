"""Shapes of titles, of what is known of a subject, and of what follows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal

from canbo.rulebook.amounts import Rounding
from canbo.rulebook.commend.council import Council
from canbo.rulebook.model import Citation, Facts, FactValue, Instrument
from canbo.rulebook.requirements import Lack, Requirement, Words

Subject = Literal["person", "collective"]


@dataclass(frozen=True, slots=True)
class Run:
    """Held `times` times in a row, each `spacing` years after the one before. `renewed`: years up to the last award of
    the title this run leads to are used up. `counted` says by what reading years count."""

    of: str
    times: int
    spacing: int
    renewed: bool
    cite: Citation
    counted: Citation


@dataclass(frozen=True, slots=True)
class Title:
    """`also` is the title held in the same year; an empty text: none."""

    key: str
    label: str
    of: Subject
    also: str
    run: Run | None
    requires: tuple[Requirement, ...]
    cite: Citation


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The most that may hold `title`, as a share (hundredths of a percent) of the holders of `of`; None: not set."""

    title: str
    of: str
    share: int | None
    rounding: Rounding
    cite: Citation


@dataclass(frozen=True, slots=True)
class Bearing:
    """What of a record bears on the titles of a year: the facts conditions can name; of the years before, so many back,
    as far as runs go, and the titles that run on or are run on."""

    facts: tuple[str, ...]
    back: int
    titles: frozenset[str]


@dataclass(frozen=True, slots=True)
class TitleRules:
    """An instrument with its settings filled. Titles stand after those they rest on."""

    instrument: Instrument
    titles: Mapping[str, Title]
    words: Words
    ceilings: tuple[Ceiling, ...]
    council: Council
    defaults: Facts = field(repr=False)
    bears: Bearing = field(repr=False)


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of a subject: facts by year (None or absent: not known); titles decided by year (absent: the
    decisions of that year are not known; empty: none was awarded)."""

    facts: Mapping[int, Mapping[str, FactValue | None]]
    titles: Mapping[int, Collection[str]]


@dataclass(frozen=True, slots=True)
class Finding:
    """True: qualifies; False: `lacks` say why not; None: `lacks` say what to enter or to set."""

    title: str
    outcome: bool | None
    lacks: tuple[Lack, ...]
