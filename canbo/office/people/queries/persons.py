"""Persons as of a day: the list of a subtree, one person's history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Q, QuerySet, When

from canbo.office.people.access import Viewer, current, subtree
from canbo.office.people.models import Person, Posting
from canbo.paperwork.names import search_key, tidy

SORTS = {"name": "person__sort_key", "unit": "post__unit__path", "birth": "person__birth_date"}


@dataclass(frozen=True)
class Search:
    """What a list of persons is narrowed to; empty means all. `unit` is the path of a subtree."""

    text: str = ""
    unit: str = ""
    kind: str = ""
    rank: str = ""
    sort: str = "name"


def roll(paths: Sequence[str], day: date, search: Search) -> QuerySet[Posting]:
    """The primary postings under the paths on a day: one row a person, with person, post and unit at hand."""
    rows = Posting.objects.filter(subtree(paths, "post__unit__path"), current(day), primary=True)
    if search.unit:
        rows = rows.filter(subtree([search.unit], "post__unit__path"))
    if search.kind:
        rows = rows.filter(kind=search.kind)
    if search.rank:
        rows = rows.filter(post__rank=search.rank)
    if search.text.strip():
        rows = rows.filter(named(search.text, "person__"))
    down = search.sort.startswith("-")
    key = SORTS.get(search.sort.lstrip("-"), "person__sort_key")
    order = [f"-{key}" if down else key, "person__sort_key", "person_id"]
    return rows.select_related("person", "post__unit").order_by(*order)


def named(text: str, prefix: str = "") -> Q:
    """Persons whose name or code holds the text. Typed without diacritics it finds all; with them, only such names."""
    text, plain = tidy(text), search_key(text)
    wanted = Q(**{f"{prefix}search_key__contains": plain}) if plain else Q(pk__in=[])
    if plain != text.lower() and any(ord(char) > 127 for char in text):
        cased = " ".join(word[:1].upper() + word[1:].lower() for word in text.split())
        wanted &= Q(**{f"{prefix}full_name__contains": cased})
    return wanted | Q(**{f"{prefix}code__iexact": text})


@dataclass(frozen=True)
class Match:
    """The first persons who match a text, each with the primary posting of the day; `more`: there are others.

    `exact`: the id of the one whose whole name or code was typed, where that is one person.
    """

    people: tuple[tuple[Person, Posting | None], ...]
    more: bool
    exact: int | None

    def only(self, chosen: str = "") -> Person | None:
        """Who is meant: the one chosen among the matches, the exact one, or the only one; None while that is open."""
        for person, _ in self.people:
            if chosen == str(person.pk) or (not chosen and person.pk == self.exact):
                return person
        return self.people[0][0] if len(self.people) == 1 and not self.more else None


def matches(rows: QuerySet[Person], text: str, day: date, limit: int = 10) -> Match:
    """The persons among the rows whose name or code holds the text, by name; two queries."""
    if not tidy(text):
        return Match((), False, None)
    wanted = search_key(text)
    exactly = Case(
        When(Q(code__iexact=tidy(text)) | Q(search_key=wanted), then=0),
        When(Q(search_key__endswith=f" {wanted}"), then=1),  # a given name, or the whole end of a name
        default=2,
    )
    found = list(
        rows.filter(named(text)).annotate(nearness=exactly).order_by("nearness", "sort_key", "pk")[: limit + 1]
    )
    exact = [person.pk for person in found if person.nearness == 0]
    places = Posting.objects.filter(current(day), primary=True, person__in=found[:limit])
    at = {place.person_id: place for place in places.select_related("post__unit")}
    return Match(
        tuple((person, at.get(person.pk)) for person in found[:limit]), len(found) > limit,
        exact[0] if len(exact) == 1 else None,
    )  # fmt: skip


def seen(viewer: Viewer) -> QuerySet[Person]:
    """The persons whose page the viewer may open: oneself, and whoever has or had a place in what they read."""
    held = Posting.objects.filter(subtree(viewer.readable, "post__unit__path")).values("person_id")
    return Person.objects.filter(Q(account=viewer.account) | Q(pk__in=held)).select_related("account")


def history(person: Person) -> list[Posting]:
    """Every posting of a person, the newest first."""
    rows = person.postings.select_related("post__unit", "evaluated_by")
    return list(rows.order_by("-valid_from", "-primary", "-id"))
