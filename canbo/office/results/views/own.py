"""A person's own results: all periods, the receipt of a notice, a petition."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from canbo.office.base.errors import ActionError
from canbo.office.base.pages import attempt, crumb, page_of
from canbo.office.evaluations.errors import NotAssigned
from canbo.office.opinions.queries import beside
from canbo.office.people.access import Viewer, need, one, person_of, viewer
from canbo.office.results import actions, queries
from canbo.office.results.forms import PetitionForm
from canbo.office.results.models import Notice


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Every result the viewer was notified of; beside them what opinions and votes about the viewer were released."""
    found = viewer(request)
    person_of(found)
    shown = {"page": page_of(request, queries.published_for(found)), "beside": beside(found)}
    return render(request, "results/mine.html", shown)


def _notice(found: Viewer, pk: int) -> Notice:
    """A notice to the viewer; 404 otherwise."""
    return one(queries.notices(), pk=pk, person=person_of(found))


@require_POST
def receive(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm having received a notice."""
    found = viewer(request)
    notice = _notice(found, pk)
    attempt(request, lambda: actions.receive(actor=found.account, notice=notice), "Đã xác nhận nhận thông báo.")
    return redirect("results:result", notice.decision.sheet_id)


@require_http_methods(["GET", "HEAD", "POST"])
def petition(request: HttpRequest, pk: int) -> HttpResponse:
    """Petition against the result a notice tells of."""
    found = viewer(request)
    notice = _notice(found, pk)
    told = queries.described([notice], found.day)[0]
    form = PetitionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            row = actions.petition(
                actor=found.account, person=person_of(found), notice=notice, text=form.cleaned_data["text"],
                upload=(upload.name, upload.read()) if upload else None,
            )  # fmt: skip
            return redirect("results:petition", row.pk)
        except NotAssigned as error:
            raise Http404("not theirs") from error
        except ActionError as error:
            form.add_error(None, str(error))
    need(told.open or request.method == "POST")
    context = {
        "own": told, "notice": notice, "form": form, "crumbs": [crumb("Kết quả của tôi", "results:mine")],
    }  # fmt: skip
    return render(request, "results/petition_new.html", context, status=422 if form.errors else 200)
