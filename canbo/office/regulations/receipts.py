"""Announcements, read: to whom they were made, who has read them and who has not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from canbo.office.people.access import Viewer, above, current, subtree
from canbo.office.people.models import Person, Posting
from canbo.office.regulations.models import Announcement, Receipt


def announcements_for(viewer: Viewer) -> QuerySet[Announcement]:
    """What was announced to the viewer, or in what he reads; newest first, with `read` (by him) and `readers`."""
    mine = {step for posting in viewer.postings for step in above(posting.post.unit.path)}
    rows = Announcement.objects.filter(Q(unit__path__in=mine) | subtree(viewer.readable, "unit__path"))
    own = Receipt.objects.filter(announcement=OuterRef("pk"), person=viewer.person)
    rows = rows.annotate(read=Exists(own), readers=Count("receipts"))
    return rows.select_related("unit", "adoption").order_by("-at", "-id")


def unread_by(viewer: Viewer) -> QuerySet[Announcement]:
    """What was announced to the viewer himself and he has not confirmed reading; newest first."""
    mine = {step for posting in viewer.postings for step in above(posting.post.unit.path)}
    own = Receipt.objects.filter(announcement=OuterRef("pk"), person=viewer.person)
    rows = Announcement.objects.filter(~Exists(own), unit__path__in=mine).select_related("unit")
    return rows.order_by("-at", "-id")


@dataclass(frozen=True, slots=True)
class Reader:
    """One person an announcement was made to, by primary post; `at` None: not read yet."""

    person: Person
    post: str
    unit_id: int
    unit: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class UnitTally:
    """How many of a unit's own people have read."""

    unit_id: int
    unit: str
    read: int
    people: int


def readers(announcement: Announcement, day: date) -> list[Reader]:
    """Everybody posted in the unit and below on a day, each once, by unit then given name. Two queries."""
    postings = Posting.objects.filter(current(day), subtree([announcement.unit.path], "post__unit__path"))
    receipts = dict(Receipt.objects.filter(announcement=announcement).values_list("person_id", "at"))
    rows: dict[int, Reader] = {}
    ordered = postings.select_related("person", "post__unit").order_by(
        "post__unit__path", "person__sort_key", "-primary"
    )
    for row in sorted(ordered, key=lambda one: not one.primary):
        unit = row.post.unit
        made = Reader(row.person, row.post.title, unit.pk, unit.name, receipts.get(row.person_id))
        rows.setdefault(row.person_id, made)
    place = {posting.person_id: index for index, posting in reversed(list(enumerate(ordered)))}
    return sorted(rows.values(), key=lambda reader: place[reader.person.pk])


def tallies(rows: list[Reader]) -> list[UnitTally]:
    """Read and not read per unit, in the order of the readers."""
    found: dict[int, list[Reader]] = {}
    for row in rows:
        found.setdefault(row.unit_id, []).append(row)
    return [
        UnitTally(unit_id, people[0].unit, sum(one.at is not None for one in people), len(people))
        for unit_id, people in found.items()
    ]
