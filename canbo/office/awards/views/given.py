"""What was given: the list of awards with its totals, withdrawing one."""

from __future__ import annotations

from functools import partial

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from canbo.office.awards import access, actions, queries, sheets
from canbo.office.awards.forms import AwardFilter, WithdrawForm
from canbo.office.awards.models import Award
from canbo.office.base.pages import attempt, crumb, export_url, page_of, saved_as
from canbo.office.people.access import Viewer, need, one, subtree, viewer
from canbo.office.people.models import Unit
from canbo.office.people.queries.persons import named
from canbo.office.people.queries.units import unit_choices
from canbo.paperwork.names import search_key


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The awards of the units the viewer reads, and their own."""
    found = viewer(request)
    mine = queries.awards().filter(access.mine(found))
    form = _form(request, found, mine)
    rows = _kept(mine, form).order_by("-year", "-decision__day", "register", "id")
    if request.GET.get("xuat") == "xlsx":
        return saved_as(sheets.awards(rows), "Danh sách khen thưởng", "xlsx")
    context = {
        "form": form, "page": page_of(request, rows), "exports": [{"label": "Excel", "url": export_url(request)}],
        "keeps": found.has("officer"),
    }  # fmt: skip
    return render(request, "awards/awards.html", context)


def _form(request: HttpRequest, found: Viewer, mine: QuerySet[Award]) -> AwardFilter:
    years = list(mine.order_by("-year").values_list("year", flat=True).distinct())
    titles = dict(mine.order_by("id").values_list("title", "proposal__label"))
    return AwardFilter(request.GET or None, years, unit_choices(found.readable, found.day), titles.items())


def _kept(rows: QuerySet[Award], form: AwardFilter) -> QuerySet[Award]:
    if not form.is_valid():
        return rows
    chosen = form.cleaned_data
    if chosen["year"]:
        rows = rows.filter(year=chosen["year"])
    if chosen["title"]:
        rows = rows.filter(title=chosen["title"])
    if chosen["who"]:
        rows = rows.filter(**{f"{chosen['who']}__isnull": False})
    if chosen["unit"]:
        rows = rows.filter(subtree(Unit.objects.filter(pk=chosen["unit"]).values_list("path", flat=True), "unit__path"))
    if text := chosen["q"].strip():
        rows = rows.filter(Q(named(text, "person__")) | Q(collective__search_key__contains=search_key(text)))
    return rows


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw an award."""
    found = viewer(request)
    row = one(queries.awards().filter(withdrawals=None), pk=pk)
    need(access.may_keep(found, row.decision.round.unit.path))
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = partial(actions.withdraw, actor=found.account, award=row, **form.cleaned_data)
        if attempt(request, act, "Đã ghi hủy bỏ khen thưởng; dòng cũ vẫn lưu trong hồ sơ.", form):
            return redirect("awards:awards")
    context = {
        "heading": "Hủy bỏ khen thưởng", "form": form, "submit": "Hủy bỏ khen thưởng", "danger": True,
        "lead": f"{row.person or row.collective}: {row.proposal.label}, Quyết định {row.decision.number}.",
        "cancel": reverse("awards:awards"), "crumbs": [crumb("Đã khen thưởng", "awards:awards")],
    }  # fmt: skip
    return render(request, "awards/act.html", context, status=422 if form.errors else 200)
