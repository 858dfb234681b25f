"""The screen in the hall: commitments, reveals and the result, step by step before everybody."""

from __future__ import annotations

from collections.abc import Callable

import segno
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from canbo.office.base.errors import ActionError, Conflict, NotTheirs
from canbo.office.opinions import actions, standing
from canbo.office.opinions.standing import Case
from canbo.office.opinions.views.common import case_for, public_address
from canbo.office.people.access import viewer


@require_safe
def hall(request: HttpRequest, pk: int) -> HttpResponse:
    """The full-screen page; all it shows comes in one document, what follows goes through the three posts below."""
    case = case_for(request, pk, run=True)
    address = public_address(request, case)
    return render(request, "opinions/hall.html", {
        "case": case, "draw": case.draw, "data": _data(case, pk), "address": address, "qr": qr(address),
    })  # fmt: skip


def qr(address: str) -> str:
    """A QR code of an address as a data URI for an image."""
    return segno.make(address, error="m", micro=False).svg_data_uri(border=2)


def _data(case: Case, pk: int) -> dict[str, object]:
    urls = {name: reverse(f"opinions:{name}", args=[pk]) for name in ("commit", "reveal", "finish")}
    files = {name: reverse(f"opinions:public_{name}", args=[case.draw.plan_hash]) for name in ("record", "frame")}
    return {
        "plan": case.plan.data(), "hash": case.draw.plan_hash, "stage": case.stage, "urls": urls | files,
        "commitments": case.committed, "revealed": {one.name: one.digits for one in case.revealed.values()},
        "candidates": [[one.code, one.name, one.level] for one in case.candidates.values()],
        "result": case.record.get("result"), "seed": case.record.get("seed"),
    }  # fmt: skip


@require_POST
def commit(request: HttpRequest, pk: int) -> HttpResponse:
    """A commitment, as the contributor's device computed it; the digits stay there."""
    name, value = request.POST.get("name", ""), request.POST.get("value", "")
    return _told(lambda: actions.commit(actor=viewer(request).account, draw=pk, name=name, value=value), pk)


@require_POST
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """Digits and salt, once everybody has committed."""
    name, digits, salt = (request.POST.get(key, "") for key in ("name", "digits", "salt"))
    return _told(
        lambda: actions.reveal(actor=viewer(request).account, draw=pk, name=name, digits=digits, salt=salt), pk
    )


@require_POST
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """The result, computed and kept."""
    beacon = request.POST.get("beacon", "")
    return _told(lambda: actions.finish(actor=viewer(request).account, draw=pk, beacon=beacon), pk)


def _told(act: Callable[[], object], pk: int) -> HttpResponse:
    """The draw as it stands after an act, or why it was refused."""
    try:
        act()
    except NotTheirs as error:
        raise Http404("not theirs") from error
    except ActionError as error:
        return JsonResponse({"ok": False, "message": str(error)}, status=409 if isinstance(error, Conflict) else 422)
    case = standing.one(pk)
    assert case is not None
    return JsonResponse({"ok": True, **_data(case, pk)})
