"""The work of a unit's people in a month: per person what waits and a, b, c; constant queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Count, Q

from canbo.office.people.access import current, subtree
from canbo.office.people.models import Posting, Unit
from canbo.office.regulations import queries as regulations
from canbo.office.work.models import Standing
from canbo.office.work.queries.figures import Figures, figures
from canbo.office.work.queries.waiting import named
from canbo.rulebook import Rules
from canbo.rulebook.process import Period
from canbo.rulebook.workload import Ratios


@dataclass(frozen=True, slots=True)
class Line:
    """A person of the board: pieces of work by stage, how many are overdue, and the figures (None: no catalogue)."""

    posting: Posting
    stages: Mapping[str, int]
    overdue: int
    figures: Figures | None

    @property
    def total(self) -> int:
        return sum(self.stages.values())

    @property
    def ratios(self) -> tuple[Fraction, Fraction, Fraction] | None:
        """a, b, c; None where there is nothing to divide by."""
        found = self.figures.ratios if self.figures else None
        return (found.quantity, found.quality, found.progress) if isinstance(found, Ratios) else None


def rules_by_kind(unit: Unit, day: date) -> dict[str, Rules]:
    """The rules that convert work in a unit on a day, by the kind of subject they are for."""
    found: dict[str, Rules] = {}
    for rules in regulations.rules_of(regulations.adoption_for(unit, day)).values():
        if rules.workload is not None:
            for kind in regulations.kinds(rules):
                found.setdefault(kind, rules)
    return found


def postings_in(paths: Sequence[str], period: Period, but: int | None = None) -> list[Posting]:
    """The newest primary posting in the period of everybody under the paths, by name; one query."""
    rows = Posting.objects.filter(subtree(paths, "post__unit__path"), primary=True, valid_from__lte=period.ends)
    rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=period.starts)).exclude(person=but)
    rows = rows.select_related("person", "post__unit").order_by("valid_from", "id")
    newest = {row.person_id: row for row in rows}
    return sorted(newest.values(), key=lambda row: (row.person.sort_key, row.pk))


def below(paths: Sequence[str], period: Period, day: date, but: int | None = None) -> list[Posting]:
    """Everybody under the paths in the period, and whom one of these units evaluates today though they sit elsewhere;
    by name; three queries at most."""
    rows = postings_in(paths, period, but)
    elsewhere = {person for person, _ in named(paths, day)} - {row.person_id for row in rows} - {but}
    if not elsewhere:
        return rows
    more = Posting.objects.filter(current(day), primary=True, person__in=elsewhere)
    rows += more.select_related("person", "post__unit")
    return sorted(rows, key=lambda row: (row.person.sort_key, row.pk))


def lines(unit: Unit, postings: Sequence[Posting], period: Period, today: date) -> list[Line]:
    """The board's lines of these postings, all of the unit's agency or below it."""
    counts, overdue = _counts(unit.agency_id, [row.person_id for row in postings], period, today)
    found = figures_of(unit, postings, period, named=False)
    return [
        Line(row, counts.get(row.person_id, {}), overdue.get(row.person_id, 0), found.get(row.person_id))
        for row in postings
    ]


def figures_of(unit: Unit, postings: Iterable[Posting], period: Period, named: bool = True) -> dict[int, Figures]:
    """The figures of people by their kinds' rules, in the agency of a unit; without the names of products where they
    need not be `named`."""
    rules = rules_by_kind(unit, period.ends)
    by_kind: dict[str, list[int]] = defaultdict(list)
    for row in postings:
        by_kind[row.kind].append(row.person_id)
    by_rules: dict[int, tuple[Rules, list[int]]] = {}
    for kind, people in by_kind.items():
        if kind in rules:
            by_rules.setdefault(id(rules[kind]), (rules[kind], []))[1].extend(people)
    found: dict[int, Figures] = {}
    for mine, people in by_rules.values():
        found |= figures(agency_id=unit.agency_id, people=people, period=period, rules=mine, named=named)
    return found


def _counts(
    agency_id: int, people: Sequence[int], period: Period, today: date
) -> tuple[dict[int, dict[str, int]], dict[int, int]]:
    """Assignments by person and stage, and how many of each person are overdue; one query."""
    rows = Standing.objects.filter(
        agency=agency_id, person__in=people, counts_on__range=(period.starts, period.ends), quantity__gt=0
    )
    late = Count("id", filter=Q(due__lt=today))
    stages: dict[int, dict[str, int]] = defaultdict(dict)
    overdue: dict[int, int] = defaultdict(int)
    for person, stage, number, missed in rows.values_list("person_id", "stage").annotate(n=Count("id"), late=late):
        stages[person][stage] = number
        overdue[person] += missed
    return stages, overdue


def units_led(tops: Sequence[str], day: date) -> list[Unit]:
    """The units at the tops and below on a day, by path; one query."""
    return list(Unit.objects.filter(subtree(tops), current(day)).select_related("agency").order_by("path"))
