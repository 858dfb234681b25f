"""What is held about a person, room by room, told by a table: which rows are theirs, under what name, in which
columns. Rooms above add theirs with `add`; a test holds that nothing that points at a person is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Field, Model, Q, QuerySet
from django.utils import timezone

from canbo.office.people.models import Person
from canbo.paperwork.dates import short_date

LONGEST = 600


@dataclass(frozen=True)
class Holding:
    """Rows of one model about a person: whose `path` leads to the person, and which the person may know (`where`).
    `columns`: label to attribute, dotted where it leads on, or to what says it in words where the row keeps a key."""

    group: str
    title: str
    model: str
    path: str
    columns: Mapping[str, str | Callable[[Any], str]]
    where: Q = field(default_factory=Q)

    def rows(self, person: Person) -> QuerySet[Any]:
        """The rows, the newest first."""
        found: type[Model] = apps.get_model(self.model)
        return found._default_manager.filter(self.where, **{self.path: person.pk}).order_by("-pk").distinct()

    def said(self, row: Model) -> list[tuple[str, str]]:
        """A row in words: labels with values; what is empty is left out."""
        told = ((label, way(row) if callable(way) else _worded(row, way)) for label, way in self.columns.items())
        return [(label, text) for label, text in told if text]


@dataclass(frozen=True)
class Asked:
    """What a room tells by a query of its own, where its tables are nobody else's to read."""

    group: str
    title: str
    told: Callable[[Person], Sequence[list[tuple[str, str]]]]


HELD: list[Holding | Asked] = []
# Links to a person or an account that are not told one by one, each with the reason that the page gives.
NOT_TOLD: dict[str, str] = {}


def add(*held: Holding | Asked) -> None:
    """Put parts on the page and in the file, in the order of the rooms; said twice they stand once."""
    HELD.extend(one for one in held if one not in HELD)


def leave_out(reason: str, *links: str) -> None:
    """Say of links ("room.Model.field") why they are not told."""
    NOT_TOLD.update(dict.fromkeys(links, reason))


@dataclass(frozen=True)
class Part:
    """One kind of thing held: how many, and rows in words."""

    group: str
    title: str
    count: int
    rows: Sequence[list[tuple[str, str]]]


def parts(person: Person, most: int | None = None) -> Iterator[Part]:
    """Everything held about a person; at most so many rows a part, None: all of them. Empty parts too: that nothing is
    held is an answer."""
    for one in HELD:
        if isinstance(one, Asked):
            told = one.told(person)
            yield Part(one.group, one.title, len(told), told[:most])
            continue
        rows = one.rows(person)
        shown = list(rows[:most] if most is not None else rows)
        count = len(shown) if most is None or len(shown) < most else rows.count()
        yield Part(one.group, one.title, count, [one.said(row) for row in shown])


def _worded(row: Any, attribute: str) -> str:
    *way, last = attribute.split(".")
    for name in way:
        try:
            row = getattr(row, name)
        except ObjectDoesNotExist:
            row = None
        if row is None:
            return ""
    display = getattr(row, f"get_{last}_display", None)
    return _text(display() if display else getattr(row, last))


def _text(value: object) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%H:%M %d/%m/%Y}"
    if isinstance(value, date):
        return short_date(value)
    if isinstance(value, list):
        return _cut("; ".join(_text(one) for one in value))
    if isinstance(value, dict):
        return _cut(", ".join(f"{key}: {_text(one)}" for key, one in value.items()))
    return _cut(str(value))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


def links() -> Iterator[tuple[str, Field[Any, Any]]]:
    """Every link of a table to a person or an account, by name "room.Model.field"."""
    wanted = {"people.Person", "base.Account"}
    for model in apps.get_models():
        for one in model._meta.local_fields:
            if one.is_relation and one.related_model is not None:
                target = one.related_model
                if not isinstance(target, str) and target._meta.label in wanted:
                    yield f"{model._meta.label}.{one.name}", one
