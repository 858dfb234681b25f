"""What the pages of this room share."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from canbo.office.opinions import access, standing
from canbo.office.people.access import Viewer, need, viewer


def officer(request: HttpRequest) -> Viewer:
    """The viewer, where they are officer of any unit; 404 otherwise."""
    found = viewer(request)
    need(found.has("officer"))
    return found


def case_for(request: HttpRequest, pk: int, *, run: bool = False) -> standing.Case:
    """A draw the viewer may see (`run`: carry out); 404 otherwise."""
    case, found = standing.one(pk), viewer(request)
    need(case is not None)
    assert case is not None
    need(access.may_run(found, case.draw.unit) if run else access.may_see(found, case.draw.unit_path))
    return case


def public_address(request: HttpRequest, case: standing.Case) -> str:
    """Where anybody verifies a draw."""
    return request.build_absolute_uri(reverse("opinions:public", args=[case.draw.plan_hash]))
