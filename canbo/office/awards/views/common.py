"""What the pages of this room share."""

from __future__ import annotations

from canbo.office.awards import access
from canbo.office.awards.models import AwardRound
from canbo.office.base.pages import crumb
from canbo.office.people.access import Viewer, need, one

Crumbs = list[dict[str, str]]


def round_for(found: Viewer, pk: int, *, keeps: bool = False) -> AwardRound:
    """A round the viewer reads (or keeps); 404 otherwise."""
    row = one(AwardRound.objects.select_related("unit__parent", "agency"), pk=pk)
    need(access.may_keep(found, row.unit.path) if keeps else access.may_read(found, row.unit.path))
    return row


def to_rounds(row: AwardRound | None = None) -> Crumbs:
    """The way back from a page of a round."""
    first = [crumb("Đợt khen thưởng", "awards:rounds")]
    return [*first, crumb(row.name, "awards:round", row.pk)] if row else first
