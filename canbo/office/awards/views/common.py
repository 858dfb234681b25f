"""What the pages of this room share."""

from __future__ import annotations

from django.http import HttpResponse

from canbo.office.awards import access
from canbo.office.awards.models import AwardRound
from canbo.office.base import pages
from canbo.office.base.files import CONTENT_TYPES
from canbo.office.base.pages import crumb
from canbo.office.people.access import Viewer, need, one
from canbo.paperwork.documents.model import TraceNode
from canbo.rulebook import Trace

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


def node(trace: Trace) -> TraceNode:
    """A trace as pages draw it."""
    return TraceNode(trace.label, trace.value, trace.cite, tuple(map(node, trace.children)))


def saved(data: bytes, name: str, kind: str) -> HttpResponse:
    """A file to save; `kind` is its extension."""
    return pages.saved(data, f"{name}.{kind}", CONTENT_TYPES[kind])
