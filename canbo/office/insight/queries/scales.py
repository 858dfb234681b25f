"""Education and political theory of many people: the highest step on record, else what the roster says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Case, F, Min, Q, QuerySet, Value, When

from canbo.office.people.models import Posting
from canbo.office.profiles.models import ProfileValue
from canbo.office.profiles.queries.facts import step_of
from canbo.rulebook.standards import kinds

SCALES = ("education", "political_theory")


def rows(places: QuerySet[Posting], scale: str, day: date, ids: bool) -> Sequence[tuple[Any, ...]]:
    """(rank of the step on record, the roster's word, how many or whose posting) of these people. One statement: a join
    of two grouped queries, which the models' own language cannot say."""
    member, given = _sql(places.order_by().values("id", who=F("person_id"), word=F(f"person__{scale}")))
    best, more = _sql(_best(scale, day))
    columns = "best.step, member.word"
    what, end = ("member.id", "") if ids else ("COUNT(*)", f" GROUP BY {columns}")
    joined = f"SELECT {columns}, {what} FROM ({member}) member LEFT JOIN ({best}) best"
    with connection.cursor() as cursor:
        cursor.execute(f"{joined} ON best.who = member.who{end}", [*given, *more])
        return cursor.fetchall()


def key(scale: str, rank: int | None, word: str) -> str:
    """The step, or the roster's word where it is none; "" where nothing is known."""
    if rank is not None:
        return list(kinds()[scale].steps)[rank]
    return step_of(scale, word) or word.strip()


def _best(scale: str, day: date) -> QuerySet[ProfileValue, Any]:
    """The highest step on record of each person, as its rank."""
    steps = Case(*(When(text=step, then=Value(at)) for at, step in enumerate(kinds()[scale].steps)))
    standing = ProfileValue.objects.filter(
        Q(entry__day=None) | Q(entry__day__lte=day), entry__field=scale, entry__replaced_by=None,
        entry__withdrawal=None, text__in=list(kinds()[scale].steps),
    )  # fmt: skip
    return standing.order_by().values(who=F("entry__person_id")).annotate(step=Min(steps))


def _sql(query: QuerySet[Any, Any]) -> tuple[str, Sequence[Any]]:
    return query.query.sql_with_params()
