"""Periods as a part of the tree has them: the same month, quarter or year of many agencies, under many rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from canbo.office.cycles.models import Cycle
from canbo.office.people.access import above, subtree
from canbo.office.regulations.kept import rules_many
from canbo.rulebook import PeriodKind, Rules
from canbo.rulebook.process import Period

KINDS: dict[PeriodKind, str] = {"month": "Tháng", "quarter": "Quý", "year": "Năm"}


@dataclass(frozen=True, slots=True)
class Round:
    """A period with the cycles of all agencies in it, each with its rules; whose trail they are in."""

    period: Period
    cycles: Mapping[int, Rules]
    agencies: frozenset[int]

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


def rounds(path: str, until: date | None = None) -> list[Round]:
    """The periods in which anybody under a path was or is evaluated, the newest first. One query and the rules'."""
    inside = subtree([path], "unit__path")
    rows = Cycle.objects.filter(inside | Q(unit__path__in=above(path)))
    if until is not None:
        rows = rows.filter(starts__lte=until)
    found: dict[tuple[PeriodKind, int, int], dict[int, str]] = {}
    agencies: dict[tuple[PeriodKind, int, int], set[int]] = {}
    columns = ("pk", "agency_id", "rules_id", "period_kind", "year", "number")
    for pk, agency, digest, *key in rows.values_list(*columns):
        found.setdefault(tuple(key), {})[pk] = digest
        agencies.setdefault(tuple(key), set()).add(agency)
    rules = rules_many({digest for cycles in found.values() for digest in cycles.values()})
    made = [
        Round(Period(*key), {pk: rules[digest] for pk, digest in cycles.items()}, frozenset(agencies[key]))
        for key, cycles in found.items()
    ]
    return sorted(made, key=lambda one: (one.period.ends, one.period.starts), reverse=True)


def chosen(every: Sequence[Round], key: str, day: date) -> Round | None:
    """The period asked for, else the newest that is over, else the newest; None where there is none at all."""
    over = (one for one in every if one.period.ends < day)
    return next((one for one in every if one.key == key), next(over, every[0] if every else None))


def alike(every: Sequence[Round], now: Round, most: int) -> list[Round]:
    """This period and those of its kind before it, the oldest first."""
    same = [one for one in every if one.period.kind == now.period.kind and one.period.starts <= now.period.starts]
    return same[:most][::-1]
