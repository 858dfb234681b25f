"""Petitions, as the person, the decider and the officer see them: open ones first, the nearest deadline first."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from canbo.office.evaluations.models import Assignee
from canbo.office.people.access import Viewer, subtree
from canbo.office.results.models import Petition, PetitionAnswer


def petitions_for(viewer: Viewer, *, open_only: bool = False) -> QuerySet[Petition]:
    """One's own, those on sheets one decides on, those in the subtree of one's officer's role; each with `answered`."""
    if viewer.person is None:
        return Petition.objects.none()
    answered = PetitionAnswer.objects.filter(agency=OuterRef("agency"), petition=OuterRef("pk"))
    mine = Assignee.objects.filter(
        sheet=OuterRef("decision__sheet"), step="decide", person__in=viewer.principals, ended_at=None
    )
    rows = Petition.objects.annotate(answered=Exists(answered))
    if open_only:
        rows = rows.filter(answered=False)
    rows = rows.filter(
        Q(person=viewer.person)
        | Exists(mine)
        | Q(pk__in=Petition.objects.filter(subtree(viewer.paths("officer"), "decision__sheet__unit_path")).values("pk"))
    )
    rows = rows.select_related(
        "person", "file", "decision__sheet__cycle__unit", "decision__sheet__unit", "decision__sheet__person",
        "decision__sheet__collective", "decision__decider",
    )  # fmt: skip
    return rows.prefetch_related("answers__by__person").order_by(
        "answered", F("answer_due").asc(nulls_last=True), "-id"
    )
