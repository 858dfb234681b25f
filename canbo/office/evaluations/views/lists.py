"""What waits for the viewer: one's own sheets, the sheets to review and decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from canbo.office.base.errors import ActionError
from canbo.office.base.pages import page_of, picked
from canbo.office.evaluations import actions, queries
from canbo.office.evaluations.queries import Pile
from canbo.office.evaluations.views.common import tell
from canbo.office.people.access import need, person_of, viewer


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """The viewer's own sheets: those going on, and the history of the others."""
    found = viewer(request)
    going_on = queries.my_sheets(found)
    past = queries.history(found.person) if found.person else None
    shown = [task.state.pk for task in going_on]
    page = page_of(request, past.exclude(pk__in=shown) if past is not None else [])
    return render(request, "evaluations/mine.html", {"tasks": going_on, "page": page})


@require_http_methods(["GET", "POST"])
def reviews(request: HttpRequest) -> HttpResponse:
    """The sheets that wait for the viewer as reviewer or decider. POST `do`: approve or return the ones ticked."""
    found = viewer(request)
    if request.method == "POST":
        return _many(request)
    piles = queries.piles(found)
    chosen = request.GET.get("cycle", "")
    cycles = {pile.cycle.pk: pile.cycle for pile in piles}  # in the order of their deadlines
    every, to_mark = _counts(piles), _counts(pile for pile in piles if pile.step == "review")
    listed = [pile for pile in piles if chosen in ("", str(pile.cycle.pk))]
    page = page_of(request, [(sheet, pile) for pile in listed for sheet in pile.sheets])
    page.object_list = queries.tasks_of(page.object_list)
    shown = {
        "page": page,
        "cycles": [(str(pk), one.name, one.unit.name, every[pk]) for pk, one in cycles.items()],
        "chosen": chosen,
        "grids": [(pk, one.name) for pk, one in cycles.items() if to_mark[pk] > 1],
        "total": every.total(),
    }
    return render(request, "evaluations/reviews.html", shown)


def _counts(piles: Iterable[Pile]) -> Counter[int]:
    """Sheets by cycle."""
    found: Counter[int] = Counter()
    for pile in piles:
        found[pile.cycle.pk] += len(pile.sheets)
    return found


def _many(request: HttpRequest) -> HttpResponse:
    found = viewer(request)
    person = person_of(found)
    chosen = picked(request, "sheet")
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
