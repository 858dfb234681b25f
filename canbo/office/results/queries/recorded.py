"""Grounds as an officer keeps them: the list of the subtree, of one person or unit, one's own."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from canbo.office.people.access import Viewer, subtree
from canbo.office.people.models import Person, Unit
from canbo.office.people.queries.persons import named
from canbo.office.results import access
from canbo.office.results.models import Ground
from canbo.paperwork.names import search_key


def recorded_for(viewer: Viewer, q: str = "") -> QuerySet[Ground]:
    """The grounds the viewer keeps as officer, and their own, newest first; `revoked` says which were taken back."""
    people = access.people_under(viewer)
    if q:
        people = people.filter(named(q))
    mine = Q(person__in=people.values("pk")) | Q(collective__in=units_under(viewer, q).values("pk"))
    if viewer.person is not None and not q:
        mine |= Q(person=viewer.person)
    return _listed(mine)


def about(subject: Person | Unit) -> QuerySet[Ground]:
    """Every ground ever recorded about a person or a unit, newest first."""
    return _listed(Q(person=subject) if isinstance(subject, Person) else Q(collective=subject))


def units_under(viewer: Viewer, q: str = "") -> QuerySet[Unit]:
    """The units whose grounds the viewer keeps as organisation officer, ended ones too, in the tree's order; only those
    whose name holds `q`."""
    rows = Unit.objects.filter(subtree(viewer.paths("officer"))).order_by("path")
    return rows.filter(search_key__contains=search_key(q)) if q else rows


def _listed(wanted: Q) -> QuerySet[Ground]:
    taken = Ground.objects.filter(agency=OuterRef("agency"), revokes=OuterRef("pk"))
    rows = Ground.objects.filter(wanted, revokes=None).annotate(revoked=Exists(taken))
    return rows.select_related("person", "collective", "by__person").order_by("-day", "-id")
