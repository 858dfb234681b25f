"""What the pages of this room share: finding a cycle or sheet one may see, spreadsheets, bars of levels."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from canbo.office.base import pages
from canbo.office.base.files import CONTENT_TYPES
from canbo.office.cycles.models import Cycle
from canbo.office.evaluations import cases
from canbo.office.evaluations.cases import Case
from canbo.office.people.access import Viewer, need, one
from canbo.office.results.access import Reach
from canbo.office.results.queries import Share
from canbo.office.results.queries.rosters import UNRATED
from canbo.rulebook import Rules


def cycle_for(viewer: Viewer, pk: int, *, published: bool = False) -> Reach:
    """A cycle whose results the viewer may open (`published`: at least its published list), with how far; 404
    otherwise."""
    row = one(Cycle.objects.select_related("unit", "agency", "adoption"), pk=pk)
    found = Reach(viewer, row)
    need(found.lists if published else found.opens)
    return found


def own_of(viewer: Viewer) -> int | None:
    """Who reads, as a person: their own is left out until it is published."""
    return viewer.person.pk if viewer.person else None


def case_for(pk: int) -> Case:
    """The case of a sheet, before any question of who may see it; 404 where there is none."""
    found = cases.one(pk)
    need(found is not None)
    assert found is not None
    return found


def saved(data: bytes, name: str, kind: str) -> HttpResponse:
    """A file to save; `kind` is its extension."""
    return pages.saved(data, name, CONTENT_TYPES[kind])


def with_query(request: HttpRequest, **changes: str) -> str:
    """The same list, filters and all, with some keys of its query replaced."""
    query = request.GET.copy()
    query.pop("page", None)
    for key, value in changes.items():
        query[key] = value
    return "?" + query.urlencode()


def bar(shares: Iterable[Share]) -> list[dict[str, Any]]:
    """Counts by level as the share bar wants them."""
    return [{"level": one.rank, "count": one.count, "label": one.label} for one in shares]


def badges(rules: Rules) -> dict[str, SafeString]:
    """The badge of each level by its key, "" for who is not rated; drawn once for a page of many rows."""
    drawn = {one.key: (one.rank, one.label) for one in rules.levels} | {"": (0, UNRATED)}
    return {
        key: render_to_string("base/parts/grade.html", {"level": rank, "word": label})
        for key, (rank, label) in drawn.items()
    }
