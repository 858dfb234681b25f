"""Which agency a page is about, where somebody has many: their own first, any other found by its name."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from canbo.office.base.pages import page_of
from canbo.office.people.access import need, viewer
from canbo.office.people.models import Unit
from canbo.office.people.queries.units import named
from canbo.office.signatures.forms import AgencyForm
from canbo.rulebook.amounts import natural

ASKED, FOUND = "agency", "q"


def chosen(request: HttpRequest, rows: QuerySet[Unit]) -> Unit:
    """The agency of `?agency=` among these, by its own unit; else the viewer's own, else the first. 404 for none."""
    home = viewer(request).home
    for agency in (natural(request.GET.get(ASKED, "")), home.agency_id if home else None):
        if agency is not None and (unit := rows.filter(agency=agency).first()):
            return unit
    first = rows.first()
    need(first is not None)
    assert first is not None
    return first


def choice(request: HttpRequest, rows: QuerySet[Unit]) -> dict[str, Any]:
    """What `parts/agencies.html` shows: how many there are, and with `?q=` a page of those found."""
    asks = FOUND in request.GET
    form = AgencyForm(request.GET if asks else None)
    number, page = rows.count(), None
    if asks:
        text = form.cleaned_data[FOUND] if form.is_valid() else ""
        page = page_of(request, named(rows.select_related("parent"), text))
        number = page.paginator.count
    return {"choosing": form, "agencies": page, "several": asks or number > 1, "number": number}
