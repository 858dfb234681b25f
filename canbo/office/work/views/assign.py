"""Giving work: a month for one person or the same for several, from a paste, from last month, or recurring."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.base.pages import attempt, crumb
from canbo.office.people.access import Viewer, need, one, viewer
from canbo.office.people.models import Posting
from canbo.office.work import actions
from canbo.office.work.actions import Order, Refused
from canbo.office.work.actions import routines as routine_actions
from canbo.office.work.actions.once import fresh
from canbo.office.work.forms import quick
from canbo.office.work.forms.catalogues import RoutineForm
from canbo.office.work.models import Catalogue, Routine
from canbo.office.work.queries import board, catalogues, lists
from canbo.office.work.queries import routines as routine_queries
from canbo.office.work.queries.catalogues import Finder
from canbo.office.work.views.common import around, attempt_once, before, leads, month_of, names, page_name
from canbo.paperwork.dates import DateError, parse_date
from canbo.rulebook.process import Period

EVERYBODY = {"all": True, "none": False}


@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: HttpRequest) -> HttpResponse:
    """Quick entry. POST `do`: paste or check (show the rows with their faults), last (fill from last month), all or
    none (tick everybody or nobody, the rows kept), give."""
    found, month = viewer(request), month_of(request)
    people = _people(found, month)
    chosen = _chosen(request, people)
    assigned_on = _assigned_on(request, month, found.day)
    catalogue = _catalogue(chosen, assigned_on)
    finder = Finder.of(catalogue) if catalogue else None
    rows: list[quick.Row] = []
    do = request.POST.get("do", "")
    if request.method == "POST":
        rows = quick.typed(request.POST)
        if do == "last" and len(chosen) == 1:
            rows += quick.again(lists.last_given(chosen[0].person_id, before(month)), month)
        quick.check(rows, finder, month, assigned_on)
        if do == "give" and _give(request, found, chosen, rows, assigned_on):
            return redirect(f"{reverse('work:unit')}?thang={month.key}")
    shown = {
        "rows": [*rows, *(quick.Row() for _ in range(quick.SPARE if rows else 10))],
        "people": people, "chosen": [row.person_id for row in chosen], "catalogue": catalogue,
        "products": list(catalogues.products(catalogue)) if catalogue else [],
        "page": fresh(), "assigned_on": assigned_on,
        "faults": sum(bool(row.errors) for row in rows), "filled": len(rows),
        "crumbs": [crumb("Việc của đơn vị", "work:unit")], **around(month),
    }  # fmt: skip
    return render(request, "work/assign.html", shown, status=422 if do == "give" else 200)


def _people(found: Viewer, month: Period) -> list[Posting]:
    command = leads(found)
    mine = found.person.pk if found.person else None
    return board.below(command.tops, month, found.day, but=mine)


def _chosen(request: HttpRequest, people: Sequence[Posting]) -> list[Posting]:
    """The people ticked, or named in the address; all or none where that was asked. 404 for somebody the viewer does
    not lead."""
    if (do := request.POST.get("do")) in EVERYBODY:
        return list(people) if EVERYBODY[do] else []
    asked = request.POST.getlist("nguoi") or request.GET.getlist("nguoi")
    known = {str(row.person_id): row for row in people}
    if any(text not in known for text in asked):
        raise Http404("not theirs")
    return [known[text] for text in dict.fromkeys(asked)]


def _assigned_on(request: HttpRequest, month: Period, today: date) -> date:
    """The day the work is given: as typed, else the month's first day, as far as that has come."""
    try:
        typed = parse_date(request.POST.get("ngay_giao", "")).day
    except DateError:
        typed = None
    return typed or min(month.starts, today)


def _catalogue(chosen: Sequence[Posting], day: date) -> Catalogue | None:
    return catalogues.in_force(chosen[0].post.unit.path, day) if chosen else None


def _give(
    request: HttpRequest, found: Viewer, chosen: Sequence[Posting], rows: Sequence[quick.Row], assigned_on: date
) -> bool:
    if not chosen or not rows:
        messages.error(request, "Hãy chọn người được giao." if rows else "Hãy nhập ít nhất một dòng việc.")
        return False
    if any(row.errors for row in rows):
        messages.error(request, "Còn dòng chưa đúng, chưa giao việc nào. Hãy sửa các ô được đánh dấu.")
        return False
    orders = [
        Order(who.person_id, row.found, row.count, row.what, assigned_on, row.day)
        for who in chosen
        for row in rows
        if row.found is not None and row.day is not None
    ]

    def act() -> None:
        try:
            actions.assign(actor=found.account, orders=orders, page=page_name(request))
        except Refused as error:
            for index, message in error.problems.items():
                rows[index % len(rows)].errors["product"] = message
            raise ActionError("Chưa giao việc nào. Hãy sửa các dòng được đánh dấu.") from error

    return attempt_once(request, act, f"Đã giao {len(orders)} việc cho {len(chosen)} người.")


@require_http_methods(["GET", "HEAD", "POST"])
def routines(request: HttpRequest) -> HttpResponse:
    """The recurring work of the people the viewer leads. POST `do`: begin (a new one), give (a month's, one click)."""
    found, month = viewer(request), month_of(request)
    people = _people(found, month)
    ids = [row.person_id for row in people]
    do = request.POST.get("do", "")
    form = RoutineForm(names(people), request.POST if do == "begin" else None)
    if do == "give":
        _give_month(request, found, ids, month)
        return redirect(request.get_full_path())
    if do == "begin" and form.is_valid():
        page = page_name(request)
        if attempt_once(request, lambda: _begin(found, form, people, page), "Đã lưu.", form):
            return redirect(request.get_full_path())
    rows = routine_queries.standing(ids)
    shown = {
        "rows": [(row, row.is_given(month)) for row in rows], "form": form,
        "page": fresh(), "left": sum(not row.is_given(month) for row in rows),
        "crumbs": [crumb("Việc của đơn vị", "work:unit")], **around(month),
    }  # fmt: skip
    return render(request, "work/routines.html", shown, status=422 if form.errors else 200)


def _begin(found: Viewer, form: RoutineForm, people: Sequence[Posting], page: str) -> Routine:
    said = form.cleaned_data
    posting = next(row for row in people if row.person_id == said["person"])
    catalogue = catalogues.in_force(posting.post.unit.path, found.day)
    product = Finder.of(catalogue).find(said["product"]) if catalogue else None
    if product is None:
        raise ActionError(f"“{said['product']}” không có trong danh mục đang áp dụng. Hãy nhập mã có trong danh mục.")
    return routine_actions.begin(
        actor=found.account, person=said["person"], product=product, quantity=said["quantity"],
        due_day=said["due_day"], what=said["what"], page=page,
    )  # fmt: skip


def _give_month(request: HttpRequest, found: Viewer, people: Sequence[int], month: Period) -> None:
    try:
        made = routine_actions.give(actor=found.account, people=people, month=month)
    except NotTheirs as error:
        raise Http404("not theirs") from error
    except ActionError as error:
        messages.error(request, str(error))
        return
    messages.success(request, f"Đã giao {len(made)} việc định kỳ của {month.label.lower()}.")


@require_POST
def routine_end(request: HttpRequest, pk: int) -> HttpResponse:
    """No longer give this work every month."""
    found = viewer(request)
    need(found.person is not None)
    routine = one(Routine.objects.select_related("unit"), pk=pk)
    attempt(request, lambda: routine_actions.end(actor=found.account, routine=routine), "Đã thôi giao việc định kỳ.")
    return redirect("work:routines")
