"""Pages that ask before adopting: two regulations side by side, and what marks come to."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from canbo.office.people.access import viewer
from canbo.office.regulations import sources, trying
from canbo.office.regulations.forms import CompareForm
from canbo.office.regulations.views.reading import crumb
from canbo.rulebook import Form
from canbo.rulebook import compare as comparing


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Two packs, adoptions or drafts side by side: what differs, or everything."""
    who = viewer(request)
    form = CompareForm(sources.offered(who), request.GET or None)
    sides = [sources.find(who, name) for name in (request.GET.get("a", ""), request.GET.get("b", ""))]
    rows: list[comparing.Difference] = []
    if sides[0] and sides[1]:
        differing = comparing.diff(sides[0].compared, sides[1].compared)
        rows = _all(sides[0], sides[1]) if request.GET.get("all") else list(differing)
    context = {"form": form, "a": sides[0], "b": sides[1], "rows": rows, "crumbs": [crumb()]}
    return render(request, "regulations/compare.html", context)


def _all(a: sources.Source, b: sources.Source) -> list[comparing.Difference]:
    """Every value of both, in the order of the first."""
    left = {path: (label, value) for path, label, value in comparing.rows(a.compared)}
    right = {path: (label, value) for path, label, value in comparing.rows(b.compared)}
    paths = [*left, *(path for path in right if path not in left)]
    nothing = ("", comparing.NONE)
    return [
        comparing.Difference(
            path, (left.get(path) or right[path])[0], left.get(path, nothing)[1], right.get(path, nothing)[1]
        )
        for path in paths
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def tryout(request: HttpRequest) -> HttpResponse:
    """Marks and facts under a pack, a draft or an adoption: total, level and why. Nothing is kept."""
    who = viewer(request)
    name = request.GET.get("nguon", "")
    source = sources.find(who, name) if name else None
    if name and source is None:
        raise Http404("no such rules")
    form = _form(source, request.GET.get("bieu", "")) if source else None
    context: dict[str, Any] = {
        "choices": sources.offered(who), "source": source, "form": form, "crumbs": [crumb()],
        "posted": request.method == "POST",
    }  # fmt: skip
    if source and form:
        context["trial"] = trying.attempt(source.rules, form, request.POST.dict())
    is_part = request.headers.get("HX-Request") and request.method == "POST"
    return render(request, "regulations/parts/trial.html" if is_part else "regulations/tryout.html", context)


def _form(source: sources.Source, key: str) -> Form | None:
    """The form asked for, else the first."""
    return next((form for form in source.rules.forms if form.key == key), next(iter(source.rules.forms), None))
