"""Planning: what somebody is told of a list and has not seen; comments on published lists that wait for an answer. None
has a deadline, so letters leave both out. Two queries a crowd."""

from __future__ import annotations

from django.urls import reverse

from canbo.office.agenda.crowd import Crowd, Waits
from canbo.office.agenda.entries import Entry
from canbo.office.base.trail import how_many
from canbo.office.people.access import subtree
from canbo.office.talent.models import CadrePlan, PlanComment, PlanNotice


def waiting(crowd: Crowd) -> Waits:
    """The notices of each, one entry a plan; the comments of a plan, one entry for its officers."""
    if crowd.pressing:
        return
    unseen = PlanNotice.objects.filter(person__in=crowd.persons, reads=None)
    for person, plan, name in unseen.values_list("person_id", "plan_id", "plan__name").distinct().order_by("plan_id"):
        yield (
            crowd.persons[person].account.pk,
            Entry(
                f"plan-notice-{plan}",
                None,
                "Xem tin báo về quy hoạch",
                name,
                reverse("talent:plan_mine"),
                "notice",
                "Xem",
            ),
        )
    open_ones = PlanComment.objects.filter(answers=None)
    rows = CadrePlan.objects.filter(subtree(crowd.paths("officer"), "unit__path"))
    rows = rows.annotate(said=how_many(open_ones, "publication__plan")).filter(said__gt=0)
    for row in rows.select_related("unit"):
        entry = Entry(
            f"plan-comments-{row.pk}", None, f"Trả lời {row.said} ý kiến về danh sách công khai", row.name,
            reverse("talent:plan_public", args=[row.pk]), "notice", "Trả lời",
        )  # fmt: skip
        for viewer in crowd.covering(row.unit.path, "officer"):
            yield viewer.account.pk, entry
