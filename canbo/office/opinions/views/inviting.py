"""The invitation as paper: one for a group, or those of all groups to print together."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from canbo.office.base.files import CONTENT_TYPES
from canbo.office.base.pages import saved
from canbo.office.opinions import invitations
from canbo.office.opinions.queries import Round
from canbo.office.opinions.views.campaigns import round_for
from canbo.office.people.access import need
from canbo.paperwork.documents import render as paper_of
from canbo.paperwork.documents import render_together


@require_safe
def letters(request: HttpRequest, pk: int) -> HttpResponse:
    """The invitations of all groups as one PDF, each on pages of its own."""
    found = _frozen(request, pk)
    data = render_together(invitations.letters(found, settings.BOX_SITE))
    return saved(data, f"{invitations.TITLE} {found.row.key}.pdf", CONTENT_TYPES["pdf"])


@require_safe
def letter(request: HttpRequest, pk: int, group: str, kind: str) -> HttpResponse:
    """The invitation of one group, to print (pdf) or to edit (docx)."""
    found = _frozen(request, pk)
    assert found.manifest is not None
    asked = next((one for one in found.manifest.groups if one.id == group), None)
    if asked is None or kind not in ("pdf", "docx"):
        raise Http404("no such paper")
    data = paper_of(invitations.letter(found, asked, settings.BOX_SITE), "pdf" if kind == "pdf" else "docx")
    return saved(data, f"{invitations.TITLE} {found.row.key} {group}.{kind}", CONTENT_TYPES[kind])


def _frozen(request: HttpRequest, pk: int) -> Round:
    """A frozen campaign the viewer may see; 404 otherwise."""
    found = round_for(request, pk)
    need(found.manifest is not None)
    return found
