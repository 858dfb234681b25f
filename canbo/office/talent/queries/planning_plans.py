"""Plans as lists of the pages: which somebody reads, what is published where they work, what they are told."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from canbo.office.base.trail import how_many
from canbo.office.people.access import Viewer, subtree
from canbo.office.talent import access
from canbo.office.talent.models import (
    CadrePlan,
    PlanAnswer,
    PlanApproval,
    PlanComment,
    PlanEntry,
    PlanNotice,
    PlanNoticeRead,
    PlanPost,
    PlanPublication,
)


def plans(viewer: Viewer) -> QuerySet[CadrePlan]:
    """The plans of the units the viewer reads, the newest term first, with how many posts and approvals each has."""
    rows = CadrePlan.objects.filter(subtree(viewer.readable, "unit__path")).select_related("unit")
    named, approved = how_many(PlanPost.objects.all(), "plan"), how_many(PlanApproval.objects.all(), "plan")
    rows = rows.annotate(named=named, approved=approved)
    return rows.order_by("-first_year", "unit__path", "-id")


def planned(paths: Sequence[str], people: Collection[int], day: date) -> list[PlanEntry]:
    """Which of these people stand on a list of plans at the paths whose term is not over: what put them in, by person.
    One query."""
    rows = PlanEntry.objects.filter(subtree(paths, "post__plan__unit__path"), person__in=people, day__lte=day)
    rows = rows.filter(post__plan__last_year__gte=day.year).select_related("post__unit").order_by("day", "id")
    newest = {(row.person_id, row.post_id): row for row in rows}
    return [newest[key] for key in sorted(newest) if newest[key].act == "put_in"]


def published(viewer: Viewer) -> list[PlanPublication]:
    """The lists that hang today in the units the viewer works in."""
    homes = CadrePlan.objects.filter(access.homes(viewer))
    rows = PlanPublication.objects.filter(plan__in=homes, day__lte=viewer.day, until__gte=viewer.day)
    return list(rows.select_related("plan__unit").order_by("-day", "-id"))


def comments(publication: PlanPublication | None = None, plan: CadrePlan | None = None) -> QuerySet[PlanComment]:
    """Comments on a published list, or on every one of a plan, the newest first, each with its answer."""
    rows = PlanComment.objects.select_related("person", "publication__plan__unit").prefetch_related(
        "answers__by__person"
    )
    if publication is not None:
        return rows.filter(agency=publication.agency_id, publication=publication).order_by("-id")
    assert plan is not None
    return rows.filter(agency=plan.agency_id, publication__plan=plan).order_by("-id")


def unanswered(plan: CadrePlan) -> int:
    """How many comments wait for an answer."""
    answer = PlanAnswer.objects.filter(agency=OuterRef("agency"), comment=OuterRef("pk"))
    rows = PlanComment.objects.filter(~Exists(answer), agency=plan.agency_id, publication__plan=plan)
    return rows.count()


def notices(viewer: Viewer) -> list[PlanNotice]:
    """What the viewer was told of plans, the newest first, each with `seen`."""
    if viewer.person is None:
        return []
    read = PlanNoticeRead.objects.filter(agency=OuterRef("agency"), notice=OuterRef("pk"))
    rows = PlanNotice.objects.filter(person=viewer.person).annotate(seen=Exists(read))
    return list(
        rows.select_related("plan__unit", "publication", "entry__post__unit", "entry__post__plan").order_by("-id")
    )


def taken_out(plan: CadrePlan) -> list[PlanEntry]:
    """Every row by which somebody was taken out, the newest first."""
    rows = PlanEntry.objects.filter(agency=plan.agency_id, post__plan=plan, act="taken_out")
    return list(rows.select_related("person", "post__unit").order_by("-day", "-id"))


def approvals(plan: CadrePlan) -> list[PlanApproval]:
    return list(PlanApproval.objects.filter(agency=plan.agency_id, plan=plan).order_by("day", "id"))


def publications(plan: CadrePlan) -> list[PlanPublication]:
    rows = PlanPublication.objects.filter(agency=plan.agency_id, plan=plan)
    return list(rows.annotate(said=how_many(PlanComment.objects.all(), "publication")).order_by("-day", "-id"))
