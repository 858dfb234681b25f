"""What the pages of this room share: a commitment one may see, what its page shows, refusals told."""

from __future__ import annotations

from django.http import HttpRequest

from canbo.office.commitments import access, standing
from canbo.office.commitments.standing import Case
from canbo.office.commitments.superiors import superiors
from canbo.office.people.access import need, viewer

MOST = 5000  # commitments ticked at once


def case_for(request: HttpRequest, pk: int) -> tuple[Case, int | None]:
    """A commitment the viewer may read, and its direct superior of today; 404 otherwise."""
    case = standing.one(pk)
    need(case is not None)
    assert case is not None
    found = viewer(request)
    above = superiors([case.commitment], found.day)[pk]
    need(access.may_read(found, case.commitment, above))
    return case, above
