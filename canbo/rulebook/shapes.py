"""The shapes of what is marked: citations, instruments, forms with their
groups, items and scales; facts and conditions; what a body publishes, refines, commits to.

The first half of `model.py`, which passes all of it on: import from there, or from the package.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

SPARSE = {"sparse": True}  # not in the canonical text where None: rules without it keep their hash

Hundredths = int
Marks = tuple[Hundredths | None, ...]
FactValue = bool | int | str
Facts = Mapping[str, FactValue]

SubjectKind = Literal["cadre", "civil_servant", "public_employee", "contract_worker", "part_time", "collective"]
PeriodKind = Literal["month", "quarter", "year"]


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a value comes from. `article` is free text such as "Điều 16 khoản 2"; `note` says what is ours.

    `confidence` is that of the source: A legal text or national press quoting it, B local document,
    C opinion, "ours" for a reading, an example or a default that no source gives.
    """

    instrument: str
    article: str
    confidence: Literal["A", "A/B", "B", "C", "ours"]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Instrument:
    """A legal instrument, in force from a day (until a day), replacing others."""

    key: str
    number: str
    title: str
    issuer: str
    issued: date | None
    in_force: date
    ends: date | None
    replaces: tuple[str, ...]
    heading: Literal["state", "party"]
    subjects: tuple[SubjectKind, ...]
    cite: Citation


@dataclass(frozen=True, slots=True)
class Choice:
    value: Hundredths
    label: str


@dataclass(frozen=True, slots=True)
class Scale:
    """How one item is marked.

    points:  min..max in steps, the mark is the points
    met:     0 or max (không đạt / đạt)
    percent: 0..10000, a ratio entered or computed (a, b, c of NĐ 335 Art 14)
    choice:  one of `choices` (d, đ, e of NĐ 335 Art 15: 10000 or 5000)
    """

    kind: Literal["points", "met", "percent", "choice"]
    min: Hundredths
    max: Hundredths
    step: Hundredths
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A leaf of a form: what one mark answers. `path` holds the headings above it inside its group
    (criteria, sub-groups made by refinements), outermost first. `weight` counts where the group's
    `combine` is "weighted". `placeholder` marks a text the adopting body must still fill in.

    source: mark = entered; quantity, quality, progress = converted work (Art 14), where the office has it.
    known_by: what the office knows of an entered choice, offered to who marks (Art 15): subordinates = whether all
              people below the leader are above the lowest level; unit_work = whether the unit's work was all done on
              time and well, with an initiative. The best choice where it is so, else the lowest.
    """

    key: str
    label: str
    scale: Scale
    cite: Citation
    path: tuple[str, ...] = ()
    weight: int = 1
    placeholder: bool = False
    source: Literal["mark", "quantity", "quality", "progress"] = "mark"
    known_by: Literal["subordinates", "unit_work"] | None = field(default=None, metadata=SPARSE)


@dataclass(frozen=True, slots=True)
class Group:
    """Items and how they become the group's points.

    sum:      the marks added (cut at `max`)
    weighted: max × Σ weight·percent / Σ weight, rounded by the rules' named rounding
    """

    key: str
    label: str
    max: Hundredths
    combine: Literal["sum", "weighted"]
    items: tuple[Item, ...]
    cite: Citation


@dataclass(frozen=True, slots=True)
class Form:
    """A sheet's form: whom it is for and its groups. The mark vector of a sheet follows `items` in order."""

    key: str
    label: str
    kinds: tuple[SubjectKind, ...]
    leader: bool | None
    groups: tuple[Group, ...]
    cite: Citation

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for group in self.groups for item in group.items)

    @property
    def max(self) -> Hundredths:
        return sum(group.max for group in self.groups)


@dataclass(frozen=True, slots=True)
class Fact:
    """Something true of a subject in a period, beside the marks.

    source: recorded = a dated ground entered by the organisation officer (discipline, conclusions);
            entered  = a figure the reviewer or head enters on the sheet (share of tasks done);
            computed = the office derives it (months worked, the unit's level, failed quarters).
    `default` is used when nothing is known; None means a decision cannot be made without it.
    """

    key: str
    label: str
    type: Literal["flag", "share", "count", "months", "level"]
    source: Literal["recorded", "entered", "computed"]
    cite: Citation
    default: FactValue | None = None
    sensitive: bool = False
    leader_only: bool = False


@dataclass(frozen=True, slots=True)
class Test:
    """One comparison of a fact (or of the measures "total", "percent") with a value."""

    fact: str
    op: Literal["is", "below", "at_most", "at_least", "above"]
    value: FactValue


@dataclass(frozen=True, slots=True)
class AllOf:
    of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    of: Condition


Condition = Test | AllOf | AnyOf | Not


@dataclass(frozen=True, slots=True)
class Publication:
    """What is published to the unit: the level only, or with points."""

    what: Literal["level", "level_and_points"]
    cite: Citation


@dataclass(frozen=True, slots=True)
class Lineage:
    """One frame refined: who refined it, by which document."""

    issuer: str
    number: str
    title: str
    issued: date | None


@dataclass(frozen=True, slots=True)
class DayOfYear:
    """A day every year has (so never 29 February)."""

    month: int
    day: int


@dataclass(frozen=True, slots=True)
class Commitment:
    """By when the year's commitment is signed: `years` names single years ("2021") over `every`.

    strict: before that day, so that the day before it is the last; otherwise that day itself is.
    """

    every: DayOfYear | None
    years: Mapping[str, DayOfYear]
    strict: bool
    cite: Citation
