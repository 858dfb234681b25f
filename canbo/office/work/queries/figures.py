"""a, b, c of people in a period from the work they were given: one query for the work and whom it covers.

An assignment belongs to the period its first due day lies in (moved where the superior changed it in time, or by the
days of a pause). For a quarter or a year all its assignments count, each once. Where the rules let unfinished work
count again, its rest also belongs to the period of the new due day, without the delays counted before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Exists, Q, QuerySet, Value

from canbo.office.people.models import Posting
from canbo.office.work.models import Standing
from canbo.office.work.queries import catalogues
from canbo.office.work.standing import Fate, fates_of, terms_of
from canbo.rulebook import Form, Rules, Workload
from canbo.rulebook.process import Period
from canbo.rulebook.workload import Insufficient, Parts, Ratios, WorkLine, joined, parts

UNIT = 10_000  # a coefficient is kept in ten-thousandths
_FIELDS = ("coefficient", "quantity", "pending", "redo", "rest", "stage", "terms", "fates")
_NAMES = ("assignment__product__code", "assignment__product__name")
_NAMELESS = (Value(""), Value(""))
# The columns of somebody covered who was given nothing: an assignment that is none.
_NOTHING = (Value(0), *_NAMELESS, *(Value(0),) * 5, *(Value(""),) * 3)


class Row(NamedTuple):
    """One assignment as it counts in a period: pieces assigned, and the accepted ones by their history
    (see `standing.Fate`)."""

    assignment: int
    code: str
    name: str
    coefficient: int
    quantity: int
    pending: int
    redo: int
    rest: int
    stage: str
    fates: tuple[Fate, ...]

    @property
    def lines(self) -> list[WorkLine]:
        """The engine's lines: a line of its own for each history, since a line's floor is the line's."""
        weight = _fraction(self.coefficient)
        if not self.fates:
            return [WorkLine(self.code, weight, self.quantity, 0)]
        assigned = self.quantity
        made = []
        for pieces, failed, excused_failed, delays, excused_delays, _ in self.fates:
            made.append(
                WorkLine(
                    self.code,
                    weight,
                    assigned,
                    pieces,
                    pieces * failed,
                    pieces * delays,
                    pieces * excused_failed,
                    pieces * excused_delays,
                )
            )
            assigned = 0
        return made


@dataclass(frozen=True, slots=True)
class Figures:
    """One person's work in a period: the ratios (or that nothing was assigned), and the rows they come from."""

    ratios: Ratios | Insufficient
    rows: tuple[Row, ...]
    rules: Rules

    @property
    def lines(self) -> tuple[WorkLine, ...]:
        """What the engine was given, in the order of `rows`."""
        return tuple(line for row in self.rows for line in row.lines)

    @property
    def pending(self) -> int:
        """Pieces delivered that nobody has reviewed: not counted until somebody does."""
        return sum(row.pending for row in self.rows)

    def marks(self, form: Form) -> dict[int, int]:
        """The marks (hundredths of a percent, rounded as the rules say) of the form's items that come from work, by
        the item's index; empty where nothing was assigned."""
        if isinstance(self.ratios, Insufficient):
            return {}
        found = ((index, self.ratios.mark(self.rules, item)) for index, item in enumerate(form.items))
        return {index: mark for index, mark in found if mark is not None}


def figures(
    *, agency_id: int, people: Iterable[int], period: Period, rules: Rules, named: bool = True
) -> dict[int, Figures]:
    """The figures of those of the people whose unit has a catalogue in force in the period (or who were given work
    of the agency in it), under rules that convert work; the others are absent. One query whatever their number.
    Where only the ratios of many are asked for, the names of the products need not be (`named`)."""
    if rules.workload is None:
        return {}
    wanted = list(dict.fromkeys(people))
    found = rows_of(agency_id, wanted, period, rules, named)
    known: dict[tuple[object, ...], Parts] = {}
    return {
        person: Figures(_ratios(found[person], rules.workload, known), tuple(found[person]), rules)
        for person in wanted
        if person in found
    }


def _ratios(rows: Sequence[Row], workload: Workload, known: dict[tuple[object, ...], Parts]) -> Ratios | Insufficient:
    """The engine's ratios of these rows. Most work of an office went alike, and is asked of the engine once: `known`
    by coefficient, pieces and what became of them."""
    given = []
    for row in rows:
        key = (row.coefficient, row.quantity, row.fates)
        found = known.get(key)
        if found is None:
            found = known[key] = parts(row.lines, workload)
        given.append(((row.coefficient, UNIT), found))
    return joined(given)


def rows_of(agency_id: int, people: Sequence[int], period: Period, rules: Rules, named: bool) -> dict[int, list[Row]]:
    """The rows of each covered person, also of those with none."""
    found: dict[int, list[Row]] = defaultdict(list)
    again = rules.workload is not None and rules.workload.carried == "again"
    fields = ("person_id", "assignment_id", *(_NAMES if named else _NAMELESS), *_FIELDS)
    given = standings(agency_id, people, period, again).values_list(*fields)
    both = given.union(covered(agency_id, people, period).values_list("person_id", *_NOTHING), all=True)
    for person, *values, terms, fates in both.order_by("person_id", "assignment_id").iterator():
        if not values[0]:
            found[person] = []  # covered; comes before what was given
            continue
        row = Row._make((*values, fates_of(fates)))
        if again:
            part = _part(row, terms_of(terms), period)
            if part is None:
                continue
            row = part
        if row.quantity:
            found[person].append(row)
    return found


def standings(agency_id: int, people: Sequence[int], period: Period, again: bool) -> QuerySet[Standing]:
    """The summary rows that may count in a period."""
    first, last = period.starts, period.ends
    inside = Q(counts_on__range=(first, last))
    if again:
        inside = Q(counts_on__lte=last, last_due__gte=first)
    rows = Standing.objects.filter(inside, agency=agency_id)
    if len(people) <= 500:  # the engines take a few hundred values at once; more people are most of the agency
        rows = rows.filter(person__in=people)
    return rows


def _part(row: Row, terms: list[date], period: Period) -> Row | None:
    """What of an assignment with several terms counts in a period: its rest when the first term inside began."""
    inside = [number for number, day in enumerate(terms) if period.starts <= day <= period.ends]
    if not inside:
        return None
    first, last = inside[0], inside[-1]
    before = sum(fate.pieces for fate in row.fates if fate.term < first)
    kept = tuple(_since(fate, first) for fate in row.fates if first <= fate.term <= last)
    return row._replace(quantity=row.quantity - before, fates=kept)


def _since(fate: Fate, first: int) -> Fate:
    """A fate without the delays of earlier terms."""
    return fate._replace(delays=max(0, fate.delays - first), excused_delays=max(0, fate.excused_delays - first))


def covered(agency_id: int, people: Sequence[int], period: Period) -> QuerySet[Posting]:
    """The postings of those of the people who hold a primary post, in the period, in a unit with a catalogue in
    force."""
    posts = Posting.objects.filter(primary=True, valid_from__lte=period.ends, post__unit__agency=agency_id)
    posts = posts.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=period.starts))
    if len(people) <= 500:
        posts = posts.filter(person__in=people)
    return posts.filter(Exists(catalogues.over("post__unit__path", period.starts, period.ends)))


@lru_cache(maxsize=4096)
def _fraction(coefficient: int) -> Fraction:
    return Fraction(coefficient, UNIT)
