"""What a rule is: frozen shapes shared by the loader, the engine and the office.

Two worlds meet here. A *pack* is what an instrument says, with holes (settings) where the law leaves
something open; `Rules` is a pack with every hole filled by an adopting body, and refined by the frames
below it. The engine reads only `Rules`; `Rules` round-trips through canonical JSON (see `canonical.py`),
so a grade can be recomputed from files in ten years without the pack, the server or this version.

Units. Points, marks, shares and percents are integers in hundredths: 8,5 points is 850, 20 % is 2000.
A percent mark runs 0..10000. `None` as a mark means "not marked yet".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from canbo.rulebook.shapes import (
    SPARSE as SPARSE,
)
from canbo.rulebook.shapes import (
    AllOf as AllOf,
)
from canbo.rulebook.shapes import (
    AnyOf as AnyOf,
)
from canbo.rulebook.shapes import (
    Choice as Choice,
)
from canbo.rulebook.shapes import (
    Citation as Citation,
)
from canbo.rulebook.shapes import (
    Commitment as Commitment,
)
from canbo.rulebook.shapes import (
    Condition as Condition,
)
from canbo.rulebook.shapes import (
    DayOfYear as DayOfYear,
)
from canbo.rulebook.shapes import (
    Fact as Fact,
)
from canbo.rulebook.shapes import (
    Facts as Facts,
)
from canbo.rulebook.shapes import (
    FactValue as FactValue,
)
from canbo.rulebook.shapes import (
    Form as Form,
)
from canbo.rulebook.shapes import (
    Group as Group,
)
from canbo.rulebook.shapes import (
    Hundredths as Hundredths,
)
from canbo.rulebook.shapes import (
    Instrument as Instrument,
)
from canbo.rulebook.shapes import (
    Item as Item,
)
from canbo.rulebook.shapes import (
    Lineage as Lineage,
)
from canbo.rulebook.shapes import (
    Marks as Marks,
)
from canbo.rulebook.shapes import (
    Not as Not,
)
from canbo.rulebook.shapes import (
    PeriodKind as PeriodKind,
)
from canbo.rulebook.shapes import (
    Publication as Publication,
)
from canbo.rulebook.shapes import (
    Scale as Scale,
)
from canbo.rulebook.shapes import (
    SubjectKind as SubjectKind,
)
from canbo.rulebook.shapes import (
    Test as Test,
)

MOST_LEVELS = 9  # more than any instrument has; what counts them has a place for each


@dataclass(frozen=True, slots=True)
class Level:
    """A grade. `rank` 1 is the best. `min` is the lowest value (inclusive) on the bands' basis; None = by
    conditions only. `requires` must hold besides."""

    key: str
    rank: int
    label: str
    short: str
    min: Hundredths | None
    cite: Citation
    requires: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Override:
    """A ground that decides before or against the points, in the order listed.

    effect: set = the level is `level`; cap = not better than `level`;
            cap_to = not better than the level named by the fact `fact`; not_rated = no level at all.
    """

    key: str
    label: str
    when: Condition
    effect: Literal["set", "cap", "cap_to", "not_rated"]
    cite: Citation
    level: str = ""
    fact: str = ""
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The most that may hold `level`: share of a denominator, in a scope, by a named rounding.

    denominator: rated = everybody rated; good = those at the level just below (as most quote NĐ 335 Art 20);
                 good_or_better = those at the level just below or above it.
    """

    level: str
    share: Hundredths
    exceptional_share: Hundredths | None
    exceptional_label: str
    denominator: Literal["rated", "good", "good_or_better"]
    rounding: Literal["floor", "half_up", "ceiling"]
    scope: tuple[Literal["agency", "task_group"], ...]
    cite: Citation


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline relative to a period: `day` of the month that is `month_offset` after the period's last month
    (0 = the last month itself). Day 31 means the last day of that month."""

    month_offset: int
    day: int


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the procedure; `actor` says who may act in it."""

    key: str
    label: str
    actor: Literal["subject", "reviewer", "meeting", "decider"]
    due: Mapping[PeriodKind, Due]
    cite: Citation
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Aggregation:
    """How the results of shorter periods make a longer one.

    mean = the mean of the periods actually counted; `exclude` names grounds whose periods do not count.
    """

    of: PeriodKind
    into: PeriodKind
    method: Literal["mean"]
    exclude: tuple[str, ...]
    cite: Citation


@dataclass(frozen=True, slots=True)
class CoefficientMethod:
    """A way to find a product's coefficient: its points divided by `divisor` (hundredths of a point), or given
    directly where that is None."""

    key: str
    label: str
    divisor: Hundredths | None


@dataclass(frozen=True, slots=True)
class Workload:
    """What one counted fault takes from the product it concerns: a failed review from its quality points, a delay
    from its progress points (shares in hundredths of a percent; NĐ 335/2025 Điều 14).

    carried: where unfinished work with a new due day counts. once = only in the period of its first due day;
             again = its rest counts again in the period of the new one, without the delay already counted.
    objective_by: who confirms that a fault had an objective cause: the superior, or whoever decides the grade.
    methods: the known ways to find coefficients; a unit's catalogue names the one it used.
    """

    failed_review: Hundredths
    delay: Hundredths
    cite: Citation
    carried: Literal["once", "again"] = "once"
    objective_by: Literal["superior", "decider"] = "superior"
    methods: tuple[CoefficientMethod, ...] = ()


@dataclass(frozen=True, slots=True)
class Petition:
    """Deadlines of a petition: from publication, and of its answer. None where not known and not set."""

    days: int | None
    days_type: Literal["calendar", "working"]
    answer_days: int | None
    answer_days_type: Literal["calendar", "working"]
    second_review: bool
    cite: Citation


@dataclass(frozen=True, slots=True)
class Consequence:
    """What a result may or must lead to (shown, never executed)."""

    key: str
    label: str
    when: Condition
    cite: Citation


@dataclass(frozen=True, slots=True)
class Rules:
    """A pack with every setting filled: all the engine needs."""

    instrument: Instrument
    periods: tuple[PeriodKind, ...]
    forms: tuple[Form, ...]
    basis: Literal["points", "percent"]
    rounding: Literal["half_up", "half_even", "floor"]
    levels: tuple[Level, ...]
    facts: tuple[Fact, ...]
    overrides: tuple[Override, ...]
    ceiling: Ceiling | None
    steps: tuple[Step, ...]
    aggregations: tuple[Aggregation, ...]
    petition: Petition
    publication: Publication
    consequences: tuple[Consequence, ...]
    settings: Mapping[str, object]
    lineage: tuple[Lineage, ...]
    pack_hash: str
    workload: Workload | None = None
    commitment: Commitment | None = field(default=None, metadata=SPARSE)

    def form(self, key: str) -> Form:
        """The form named `key`; KeyError where there is none."""
        for form in self.forms:
            if form.key == key:
                return form
        raise KeyError(key)

    def level(self, key: str) -> Level:
        """The level named `key`; KeyError where there is none."""
        for level in self.levels:
            if level.key == key:
                return level
        raise KeyError(key)

    def form_for(self, kind: SubjectKind, leader: bool) -> Form | None:
        """The first form whose kinds and leadership fit the subject, or None."""
        for form in self.forms:
            if kind in form.kinds and form.leader in (None, leader):
                return form
        return None


@dataclass(frozen=True, slots=True)
class Setting:
    """A hole in a pack: what the law leaves open, its choices and why it is open.

    type: choice (one of `choices`), count, points, share, days, flag,
          split (`parts` that must sum to `total`, the largest not under `largest_at_least`),
          due (month offset and day, per period kind), day_of_year (day and month),
          items (texts of a form's items), bands (levels with their lower bounds).
    `default` None means the adopting body must choose before a cycle can open.
    """

    key: str
    label: str
    help: str
    type: Literal["choice", "count", "points", "share", "days", "flag", "split", "due", "day_of_year", "items", "bands"]
    default: object | None
    cite: Citation
    choices: tuple[tuple[str, str], ...] = ()
    parts: tuple[tuple[str, str], ...] = ()
    total: Hundredths | None = None
    form: str = ""
    minimum: Hundredths | None = None
    maximum: Hundredths | None = None
    optional: bool = False
    largest_at_least: Hundredths | None = None


TracePart = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Trace:
    """Why: a tree of label, value, citation, children. Texts are Vietnamese, as a person reads them; `what` is the same
    step in keys and numbers, which is what its fingerprint covers (`trace.digest`)."""

    label: str
    value: str
    cite: str
    children: tuple[Trace, ...]
    what: tuple[TracePart, ...]
