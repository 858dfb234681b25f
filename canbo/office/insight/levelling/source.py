"""The sheets of closed periods, read in parts that fit a small computer's memory; nothing is asked sheet by sheet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import NamedTuple

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from canbo.office.cycles import queries as cycles
from canbo.office.cycles.models import Cycle
from canbo.office.evaluations.models import Marking, Sheet, State
from canbo.office.evaluations.stage import SETTLED
from canbo.office.people.access import above, subtree
from canbo.office.people.models import Unit
from canbo.office.regulations.kept import rules_many
from canbo.office.results.models import Closing, Decision
from canbo.rulebook.levelling import Row, Yardstick
from canbo.rulebook.process import Period
from canbo.rulebook.scoring import full_mark

PART = 20_000  # sheets read at once: about 60 MB of memory
TOP = ("1",)  # a level is told by its rank, since the same word ranks differently under different rules
Marks = tuple[int | None, ...]
NOBODY: Mapping[int, tuple[int, Marks]] = MappingProxyType({})


def closed(unit: Unit, starts: date, ends: date, by: datetime | None = None) -> list[Cycle]:
    """The cycles with sheets of the unit's subtree that lie within these days and have been closed (`by` a moment)."""
    near = subtree([unit.path], "unit__path") | Q(unit__path__in=above(unit.path))
    done = Closing.objects.filter(agency=OuterRef("agency"), cycle=OuterRef("pk"))
    if by is not None:
        done = done.filter(at__lte=by)
    rows = Cycle.objects.filter(near, Exists(done), starts__gte=starts, ends__lte=ends)
    return list(rows.select_related("unit").order_by("pk"))


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the tree: units with paths from `low` to `high`, both in it; how many sheets."""

    low: str
    high: str
    sheets: int


class FormRead(NamedTuple):
    """A form in a cycle: its key, how many items, the period, the rank of each level by its key."""

    key: str
    items: int
    period: Period
    ranks: Mapping[str, str]


class Source:
    """The decided sheets of persons in a subtree, of the given cycles, and the forms they are on.

    `units` and `reviewer` leave only the sheets of these units, only those this person reviewed.
    """

    def __init__(
        self, path: str, found: Sequence[Cycle], *, units: Sequence[int] | None = None, reviewer: int | None = None
    ) -> None:
        self._path, self._cycles = path, {row.pk: row for row in found}
        self._units, self._reviewer = units, reviewer
        self._periods: dict[int, Period] = {row.pk: cycles.period(row) for row in found}
        self._rules = rules_many(row.rules_id for row in found)
        self._ranks = {
            digest: {one.key: str(one.rank) for one in rules.levels} for digest, rules in self._rules.items()
        }
        self._forms: dict[tuple[int, str], FormRead] = {}
        self.yardsticks: dict[str, Yardstick] = {}

    def units(self) -> list[tuple[int, str, int]]:
        """Id, path and number of sheets of every unit that has any, in the order of the tree."""
        rows = self._sheets(Sheet.objects.all(), "").values_list("unit_id", "unit_path").annotate(n=Count("id"))
        return list(rows.order_by("unit_path"))

    def last_paths(self) -> dict[int, str]:
        """The last path, in the order of the tree, of the sheets each reviewer marked."""
        rows = self._sheets(Marking.objects.filter(step="review"), "sheet__")
        return dict(rows.values_list("author_id").annotate(last=Max("sheet__unit_path")).order_by())

    def parts(self, units: Iterable[tuple[int, str, int]]) -> Iterator[Part]:
        """The tree cut into stretches of about `PART` sheets; a unit is never cut."""
        low, high, held = "", "", 0
        for _, path, number in units:
            low = low or path
            high, held = path, held + number
            if held >= PART:
                yield Part(low, high, held)
                low, held = "", 0
        if held:
            yield Part(low, high, held)

    def read(self, part: Part, groups: Mapping[int, str] = MappingProxyType({})) -> Iterator[Read]:
        """The sheets of a stretch with their decided marks and what the reviewers gave, each as a row of the group its
        unit belongs to. Three queries."""
        decided = Decision.objects.filter(corrections=None)
        marks: dict[int, tuple[Marks, int]] = {
            sheet: (given, decider)
            for sheet, given, decider in self._within(decided, part).values_list("sheet_id", "marks", "decider_id")
        }
        reviews: dict[int, dict[int, tuple[int, Marks]]] = defaultdict(dict)
        given = self._within(Marking.objects.filter(step="review"), part).order_by("id")
        for sheet, author, total, vector in given.values_list("sheet_id", "author_id", "total", "marks"):
            reviews[sheet][author] = (total, vector)
        states = self._within(State.objects.filter(stage__in=SETTLED), part, "")
        for sheet, person, unit, path, cycle, form, own, review, total, level in states.values_list(
            "sheet_id", "sheet__person_id", "sheet__unit_id", "unit_path", "cycle_id", "sheet__form", "self_total",
            "review_total", "total", "level",
        ):  # fmt: skip
            key, size, period, ranks = self._forms.get((cycle, form)) or self._form(cycle, form)
            vector, decider = marks.get(sheet, ((), 0))
            row = Row(
                str(sheet), str(person), groups.get(unit, ""), period, key, own, review, total, ranks.get(level),
                vector if len(vector) == size else (),
            )  # fmt: skip
            yield Read(row, path, decider, reviews.get(sheet, NOBODY))

    def _form(self, cycle: int, form: str) -> FormRead:
        """A form as its sheets are read. Its key is one adoption's in one body's cycles, so that nobody has two sheets
        on it in a period."""
        row = self._cycles[cycle]
        read = self._rules[row.rules_id].form(form)
        key = f"{row.rules_id[:16]}/{row.adoption_id}/{row.unit_id}/{form}"
        self.yardsticks[key] = Yardstick(read.max, tuple(full_mark(item) for item in read.items))
        found = FormRead(key, len(read.items), self._periods[cycle], self._ranks[row.rules_id])
        self._forms[cycle, form] = found
        return found

    def _near(self, part: Part) -> list[int]:
        """The cycles that can have sheets in a stretch."""
        tops = ((row.pk, row.unit.path) for row in self._cycles.values())
        return [pk for pk, top in tops if top <= part.high and top + "~" > part.low]

    def _sheets(self, rows: QuerySet, at: str) -> QuerySet:  # of three models
        return rows.filter(
            subtree([self._path], f"{at}unit_path"),
            **{f"{at}cycle__in": list(self._cycles), f"{at}person__isnull": False},
        )

    def _within(self, rows: QuerySet, part: Part, at: str = "sheet__") -> QuerySet:
        """The rows about sheets of a stretch; `at`: where their cycle and unit stand."""
        rows = rows.filter(subtree([self._path], f"{at}unit_path"), sheet__person__isnull=False)
        if self._units is not None:
            rows = rows.filter(sheet__unit__in=self._units)
        if self._reviewer is not None:
            mine = Marking.objects.filter(step="review", author=self._reviewer).values("sheet_id")
            rows = rows.filter(sheet__in=mine)
        return rows.filter(
            **{f"{at}cycle__in": self._near(part), f"{at}unit_path__gte": part.low, f"{at}unit_path__lte": part.high}
        )


@dataclass(slots=True)  # not frozen, as `Row`
class Read:
    """One sheet: its row, where its unit stands, who decided it, and what each reviewer gave: total and marks."""

    row: Row
    path: str
    decider: int
    reviews: Mapping[int, tuple[int, Marks]]

    def reviewed(self, author: int, group: str, yardstick: Yardstick) -> Row:
        """The row of what one reviewer gave."""
        row, (total, marks) = self.row, self.reviews[author]
        fit = marks if len(marks) == len(yardstick.items) else ()
        return Row(
            row.sheet, row.person, group, row.period, row.form, row.own, row.review, total, row.level, fit
        )  # fmt: skip

    def judgements(self, yardstick: Yardstick) -> dict[str, int]:
        """What each reviewer gave in all, and what was decided by somebody who had not reviewed: hundredths of a point
        of 100, by evaluator."""
        decided, decider = self.row.decided, self.decider
        found = {str(author): round(yardstick.of_hundred(total)) for author, (total, _) in self.reviews.items()}
        if decided is not None and decider and decider not in self.reviews:
            found[str(decider)] = round(yardstick.of_hundred(decided))
        return found
