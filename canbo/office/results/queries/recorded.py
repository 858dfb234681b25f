"""Grounds as an officer keeps them: the list of the subtree, of one person, one's own."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from canbo.office.people.access import Viewer
from canbo.office.people.models import Person
from canbo.office.people.queries.persons import named
from canbo.office.results import access
from canbo.office.results.models import Ground


def recorded_for(viewer: Viewer, q: str = "") -> QuerySet[Ground]:
    """The grounds the viewer keeps as officer, and their own, newest first; `revoked` says which were taken back."""
    people = access.people_under(viewer)
    if q:
        people = people.filter(named(q))
    mine = Ground.objects.filter(person__in=people.values("pk"))
    if viewer.person is not None and not q:
        mine = mine | Ground.objects.filter(person=viewer.person)
    taken = Ground.objects.filter(agency=OuterRef("agency"), revokes=OuterRef("pk"))
    rows = mine.filter(revokes=None).annotate(revoked=Exists(taken)).select_related("person", "by__person")
    return rows.order_by("-day", "-id")


def of_person(person: Person) -> QuerySet[Ground]:
    """Every ground ever recorded about a person, newest first."""
    taken = Ground.objects.filter(agency=OuterRef("agency"), revokes=OuterRef("pk"))
    rows = Ground.objects.filter(person=person, revokes=None).annotate(revoked=Exists(taken))
    return rows.select_related("by__person", "person").order_by("-day", "-id")
