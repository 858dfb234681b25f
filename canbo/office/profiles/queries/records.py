"""The pages of records: a list of people with what stands of them, one person with the history of each field."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from canbo.office.people.models import Person, Posting
from canbo.office.profiles.models import ProfileEntry, ProfileValue
from canbo.office.profiles.queries.facts import ROSTER, step_of
from canbo.office.profiles.queries.standing import Item, newest, standing
from canbo.rulebook import personal
from canbo.rulebook.personal import Field
from canbo.rulebook.standards import kinds

OPEN = tuple(key for key, field in personal.fields().items() if not field.sensitive)
SHOWN = ("education", "political_theory", "state_management", "language", "recruited", "party_admitted")


@dataclass(frozen=True)
class Listed:
    """A row of the list: the posting, and what stands of the fields of `SHOWN`, in words; True: the roster says."""

    place: Posting
    cells: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Told:
    """An entry in the history of a field. `state`: empty where it stands, else what became of it."""

    entry: ProfileEntry
    item: Item | None
    state: str
    why: str


@dataclass(frozen=True)
class Shown:
    """A field of a person's record: what stands, in order; what was said before; what the roster says where it is
    silent."""

    field: Field
    items: tuple[Item, ...]
    history: tuple[Told, ...]
    roster: str


def listed(places: Sequence[Posting]) -> list[Listed]:
    """The rows of these people; one query."""
    held: dict[tuple[int, str], list[Item]] = defaultdict(list)
    for one in standing([place.person_id for place in places], SHOWN):
        held[one.person, one.field].append(one)
    return [
        Listed(place, tuple(_cell(place.person, key, held[place.person_id, key]) for key in SHOWN)) for place in places
    ]


def highest(key: str, items: Iterable[Item]) -> Item | None:
    """Of a scale, the highest entry; of another field the newest."""
    ranks = {step: rank for rank, step in enumerate(kinds()[key].steps)} if personal.find(key).type == "steps" else None
    if ranks is None:
        return newest(items)
    return min(items, key=lambda one: (ranks.get(one.text, len(ranks)), -one.pk), default=None)


def _cell(person: Person, key: str, items: Sequence[Item]) -> tuple[str, bool]:
    one = highest(key, items)
    if one is not None:
        return one.shown, False
    return (getattr(person, key), True) if key in ROSTER and getattr(person, key) else ("–", True)


def lacking(rows: QuerySet[Posting], key: str) -> QuerySet[Posting]:
    """Those of whom nothing of a field stands."""
    held = ProfileEntry.objects.filter(field=key, replaced_by=None, withdrawal=None, erasure=None)
    return rows.exclude(Q(person__in=held.values("person_id")))


def record(person: Person) -> list[tuple[str, list[Shown]]]:
    """A person's record by parts, without the sensitive fields; two queries."""
    return shown(person, OPEN, standing([person.pk], OPEN))


def shown(person: Person, keys: Sequence[str], items: Sequence[Item]) -> list[tuple[str, list[Shown]]]:
    """These fields of a person by the parts of the record, with their history; one query."""
    rows = ProfileEntry.objects.filter(person=person, field__in=keys).order_by("-pk")
    rows = rows.select_related("by__person", "withdrawal", "erasure", "replaced_by")
    said = _words(person, keys)
    history: dict[str, list[Told]] = defaultdict(list)
    for entry in rows:
        history[entry.field].append(_told(entry, said.get(entry.pk)))
    parts: dict[str, list[Shown]] = {label: [] for label in personal.sections().values()}
    for key in keys:
        field = personal.find(key)
        own = sorted((one for one in items if one.field == key), key=lambda one: (one.day or date.min, one.pk))
        roster = getattr(person, key) if key in ROSTER and not own else ""
        parts[personal.sections()[field.section]].append(Shown(field, tuple(own), tuple(history[key]), roster))
    return [(label, fields) for label, fields in parts.items() if fields]


def _words(person: Person, keys: Sequence[str]) -> dict[int, Item]:
    rows = ProfileValue.objects.filter(entry__person=person, entry__field__in=keys)
    columns = ("entry_id", "entry__person_id", "entry__field", "text", "detail", "paper", "entry__day", "entry__until")
    return {row[0]: Item(*row) for row in rows.values_list(*columns)}


def _told(entry: ProfileEntry, item: Item | None) -> Told:
    if hasattr(entry, "erasure"):
        return Told(entry, None, "đã xóa nội dung", entry.erasure.reason)
    if hasattr(entry, "withdrawal"):
        return Told(entry, item, "đã rút", entry.withdrawal.reason)
    if hasattr(entry, "replaced_by"):
        return Told(entry, item, "đã sửa", "")
    return Told(entry, item, "", "")


def unreadable(person: Person) -> list[str]:
    """The roster's words that are no step of their scale, and so count for nothing."""
    return [
        getattr(person, key) for key in ROSTER if getattr(person, key) and step_of(key, getattr(person, key)) is None
    ]
