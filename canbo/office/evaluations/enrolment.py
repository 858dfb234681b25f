"""Who a cycle covers, with which form, and who reviews and decides: planned before it opens, written when it does.

A person is evaluated where the last primary posting of the period puts them: by the unit it names in `evaluated_by`,
else by the agency of its unit. So somebody who moved during the period is evaluated by the new agency, and somebody
who left by the one they left. One sheet a person, period and instrument: whoever already has one elsewhere is listed
and left out. Eleven queries whatever the number of people.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from canbo.office.evaluations.models import Sheet
from canbo.office.people.access import current, overlapping, subtree
from canbo.office.people.models import KINDS, Person, Posting, Unit
from canbo.office.people.queries.chiefs import Chiefs
from canbo.office.regulations.queries import replaced_kinds
from canbo.rulebook import Form, Rules
from canbo.rulebook.process import Period

KIND_LABELS = dict(KINDS)
LEADERS = ("head", "deputy")
RANKS = (*LEADERS, "staff")


@dataclass(frozen=True, slots=True)
class Place:
    """One subject planned: who, where, by which form, who acts. `person` None for a collective."""

    person: Person | None
    unit: Unit
    kind: str
    rank: str
    post_title: str
    task_group: str
    form: Form
    keeper: int | None
    reviewer: int | None
    decider: int | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What opening a cycle would make.

    `uncovered`: people for whose kind the instrument has no form, or another one in force has replaced it;
    `elsewhere`: people with a sheet of the same period and instrument already, and where.
    """

    places: tuple[Place, ...]
    uncovered: tuple[Posting, ...]
    elsewhere: tuple[tuple[Posting, str], ...]

    @property
    def by_form(self) -> list[tuple[str, int]]:
        """Each form's label and how many sheets it would have."""
        return list(Counter(place.form.label for place in self.places).items())

    @property
    def uncovered_by_kind(self) -> list[tuple[str, int]]:
        return list(Counter(KIND_LABELS[posting.kind] for posting in self.uncovered).items())

    @property
    def without_reviewer(self) -> tuple[Place, ...]:
        return tuple(place for place in self.places if place.reviewer is None)

    @property
    def without_decider(self) -> tuple[Place, ...]:
        return tuple(place for place in self.places if place.decider is None)


def plan(unit: Unit, rules: Rules, pack: str, period: Period, today: date, enrolled: Collection[Sheet] = ()) -> Plan:
    """Who a cycle of `period` for `unit` and below would cover, as known on `today`.

    `enrolled`: sheets the cycle already has, which are planned no more (people who joined late are added this way).
    """
    day = min(period.ends, max(period.starts, today))
    have = {sheet.person_id for sheet in enrolled if sheet.person_id}
    postings = [row for row in _postings(unit, period) if row.person_id not in have]
    taken = _elsewhere([row.person_id for row in postings], pack, period)
    collectives = _collectives(unit, rules, day, {sheet.collective_id for sheet in enrolled if sheet.collective_id})
    chiefs = Chiefs.of([*(row.post.unit for row in postings), *collectives, unit], _evaluators(postings), day)
    replaced = replaced_kinds(unit, period.ends, pack)
    places, uncovered = [], []
    for row in postings:
        form = rules.form_for(row.kind, row.post.rank in LEADERS)  # type: ignore[arg-type]  # a database choice
        if form is None or row.kind in replaced:
            uncovered.append(row)
        elif row.person_id not in taken:
            places.append(_place(row, form, chiefs))
    places += [_collective(found, rules, chiefs) for found in collectives]
    elsewhere = [(row, taken[row.person_id]) for row in postings if row.person_id in taken]
    return Plan(tuple(places), tuple(uncovered), tuple(elsewhere))


def _postings(unit: Unit, period: Period) -> list[Posting]:
    """The last primary posting of the period of everybody whom this unit's agency evaluates within the subtree."""
    during = overlapping(period.starts, period.ends)
    own = Q(evaluated_by=None, post__unit__agency=unit.agency_id) & subtree([unit.path], "post__unit__path")
    asked = Q(evaluated_by__agency=unit.agency_id) & subtree([unit.path], "evaluated_by__path")
    rows = Posting.objects.filter(during, primary=True)
    people = rows.filter(own | asked).values("person_id")
    last: dict[int, Posting] = {}
    every = rows.filter(person__in=people).select_related("person", "post__unit", "evaluated_by")
    for row in every.order_by("valid_from", "id"):
        last[row.person_id] = row
    mine = [row for row in last.values() if _covers(unit, row.evaluated_by or row.post.unit)]
    return sorted(mine, key=lambda row: (row.post.unit.path, RANKS.index(row.post.rank), row.person.sort_key))


def _covers(unit: Unit, evaluating: Unit) -> bool:
    return evaluating.agency_id == unit.agency_id and evaluating.path.startswith(unit.path)


def _elsewhere(people: Sequence[int], pack: str, period: Period) -> dict[int, str]:
    """People who already have a sheet of this period under this instrument, and the name of the unit that opened it."""
    rows = Sheet.objects.filter(
        person__in=people, cycle__adoption__pack=pack, cycle__period_kind=period.kind, cycle__year=period.year,
        cycle__number=period.number,
    )  # fmt: skip
    return dict(rows.values_list("person_id", "cycle__unit__name"))


def _collectives(unit: Unit, rules: Rules, day: date, have: Collection[int]) -> list[Unit]:
    """The units directly below, child agencies included, where the rules have a form for collectives."""
    if rules.form_for("collective", False) is None:
        return []
    rows = Unit.objects.filter(current(day), parent=unit).exclude(pk__in=have)
    return list(rows.order_by("order", "path"))


def _evaluators(postings: Iterable[Posting]) -> list[Unit]:
    return [row.evaluated_by for row in postings if row.evaluated_by is not None]


def _place(row: Posting, form: Form, chiefs: Chiefs) -> Place:
    unit = row.post.unit
    return Place(
        person=row.person,
        unit=unit,
        kind=row.kind,
        rank=row.post.rank,
        post_title=row.post.title,
        task_group=row.task_group,
        form=form,
        keeper=None,
        reviewer=chiefs.reviewer(row.person_id, unit, row.evaluated_by),
        decider=chiefs.decider(row.person_id, unit, row.evaluated_by),
    )


def _collective(unit: Unit, rules: Rules, chiefs: Chiefs) -> Place:
    """A unit as a subject: its head keeps the sheet, the head above reviews, the head of the agency above decides."""
    form = rules.form_for("collective", False)
    assert form is not None
    keeper = chiefs.head(unit.path)
    above = unit.parent
    return Place(
        person=None,
        unit=unit,
        kind="collective",
        rank="staff",
        post_title="",
        task_group="",
        form=form,
        keeper=keeper,
        reviewer=chiefs.upwards(above.path if above else "", keeper),
        decider=chiefs.agency_head(above.path if above else "", keeper),
    )
