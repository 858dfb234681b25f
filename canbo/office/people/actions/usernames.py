"""Usernames: lower-case ASCII, never changed once given, unique in the installation."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from canbo.office.base.models import Account
from canbo.office.people.codes import is_made_up
from canbo.office.people.models import Person
from canbo.paperwork.names import search_key

LONGEST = 50


def from_name(full_name: str) -> str:
    """Given name and initials, as offices do: "Nguyễn Thị Thu Hà" gives "hantt"."""
    *family, given = search_key(full_name).split() or ["nguoi"]
    return (given + "".join(word[0] for word in family))[:LONGEST]


def from_code(code: str) -> str:
    """A personnel code as a username: "VC-012" gives "vc012"."""
    return search_key(code).replace(" ", "")[:LONGEST]


class Usernames:
    """Free usernames for these persons, by "name" or by "code" (by name where the code is made up). One query."""

    def __init__(self, persons: Iterable[Person], style: str) -> None:
        self.style = style
        wanted = {self._wish(person) for person in persons}
        alike = Q(pk__in=[])
        for name in wanted:
            alike |= Q(username__startswith=name)
        few = len(wanted) <= 200  # beyond that one plain read of all names is the shorter statement
        rows = Account.objects.filter(alike) if few else Account.objects.all()
        self.taken = set(rows.values_list("username", flat=True))

    def of(self, person: Person) -> str:
        """The person's username: the wish, or the wish with 2, 3, …"""
        wish = self._wish(person)
        name, number = wish, 1
        while name in self.taken:
            number += 1
            name = f"{wish}{number}"
        self.taken.add(name)
        return name

    def _wish(self, person: Person) -> str:
        if self.style == "code" and not is_made_up(person.code) and from_code(person.code).isascii():
            return from_code(person.code) or from_name(person.full_name)
        return from_name(person.full_name)
