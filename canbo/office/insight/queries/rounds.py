"""Periods as a part of the tree has them: the same month, quarter or year of many agencies, under many rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q

from canbo.office.cycles.models import Cycle
from canbo.office.evaluations.models import State
from canbo.office.people.access import PATH_STEP, above, subtree
from canbo.office.people.models import Unit
from canbo.office.regulations.kept import rules_many
from canbo.rulebook import PeriodKind, Rules
from canbo.rulebook.process import Period

KINDS: dict[PeriodKind, str] = {"month": "Tháng", "quarter": "Quý", "year": "Năm"}


@dataclass(frozen=True, slots=True)
class Untold:
    """A reader's own result that was decided and not published. No count they see has it: with the list behind, which
    leaves it out, the count would tell it. `unit`, `body`: paths of the unit and of its agency; `agency`: its id."""

    unit: str
    body: str
    agency: int
    kind: str
    level: str
    digest: str


@dataclass(frozen=True, slots=True)
class Round:
    """A period with the cycles of all agencies in it, each with its rules; whose trail they are in; what its reader is
    not told yet: `untold` here, `beside` elsewhere, of cycles that are not among these."""

    period: Period
    cycles: Mapping[int, Rules]
    agencies: frozenset[int]
    untold: tuple[Untold, ...] = ()
    beside: tuple[Untold, ...] = ()

    @property
    def key(self) -> str:
        return self.period.key

    @property
    def label(self) -> str:
        return self.period.label

    @property
    def words(self) -> str:
        """Within a sentence: "quý I/2026"."""
        return self.label[:1].lower() + self.label[1:]

    @property
    def brief(self) -> str:
        """As a chart writes it: "T7/26", "Q3/26", "2026"."""
        one = self.period
        if one.kind == "year":
            return str(one.year)
        return f"{'T' if one.kind == 'month' else 'Q'}{one.number}/{one.year % 100:02d}"

    @property
    def levels(self) -> tuple[tuple[int, str, str], ...]:
        """(rank, label, short) of every level, the best first; where instruments name a rank differently, all names."""
        labels: dict[int, dict[str, str]] = {}
        for rules in {id(one): one for one in self.cycles.values()}.values():
            for level in rules.levels:
                labels.setdefault(level.rank, {})[level.label] = level.short
        return tuple(
            (rank, " / ".join(found), " / ".join(dict.fromkeys(found.values())))
            for rank, found in sorted(labels.items())
        )

    @property
    def ceilings(self) -> tuple[str, ...]:
        """The ceilings' shares of these rules, in words, each with its citation."""
        found = {
            f"{one.ceiling.share // 100}% ({one.ceiling.cite.article})" if one.ceiling.cite else ""
            for one in self.cycles.values()
            if one.ceiling
        }
        return tuple(sorted(found))


def rounds(path: str, until: date | None = None, reader: int | None = None) -> list[Round]:
    """The periods in which anybody under a path was or is evaluated, the newest first. One query, one or two more where
    a person is the `reader`, and the rules'."""
    rows = Cycle.objects.filter(within(path))
    if until is not None:
        rows = rows.filter(starts__lte=until)
    found: dict[tuple[PeriodKind, int, int], dict[int, str]] = {}
    agencies: dict[tuple[PeriodKind, int, int], set[int]] = {}
    columns = ("pk", "agency_id", "rules_id", "period_kind", "year", "number")
    for pk, agency, digest, *key in rows.values_list(*columns):
        found.setdefault(tuple(key), {})[pk] = digest
        agencies.setdefault(tuple(key), set()).add(agency)
    rules = rules_many({digest for cycles in found.values() for digest in cycles.values()})
    own = _untold(reader) if reader is not None else {}
    made = []
    for key, cycles in found.items():
        mine = own.get(key, ())
        made.append(
            Round(
                Period(*key), {pk: rules[digest] for pk, digest in cycles.items()}, frozenset(agencies[key]),
                tuple(one for one in mine if one.unit.startswith(path)),
                tuple(one for one in mine if not one.unit.startswith(path)),
            )
        )  # fmt: skip
    return sorted(made, key=lambda one: (one.period.ends, one.period.starts), reverse=True)


def _untold(reader: int) -> dict[tuple[PeriodKind, int, int], list[Untold]]:
    """What a person is not told yet, by period. One query, one more where there is anything."""
    rows = State.objects.filter(sheet__person=reader, stage="decided")
    period = ("cycle__period_kind", "cycle__year", "cycle__number")
    columns = ("sheet__unit__path", "sheet__unit__agency_id", "sheet__kind", "level", "cycle__rules_id")
    told = list(rows.values_list(*period, *columns))
    bodies = Unit.objects.filter(is_agency=True, agency__in={row[4] for row in told})
    path_of = dict(bodies.values_list("agency_id", "path")) if told else {}
    found: dict[tuple[PeriodKind, int, int], list[Untold]] = {}
    for *key, unit, agency, kind, level, digest in told:
        found.setdefault(tuple(key), []).append(Untold(unit, path_of[agency], agency, kind, level, digest))
    return found


def within(path: str, periods: Sequence[Period] = (), at: str = "") -> Q:
    """The cycles in which anybody under a path may be evaluated: opened there or above. `periods`: of these alone;
    `at`: where rows that belong to a cycle have it."""
    inside = subtree([path], f"{at}unit__path") | Q(**{f"{at}unit__path__in": above(path)})
    if len(path) == PATH_STEP:  # nothing is above a root, and all of an agency is in one tree
        bodies = Unit.objects.filter(subtree([path]), is_agency=True)
        inside = Q() if at else Q(agency__in=bodies.values("agency"))
    asked = (
        Q(**{f"{at}period_kind": one.kind, f"{at}year": one.year, f"{at}number": one.number}) for one in periods
    )  # fmt: skip
    return inside & reduce(or_, asked) if periods else inside


def chosen(every: Sequence[Round], key: str, day: date) -> Round | None:
    """The period asked for, else the newest that is over, else the newest; None where there is none at all."""
    over = (one for one in every if one.period.ends < day)
    return next((one for one in every if one.key == key), next(over, every[0] if every else None))


def alike(every: Sequence[Round], now: Round, most: int) -> list[Round]:
    """This period and those of its kind before it, the oldest first."""
    same = [one for one in every if one.period.kind == now.period.kind and one.period.starts <= now.period.starts]
    return same[:most][::-1]
