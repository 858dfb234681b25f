"""Draws: those a viewer may see, the lists they may be made of, the one an address is of."""

from __future__ import annotations

from django.db.models import Q

from canbo.office.opinions.models import Draw, DrawFrame
from canbo.office.opinions.standing import Case, load, one
from canbo.office.people.access import Viewer, subtree
from canbo.office.people.models import Unit

NEWEST = 200


def draws(viewer: Viewer) -> list[Case]:
    """The draws of the units the viewer reads, newest first, at most NEWEST."""
    found = Draw.objects.filter(subtree(viewer.readable, "unit_path")).order_by("-id")
    pks = list(found.values_list("pk", flat=True)[:NEWEST])
    cases = load(pks)
    return [cases[pk] for pk in pks]


def frames(viewer: Viewer) -> list[DrawFrame]:
    """The published lists of the units the viewer reads, newest first."""
    rows = DrawFrame.objects.filter(subtree(viewer.readable, "unit_path"))
    return list(rows.select_related("unit").order_by("-id")[:NEWEST])


def next_key(unit: Unit, year: int) -> str:
    """A code for the next draw of an agency: no two agencies share one, since it begins with the agency's own."""
    begin = f"{unit.agency.code}/BT-{year}-"
    taken = Draw.objects.filter(Q(agency=unit.agency_id), key__startswith=begin).count()
    return f"{begin}{taken + 1:02d}"


def published(plan_hash: str) -> Case | None:
    """The draw whose published plan has this hash; None where there is none."""
    pk = Draw.objects.filter(plan_hash=plan_hash).values_list("pk", flat=True).first()
    return one(pk) if pk is not None else None
