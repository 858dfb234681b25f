"""What was given: the counts that reports publish ("7 tập thể được tặng Giấy khen"), and one subject's awards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from canbo.office.awards.models import Award
from canbo.office.awards.queries.roll import Key
from canbo.office.awards.queries.rounds import awards
from canbo.office.people.access import subtree


@dataclass(frozen=True)
class Tally:
    """How many persons and collectives were given one title or form."""

    title: str
    label: str
    people: int
    collectives: int


def awarded(paths: Sequence[str], since: date, until: date, *, rounds: Sequence[int] = ()) -> list[Tally]:
    """What rounds of the units under the paths gave by decisions signed between two days (both counted), without what
    was withdrawn; each subject once a title. `rounds`: only these. Two queries."""
    rows = standing(paths, since, until)
    if rounds:
        rows = rows.filter(decision__round__in=rounds)
    found = rows.values("title").annotate(
        people=Count("person", distinct=True), collectives=Count("collective", distinct=True)
    )
    labels = dict(rows.values_list("title", "proposal__label").order_by("id"))
    return [
        Tally(row["title"], labels[row["title"]], row["people"], row["collectives"]) for row in found.order_by("title")
    ]


def standing(paths: Sequence[str], since: date, until: date) -> QuerySet[Award]:
    """The awards behind `awarded`."""
    rows = awards().filter(subtree(paths, "decision__round__unit__path"), withdrawals=None)
    return rows.filter(decision__day__gte=since, decision__day__lte=until)


def of_subject(key: Key) -> list[Award]:
    """Every award of a person or a collective, withdrawn ones too, the newest first."""
    about = {"person": key[1]} if key[0] == "person" else {"collective": key[1]}
    return list(awards().filter(**about).prefetch_related("withdrawals").order_by("-decision__day", "-id"))
