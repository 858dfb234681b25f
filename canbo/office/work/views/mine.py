"""The viewer's own work of a month: to accept, to hand in, what became of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from canbo.office.base.pages import attempt, page_of, picked
from canbo.office.people.access import need, person_of, viewer
from canbo.office.people.models import Unit
from canbo.office.people.views.common import spreadsheet
from canbo.office.work import actions, export
from canbo.office.work.queries import board, lists
from canbo.office.work.queries.figures import Figures
from canbo.office.work.views.common import around, export_url, month_of
from canbo.rulebook.process import Period


@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """The month's work and what is open of earlier months. POST: accept the new work ticked, or all of it."""
    found = viewer(request)
    person, month = person_of(found), month_of(request)
    rows = lists.of_month(person.pk, month)
    if request.method == "POST":
        new = picked(request, "work", 1000) or list(rows.filter(stage="new").values_list("assignment_id", flat=True))
        need(bool(new))
        attempt(request, lambda: actions.accept(actor=found.account, assignments=new), f"Đã nhận {len(new)} việc.")
        return redirect(request.get_full_path())
    if request.GET.get("xuat") == "xlsx":
        return spreadsheet(export.work_table(person, month, rows), f"viec-cua-toi-{month.key}.xlsx")
    shown = {
        "page": page_of(request, rows, 100),
        "person": person,
        "figures": _figures(found.home, person.pk, month) if found.home else None,
        "new": sum(row.stage == "new" for row in rows[:200]),
        "today": found.day,
        "exports": export_url(request),
        **around(month),
    }
    return render(request, "work/mine.html", shown)


def _figures(unit: Unit, person: int, month: Period) -> Figures | None:
    postings = [row for row in board.postings_in([unit.path], month) if row.person_id == person]
    return board.figures_of(unit, postings, month).get(person)
