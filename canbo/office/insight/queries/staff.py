"""The people of a part of the tree as rows of a few kinds: how many have each, all kinds in one statement that reads
the people once. Joins of grouped queries, which the models' own language cannot say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Case, CharField, F, QuerySet, Value, When
from django.db.models.functions import Cast, Left, Substr

from canbo.office.base.fields import LONGEST_PATH
from canbo.office.people.models import Posting
from canbo.office.profiles.attained import beside, steps_of
from canbo.office.profiles.queries.facts import step_of
from canbo.rulebook.standards.reading import NONE

SCALES = ("education", "political_theory")  # of which a roster has a word of its own
Row = tuple[Any, ...]
Columns = Mapping[str, tuple[str, ...]]  # of kinds, by their names

# The columns of each kind. "month" of birth; "later": born on a later day of the month than the one asked; "steps": the
# highest on record, see `profiles.attained`, None where the record is silent; before it the roster's own words.
KINDS: Columns = {
    "post": ("path", "sex", "kind", "rank", "chief"),
    "birth": ("sex", "month", "later", "year"),
    "steps": (*SCALES, "steps"),
}


def counted(
    of: QuerySet[Posting], day: date, names: Iterable[str] = tuple(KINDS), width: int = LONGEST_PATH
) -> dict[str, Counter[Row]]:
    """How many of these people have each row, by kind; of the paths of units so many characters. One statement."""
    kinds = {name: KINDS[name] for name in names}
    here, given = _people(of, day, {column for columns in kinds.values() for column in columns}, width)
    if connection.vendor == "postgresql":
        return _by_sets(kinds, here, given)
    return _side_by_side(kinds, here, given)


def _by_sets(kinds: Columns, here: str, given: Sequence[Any]) -> dict[str, Counter[Row]]:
    """All kinds in one pass over the people, which are kept nowhere: PostgreSQL's grouping sets."""
    every = list(dict.fromkeys(column for columns in kinds.values() for column in columns))
    sets = ", ".join(f"({', '.join(columns)})" for columns in kinds.values())
    listed = ", ".join(every)
    # GROUPING has a bit for each column, the first the highest, set where the row's set is without it.
    bits = {column: 1 << at for at, column in enumerate(reversed(every))}
    of_set = {
        sum(bit for column, bit in bits.items() if column not in columns): (name, [every.index(at) for at in columns])
        for name, columns in kinds.items()
    }
    found: dict[str, Counter[Row]] = {name: Counter() for name in kinds}
    sql = f"SELECT GROUPING({listed}), COUNT(*), {listed} FROM ({here}) AS here GROUP BY GROUPING SETS ({sets})"
    for mask, number, *row in _fetched(sql, given):
        name, places = of_set[mask]
        found[name][tuple([row[at] for at in places])] = number
    return found


def _side_by_side(kinds: Columns, here: str, given: Sequence[Any]) -> dict[str, Counter[Row]]:
    """The kinds one after the other, from people read once and kept: SQLite has no grouping sets."""
    widest = max(map(len, kinds.values()))
    parts = []
    for name, columns in kinds.items():
        listed = ", ".join(columns)
        parts.append(
            f"SELECT '{name}', COUNT(*), {listed}{', NULL' * (widest - len(columns))} FROM here GROUP BY {listed}"
        )
    found: dict[str, Counter[Row]] = {name: Counter() for name in kinds}
    for name, number, *row in _fetched(f"WITH here AS MATERIALIZED ({here}) {' UNION ALL '.join(parts)}", given):
        found[name][tuple(row[: len(kinds[name])])] = number
    return found


def key(scale: str, row: Row) -> str:
    """The step of a scale of a row of "steps", or the roster's word where it is none; "" where nothing is known."""
    *words, steps = row
    return recorded(scale, steps) or said(scale, words[SCALES.index(scale)])


def recorded(scale: str, steps: str | None) -> str:
    """The highest step on record; "" where there is none, or the record is silent."""
    found = steps_of(steps or "").get(scale, NONE)
    return "" if found == NONE else found


def said(scale: str, word: str) -> str:
    """The step that a roster's word is, or the word."""
    return step_of(scale, word) or word.strip()


def _people(of: QuerySet[Posting], day: date, columns: set[str], width: int) -> tuple[str, Sequence[Any]]:
    """Everybody once, with what is asked of them."""
    flag = {"then": Value(1)}
    every = {
        "path": Left("post__unit__path", width), "sex": F("person__sex"), "rank": F("post__rank"),
        "chief": Case(When(post__key=True, **flag), default=Value(0)),
        "month": Substr(Cast("person__birth_date", CharField()), 1, 7),
        "later": Case(When(person__birth_date__day__gt=day.day, **flag), default=Value(0)),
        "year": F("person__birth_year"), "steps": F("held__steps"),
        **{scale: F(f"person__{scale}") for scale in SCALES},
    }  # fmt: skip
    asked = {name: found for name, found in every.items() if name in columns}
    rows = beside(of, day).order_by().values(*({"kind"} & columns), **asked)
    return rows.query.sql_with_params()


def _fetched(sql: str, given: Sequence[Any]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return cursor.fetchall()
