"""Whom the agenda is asked about: one viewer for a page, the people of an agency for their letters. Same questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from canbo.office.agenda.entries import Entry
from canbo.office.people.access import Viewer, current
from canbo.office.people.models import Posting

# What waits, by the account it waits for.
Waits = Iterator[tuple[int, Entry]]


@dataclass(frozen=True)
class Crowd:
    """Viewers of one day. `pressing`: only what has a deadline is asked for (letters)."""

    viewers: tuple[Viewer, ...]
    day: date
    pressing: bool = False

    @classmethod
    def of(cls, viewer: Viewer) -> Crowd:
        return cls((viewer,), viewer.day)

    @cached_property
    def seats(self) -> dict[int, list[Viewer]]:
        """By person: who acts in that person's place, themselves or under a delegation."""
        found: dict[int, list[Viewer]] = {}
        for viewer in self.viewers:
            for person in viewer.principals:
                found.setdefault(person, []).append(viewer)
        return found

    @cached_property
    def persons(self) -> dict[int, Viewer]:
        """The viewers by their own person."""
        return {viewer.person.pk: viewer for viewer in self.viewers if viewer.person}

    @cached_property
    def stand_ins(self) -> dict[int, Viewer]:
        """Those who act for others too, by their own person."""
        return {pk: viewer for pk, viewer in self.persons.items() if len(viewer.principals) > 1}

    @cached_property
    def led(self) -> dict[int, tuple[str, ...]]:
        """The units each of those acted for leads, by person; a deputy put in charge leads too. One query."""
        posts = Posting.objects.filter(current(self.day), person__in=self.seats)
        leading = posts.filter(post__rank="head") | posts.filter(post__rank="deputy", acting=True)
        held: dict[int, list[str]] = {}
        for person, path in leading.values_list("person_id", "post__unit__path").order_by("id"):
            held.setdefault(person, []).append(path)
        return {person: tuple(paths) for person, paths in held.items()}

    @property
    def tops(self) -> tuple[str, ...]:
        """The tops of all that is led."""
        return tuple(dict.fromkeys(path for paths in self.led.values() for path in paths))

    def paths(self, *roles: str) -> tuple[str, ...]:
        """The tops of what anybody in the crowd covers by these roles."""
        return tuple(dict.fromkeys(path for viewer in self.viewers for path in viewer.paths(*roles)))

    def covering(self, path: str, *roles: str) -> Iterable[Viewer]:
        """Who of the crowd covers the unit at `path` by these roles."""
        return (viewer for viewer in self.viewers if viewer.holds(*roles, path=path))
