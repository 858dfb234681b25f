"""What stands on record of people, for many at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from canbo.office.people.models import Person
from canbo.office.profiles.models import ProfileValue
from canbo.rulebook import personal

People = Iterable[int] | QuerySet[Person]
COLUMNS = (
    "entry_id", "entry__person_id", "entry__field", "text", "detail", "paper", "entry__day", "entry__until",
)  # fmt: skip  # of an Item, in its order


@dataclass(frozen=True, slots=True)
class Item:
    """An entry that stands, with its words. `day`: since when, `until`: until which day (exclusive); None: not told."""

    pk: int
    person: int
    field: str
    text: str
    detail: str
    paper: str
    day: date | None
    until: date | None

    @property
    def shown(self) -> str:
        """The value as an office writes it."""
        return personal.find(self.field).shown(self.text)


def standing(people: People, keys: Collection[str], *, sensitive: bool = False) -> list[Item]:
    """The entries of these people and fields that stand, the oldest first; one query. `people`: ids, or a query of
    persons. Sensitive fields only where the caller says so: it either counts, or has put the read on record."""
    if not sensitive and any(personal.find(key).sensitive for key in keys):
        raise ValueError("a sensitive field is read through actions.reading")
    rows = ProfileValue.objects.filter(
        entry__person__in=people, entry__field__in=keys, entry__replaced_by=None, entry__withdrawal=None
    ).order_by("entry_id")
    return [Item(*row) for row in rows.values_list(*COLUMNS).iterator(chunk_size=5000)]


def newest(items: Iterable[Item], day: date | None = None) -> Item | None:
    """Of a field with one value: the one of the latest day (told by `day`), and of that day the one said last."""
    known = [one for one in items if day is None or one.day is None or one.day <= day]
    return max(known, key=lambda one: (one.day or date.min, one.pk), default=None)
