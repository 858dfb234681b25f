"""Grounds as they bear on a period: which stand, what they say of a fact, which shorter periods they take out.

A ground without an end speaks of the period its day lies in; one with an end of every period it overlaps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from canbo.office.base import together
from canbo.office.base.together import Part
from canbo.office.results.models import Ground
from canbo.rulebook import Fact, FactValue, Rules
from canbo.rulebook.aggregate import REASONS
from canbo.rulebook.process import Period

_STANDS = "revokes_id IS NULL AND NOT EXISTS (SELECT 1 FROM ground later WHERE later.revokes_id = ground.id)"
_STANDING = (
    Part(Ground, f"person_id {{people}} AND {_STANDS}"),
    Part(Ground, f"collective_id {{units}} AND {_STANDS}"),
)
ADDED_UP = ("months", "count")


@dataclass(frozen=True, slots=True)
class Kind:
    """Something an officer may record: a fact the rules declare, or a reason to leave periods out of a year."""

    key: str
    label: str
    type: str
    source: str


def standing(people: Collection[int], collectives: Collection[int]) -> dict[tuple[int, int], list[Ground]]:
    """The grounds not taken back, by (person id or 0, collective id or 0), oldest first. One query; of every agency,
    since what was recorded before a transfer still counts."""
    rows = [row for part in together.read(_STANDING, people=list(people), units=list(collectives)) for row in part]
    found: defaultdict[tuple[int, int], list[Ground]] = defaultdict(list)
    for row in sorted(rows, key=attrgetter("day", "id")):
        found[row.person_id or 0, row.collective_id or 0].append(row)
    return found


def bears(ground: Ground, starts: date, ends: date) -> bool:
    """Whether a ground speaks of the days from `starts` to `ends` (both inclusive)."""
    return ground.day <= ends and (ground.until or ground.day) >= starts


def values(rows: Iterable[Ground], facts: Mapping[str, Fact], period: Period) -> dict[str, FactValue]:
    """What the grounds of one subject say of the recorded facts in a period: months and counts add up, of others the
    latest stands."""
    found: dict[str, FactValue] = {}
    for row in rows:
        fact = facts.get(row.fact)
        if fact is None or fact.source != "recorded" or not bears(row, period.starts, period.ends):
            continue
        before = found.get(row.fact)
        found[row.fact] = before + row.value if fact.type in ADDED_UP and isinstance(before, int) else row.value
    return found


def left_out(rows: Iterable[Ground], reasons: Collection[str], period: Period, has_result: bool) -> str:
    """The reason that takes a shorter period out of the longer one, or "".

    An absence over the whole period always does; over part of it only where there is no result: a month in which
    somebody was evaluated was worked (our reading; NĐ 335 Điều 17 speaks of the time actually worked).
    """
    for row in rows:
        if row.fact not in reasons:
            continue
        whole = row.day <= period.starts and (row.until is None or row.until >= period.ends)
        if whole or (not has_result and bears(row, period.starts, period.ends)):
            return row.fact
    return ""


def kinds(rules: Iterable[Rules], *, collective: bool = False) -> tuple[Kind, ...]:
    """What may be recorded under these rules: recorded facts in the order of the rules, then reasons of absence, which
    only people have."""
    found: dict[str, Kind] = {}
    for one in rules:
        for fact in one.facts:
            if fact.source == "recorded":
                found.setdefault(fact.key, Kind(fact.key, fact.label, fact.type, one.instrument.number))
        absences = () if collective else (key for rule in one.aggregations for key in rule.exclude)
        for key in absences:
            label = REASONS.get(key, key)
            label = f"{label[:1].upper()}{label[1:]} (không tính kỳ này vào kỳ dài hơn)"
            found.setdefault(key, Kind(key, label, "flag", one.instrument.number))
    return tuple(found.values())
