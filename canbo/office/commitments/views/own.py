"""Pages of the person: one's own commitments, one commitment to read or write, the draft that saves itself."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.base.pages import page_of
from canbo.office.commitments import actions, queries
from canbo.office.commitments.errors import DraftConflict, WordsRefused
from canbo.office.commitments.queries.board import LABELS
from canbo.office.commitments.standing import Case
from canbo.office.commitments.views import page
from canbo.office.commitments.views.common import case_for
from canbo.office.people.access import Viewer, person_of, viewer
from canbo.rulebook.amounts import natural


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """One's own commitments, the newest year first."""
    shown = page_of(request, queries.mine(viewer(request)))
    lines = [(row, LABELS[row.stage]) for row in shown]
    return render(request, "commitments/mine.html", {"page": shown, "lines": lines, "today": viewer(request).day})


@require_http_methods(["GET", "HEAD", "POST"])
def commitment(request: HttpRequest, pk: int) -> HttpResponse:
    """One commitment; its person writes the words here (POST `do`: save, or sign to go on to signing)."""
    case, above = case_for(request, pk)
    found = viewer(request)
    shown = page.context(case, found, above)
    if request.method == "POST":
        return _save(request, case, found, shown)
    words, version = page.draft_of(case) if shown["writes"] else (case.words, 0)
    return render(
        request, "commitments/commitment.html", shown | {"parts": page.parts(case, words), "version": version}
    )


def _save(request: HttpRequest, case: Case, found: Viewer, shown: dict[str, Any]) -> HttpResponse:
    words = page.typed(case, request.POST)
    try:
        _keep(request, case, found, words)
    except NotTheirs as error:
        raise Http404("not theirs") from error
    except ActionError as error:
        errors = error.problems if isinstance(error, WordsRefused) else {}
        version = error.version if isinstance(error, DraftConflict) else _version(request)
        shown |= {"parts": page.parts(case, words, errors), "version": version, "refused": error}
        return render(request, "commitments/commitment.html", shown, status=409 if not errors else 422)
    if request.POST.get("do") == "sign":
        return redirect("commitments:sign", case.commitment.pk)
    messages.success(request, "Đã lưu bản nháp.")
    return redirect("commitments:commitment", case.commitment.pk)


@require_POST
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """What the script sends while one types."""
    case, _ = case_for(request, pk)
    try:
        row = _keep(request, case, viewer(request), page.typed(case, request.POST))
    except NotTheirs as error:
        raise Http404("not theirs") from error
    except DraftConflict as error:
        return JsonResponse({"ok": False, "version": error.version, "errors": {}, "message": str(error)}, status=409)
    except ActionError as error:
        return JsonResponse(
            {"ok": False, "version": _version(request), "errors": {}, "message": str(error)}, status=422
        )
    return JsonResponse({"ok": True, "version": row.version, "errors": {}, "message": ""})


def _keep(request: HttpRequest, case: Case, found: Viewer, words: dict[str, str]) -> Any:
    return actions.save_draft(
        actor=found.account, person=person_of(found), commitment=case.commitment.pk, words=words,
        version=_version(request),
    )  # fmt: skip


def _version(request: HttpRequest) -> int:
    return natural(request.POST.get("version", ""), 9) or 0
