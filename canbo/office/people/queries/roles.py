"""Roles and delegations, present and past."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from canbo.office.people.access import Viewer, current, subtree
from canbo.office.people.models import Delegation, Grant, Person, Posting
from canbo.paperwork.names import search_key


def grants_under(viewer: Viewer, text: str = "", role: str = "", past: bool = False) -> QuerySet[Grant]:
    """The roles over units an administrator runs, newest first; ended ones only with `past`."""
    rows = Grant.objects.filter(subtree(viewer.paths("administrator"), "unit__path"))
    if not past:
        rows = rows.filter(Q(valid_to=None) | Q(valid_to__gt=viewer.day))
    if role:
        rows = rows.filter(role=role)
    if text.strip():
        named = Q(account__username__contains=text.strip().lower())
        if plain := search_key(text):
            named |= Q(account__person__search_key__contains=plain)
        rows = rows.filter(named)
    return rows.select_related("account__person", "unit", "by__person").order_by("-valid_from", "-id")


def delegations_seen(viewer: Viewer) -> QuerySet[Delegation]:
    """Delegations given or held by the viewer, and those of heads in an officer's units; newest first."""
    heads = Posting.objects.filter(subtree(viewer.paths("officer"), "post__unit__path"), post__rank="head")
    seen = Q(principal__in=heads.values("person"))
    if viewer.person is not None:
        seen |= Q(principal=viewer.person) | Q(deputy=viewer.person)
    rows = Delegation.objects.filter(seen).select_related("principal", "deputy", "by__person")
    return rows.order_by("-valid_from", "-id")


def heads_to_delegate(viewer: Viewer) -> QuerySet[Person]:
    """The heads for whom the viewer may record a delegation: who lead only units the officer looks after; oneself."""
    heads = Posting.objects.filter(current(viewer.day), post__rank="head")
    inside = subtree(viewer.paths("officer"), "post__unit__path")
    allowed = Q(pk__in=heads.filter(inside).values("person")) & ~Q(pk__in=heads.exclude(inside).values("person"))
    if viewer.person is not None:
        allowed |= Q(pk=viewer.person.pk, pk__in=heads.values("person"))
    return Person.objects.filter(allowed).order_by("sort_key", "pk")


def deputies(viewer: Viewer) -> QuerySet[Person]:
    """Who may be named to act: the people of the units the viewer looks after or heads, never the viewer."""
    tops = [*viewer.paths("officer"), *viewer.headed]
    held = Posting.objects.filter(current(viewer.day), subtree(tops, "post__unit__path"))
    rows = Person.objects.filter(pk__in=held.values("person"))
    if viewer.person is not None:
        rows = rows.exclude(pk=viewer.person.pk)
    return rows.order_by("sort_key", "pk")
