"""What a draw publishes: for everybody, without a log-in, at an address that is the hash of the plan."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from canbo.office.base.pages import saved
from canbo.office.opinions import queries
from canbo.office.opinions.standing import Case
from canbo.office.opinions.views.draws import CSV
from canbo.office.opinions.views.hall import qr
from canbo.rulebook.draw.cli import handout


def _case(plan_hash: str) -> Case:
    case = queries.published(plan_hash)
    if case is None:
        raise Http404("no such draw")
    return case


@login_not_required
@require_safe
def page(request: HttpRequest, plan_hash: str) -> HttpResponse:
    """Plan, list and result, computed again in the visitor's browser."""
    case = _case(plan_hash)
    files = {
        name: reverse(f"opinions:public_{name}", args=[plan_hash]) for name in ("record", "frame", "script", "digits")
    }
    address = request.build_absolute_uri()
    return render(request, "opinions/public.html", {
        "case": case, "draw": case.draw, "files": files, "address": address, "qr": qr(address),
    })  # fmt: skip


@login_not_required
@require_safe
def digits(request: HttpRequest, plan_hash: str) -> HttpResponse:
    """For a contributor's own device: digits to a commitment. Sends nothing to the server."""
    case = _case(plan_hash)
    return render(request, "opinions/digits.html", {"case": case, "draw": case.draw, "plan": case.plan.data()})


@login_not_required
@require_safe
def record(request: HttpRequest, plan_hash: str) -> HttpResponse:
    """record.json, once there is a result."""
    case = _case(plan_hash)
    if case.result is None:
        raise Http404("not drawn yet")
    return saved(case.result.record, "record.json", "application/json")


@login_not_required
@require_safe
def frame(request: HttpRequest, plan_hash: str) -> HttpResponse:
    """frame.csv, to the byte as it was published."""
    return saved(_case(plan_hash).frame, "frame.csv", CSV)


@login_not_required
@require_safe
def script(request: HttpRequest, plan_hash: str) -> HttpResponse:
    """The script that is handed out with the record."""
    _case(plan_hash)
    return saved(handout(), "verify_draw.py", "text/x-python; charset=utf-8")
