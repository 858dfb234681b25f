"""What waits for the viewer: one's own sheets, the sheets to review and decide."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from canbo.office.base.errors import ActionError
from canbo.office.cycles.models import Cycle
from canbo.office.evaluations import actions, queries
from canbo.office.evaluations.queries import Waiting
from canbo.office.evaluations.views.common import page_of, person_of, picked, tell
from canbo.office.people.access import need, viewer


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """The viewer's own sheets: those going on, and the history of the others."""
    found = viewer(request)
    going_on = queries.my_sheets(found)
    open_ids = {task.case.sheet.pk for task in going_on}
    past = queries.history(found.person) if found.person else None
    page = page_of(request, past.exclude(pk__in=open_ids) if past is not None else [])
    return render(request, "evaluations/mine.html", {"tasks": going_on, "page": page})


@require_http_methods(["GET", "POST"])
def reviews(request: HttpRequest) -> HttpResponse:
    """The sheets that wait for the viewer as reviewer or decider. POST `do`: approve or return the ones ticked."""
    found = viewer(request)
    if request.method == "POST":
        return _many(request)
    waiting = queries.to_review(found)
    cycle = request.GET.get("cycle", "")
    known = Cycle.objects.select_related("unit").in_bulk({one.cycle for one in waiting})
    cycles = {one.cycle: known[one.cycle] for one in waiting}  # in the order of their deadlines
    page = page_of(request, [one for one in waiting if not cycle or str(one.cycle) == cycle])
    page.object_list = queries.tasks_of(page.object_list, found)
    return render(
        request,
        "evaluations/reviews.html",
        {
            "page": page,
            "cycles": [(pk, one.name, one.unit.name, _count(waiting, pk)) for pk, one in cycles.items()],
            "chosen": cycle,
            "grids": [(pk, one.name) for pk, one in cycles.items() if _count(waiting, pk, "review") > 1],
            "total": len(waiting),
        },
    )


def _count(waiting: list[Waiting], cycle: int, step: str = "") -> int:
    return sum(one.cycle == cycle and step in ("", one.step) for one in waiting)


def _many(request: HttpRequest) -> HttpResponse:
    found = viewer(request)
    person = person_of(found)
    chosen = picked(request)
    need(request.POST.get("do") in ("approve", "return"))
    if request.POST["do"] == "approve":
        tell(request, actions.approve_many(actor=found.account, person=person, sheets=chosen), "Đã đồng ý và gửi")
        return redirect(request.get_full_path())
    try:
        report = actions.send_back_many(
            actor=found.account, person=person, sheets=chosen, to_step="self", reason=request.POST.get("reason", "")
        )
    except ActionError as error:
        messages.error(request, str(error))
    else:
        tell(request, report, "Đã trả lại")
    return redirect(request.get_full_path())
