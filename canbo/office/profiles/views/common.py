"""What the pages of this room share: a person whose record the viewer may open, crumbs."""

from __future__ import annotations

from django.http import HttpRequest

from canbo.office.base.pages import crumb
from canbo.office.people.access import Viewer, need, one, viewer
from canbo.office.people.models import Person
from canbo.office.profiles import access

RECORDS = "Hồ sơ"


def person_of(request: HttpRequest, pk: int) -> tuple[Viewer, Person, tuple[str, ...]]:
    """The viewer, the person, and the paths the person is answered for in; 404 where it is not theirs to read."""
    who = viewer(request)
    person = one(Person.objects.select_related("account"), pk=pk)
    paths = access.places([person.pk]).get(person.pk, ())
    need(access.may_read(who, person, paths) or access.may_read_sensitive(who, person, paths))
    return who, person, paths


def crumbs(who: Viewer, person: Person | None = None) -> list[dict[str, str]]:
    """The way back from a page about a record."""
    steps = [crumb(RECORDS, "profiles:index")] if who.readable else []
    return [*steps, *([crumb(person.full_name, "profiles:record", person.pk)] if person else [])]
