"""What the pages of planning share."""

from __future__ import annotations

from canbo.office.base.pages import crumb
from canbo.office.people.access import Viewer, need, one
from canbo.office.talent import access
from canbo.office.talent.models import CadrePlan, PlanEntry

Crumbs = list[dict[str, str]]


def plan_for(found: Viewer, pk: int, *, keeps: bool = False) -> CadrePlan:
    """A plan the viewer reads (or keeps); 404 otherwise."""
    row = one(CadrePlan.objects.select_related("unit__parent", "unit__agency", "agency"), pk=pk)
    need(access.may_keep(found, row.unit.path) if keeps else access.may_read(found, row.unit.path))
    return row


def line_for(found: Viewer, pk: int, *, keeps: bool = False) -> PlanEntry:
    """A row of a list the viewer reads (or keeps); 404 otherwise."""
    row = one(PlanEntry.objects.select_related("post__plan__unit", "post__unit", "person"), pk=pk)
    path = row.post.plan.unit.path
    need(access.may_keep(found, path) if keeps else access.may_read(found, path))
    return row


def to_plans(row: CadrePlan | None = None) -> Crumbs:
    """The way back from a page of a plan."""
    first = [crumb("Quy hoạch", "talent:plans")]
    return [*first, crumb(row.name, "talent:plan", row.pk)] if row else first


def tabs(row: CadrePlan, here: str) -> list[tuple[str, str, bool]]:
    """The pages of one plan: the name of each address, its label, whether it is this one."""
    named = {
        "talent:plan": "Danh sách", "talent:plan_check": "Kiểm tra", "talent:plan_boxes": "Chín ô",
        "talent:plan_public": "Công khai", "talent:plan_papers": "Văn bản",
    }  # fmt: skip
    return [(name, label, name == here) for name, label in named.items()]
