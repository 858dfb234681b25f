"""People whom no standard in force could tell apart, counted together and judged once: one statement for everybody.

Nothing is judged here. One of each such group is held against the standard by the rulebook, as `meeting.judged` holds
each person; a test holds that both come to the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Case, Count, F, IntegerField, Min, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Substr

from canbo.office.people.models import Posting
from canbo.office.profiles.attained import beside, steps_of
from canbo.office.profiles.queries.facts import ROSTER, step_of
from canbo.office.profiles.queries.titles import Found, Titles
from canbo.rulebook import standards
from canbo.rulebook.process import years_before
from canbo.rulebook.requirements import Answer
from canbo.rulebook.standards import Profile, Standard, asked, kinds

# What standards ask in years, and the day on record that these are counted from.
YEARS = {"age": "person__birth_date", "experience_years": "held__recruited"}
OUTCOMES = {"meets": "Đạt chuẩn", "lacks": "Chưa đạt", "unknown": "Chưa rõ", "none": "Chưa có tiêu chuẩn"}
FEW = 40  # units with a word of their own on standards, up to which the engine says under which of them a post is
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Verdict:
    """The standard of a title, and how somebody stands to it; None where there is none."""

    found: Found
    answer: Answer | None

    @cached_property
    def outcome(self) -> str:
        """A key of `OUTCOMES`."""
        if self.answer is None:
            return "none"
        return {True: "meets", False: "lacks", None: "unknown"}[self.answer.outcome]

    @property
    def lacking(self) -> list[str]:
        """The labels of what is missing, or not on record."""
        return [lack.label for lack in self.answer.lacks] if self.answer else []

    @property
    def word(self) -> str:
        return "Không xét" if self.found.exempt else OUTCOMES[self.outcome]


class Alike(NamedTuple):
    """So many people of one verdict, with their steps. `sex`, `path` (as far as it was asked): told apart by these
    where asked for."""

    people: int
    verdict: Verdict
    steps: Mapping[str, str]
    sex: str = ""
    path: str = ""


@dataclass
class Bench:
    """Judges once what comes to the same, on a day under the standards of that day."""

    day: date
    known: Titles
    _verdicts: dict[Row, tuple[Verdict, Mapping[str, str]]] = field(default_factory=dict)
    _answers: dict[Row, Answer] = field(default_factory=dict)

    @property
    def columns(self) -> list[Combinable]:
        """What people are told apart by: place and title of the post, steps on record and the roster's words, numbers
        of years as far as a standard asks for them."""
        words = [F(f"person__{key}") for key in ROSTER]
        return [self._place(), F("post__title"), F("held__steps"), *words, *map(self._reached, YEARS)]

    def judge(self, row: Row) -> tuple[Verdict, Mapping[str, str]]:
        """The verdict and the steps of a row of `columns` and the days of `YEARS`: those of anybody alike."""
        key, days = row[: -len(YEARS)], row[-len(YEARS) :]
        if key not in self._verdicts:
            place, title, text, *others = key
            found, steps = self.known.of(place, title), _steps(text, others[: len(ROSTER)])
            reached = dict(zip(YEARS, others[len(ROSTER) :], strict=True))
            answer = self._answer(found.standard, steps, reached, days) if found.standard else None
            self._verdicts[key] = Verdict(found, answer), steps
        return self._verdicts[key]

    def _answer(
        self, standard: Standard, steps: Mapping[str, str], reached: Mapping[str, int], days: Sequence[date | None]
    ) -> Answer:
        facts = {**steps, **reached}
        key = (id(standard), *(facts.get(need.key) for need in standard.requires))  # kept by `known` as long as this
        if key not in self._answers:
            born, joined = days
            known = {**steps, **standards.facts_of(Profile(born, joined, {}), self.day)}
            self._answers[key] = standards.judged(standard, known)
        return self._answers[key]

    def _place(self) -> Combinable:
        """The nearest unit above a post, or its own, that has a word on standards, by its path."""
        places = self.known.places
        if len(places) > FEW:
            return F("post__unit__path")
        under = (When(post__unit__path__gte=one, post__unit__path__lt=f"{one}~", then=Value(one)) for one in places)
        return Case(*under, default=Value(""))

    def _reached(self, kind: str) -> Combinable:
        """How many of the numbers of years that standards ask somebody has passed; -1 where that is not known."""
        column = YEARS[kind]
        more = {
            int(str(asked(need))) + kinds()[kind].at_most
            for sets in self.known.sets.values()
            for one in sets
            for standard in one.titles.values()
            for need in standard.requires
            if need.key == kind
        }
        if not more:
            return Value(0)
        steps = sorted({0, *(years for years in more if years < self.day.year)}, reverse=True)
        passed = (
            When(**{f"{column}__lte": years_before(self.day, years)}, then=Value(len(steps) - at))
            for at, years in enumerate(steps)
        )
        unknown = When(**{column: None}, then=Value(-1))
        return Case(unknown, *passed, default=Value(0), output_field=IntegerField())


def grouped(rows: QuerySet[Posting], day: date, known: Titles, *, sex: bool = False, depth: int = 0) -> list[Alike]:
    """Everybody of these postings in groups; `sex`: told apart by it too, `depth`: by so much of the unit's path. One
    query."""
    bench = Bench(day, known)
    told = [F("person__sex") if sex else Value(""), Substr("post__unit__path", 1, depth) if depth else Value("")]
    named = {f"c{at}": column for at, column in enumerate([*bench.columns, *told])}
    days = {f"d{at}": Min(column) for at, column in enumerate(YEARS.values())}
    counted = beside(rows, day).order_by().values(**named).annotate(people=Count("pk"), **days)
    found = []
    *judged, sexes, paths = named
    rows_of: Iterable[Row] = counted.values_list("people", sexes, paths, *judged, *days)
    for people, one_sex, path, *row in rows_of:
        verdict, steps = bench.judge(tuple(row))
        found.append(Alike(people, verdict, steps, one_sex, path))
    return found


def each(rows: QuerySet[Posting], day: date, known: Titles) -> Iterator[tuple[int, Verdict]]:
    """Each of these postings in the order they come, with its verdict. One query."""
    bench = Bench(day, known)
    named = {f"c{at}": column for at, column in enumerate([*bench.columns, *map(F, YEARS.values())])}
    rows_of: Iterable[Row] = beside(rows, day).annotate(**named).values_list("pk", *named)
    for pk, *row in rows_of:
        yield pk, bench.judge(tuple(row))[0]


def _steps(text: str | None, words: Sequence[str]) -> Mapping[str, str]:
    """The step of each scale, the roster's own word where the record is silent of it and the word is one."""
    steps = dict(steps_of(text or ""))
    for scale, word in zip(ROSTER, words, strict=True):
        step = step_of(scale, word) if scale not in steps else None
        if step is not None:
            steps[scale] = step
    return steps
