"""The board of a year: how far each unit is; every number leads to the list behind it, and the list can act."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from canbo.office.base import jobs
from canbo.office.base.errors import ActionError
from canbo.office.base.pages import crumb, page_of, picked, saved_as
from canbo.office.commitments import actions, queries, spreadsheets
from canbo.office.commitments.forms import PeopleFilter, YearFilter
from canbo.office.commitments.models import CommitmentState
from canbo.office.commitments.queries.board import years_and_packs
from canbo.office.commitments.views.common import MOST
from canbo.office.people.access import Viewer, need, subtree, viewer
from canbo.office.people.models import Unit
from canbo.rulebook import library

HUES: dict[str, int | str] = {"done": 1, "superior": 2, "subject": 0}
ALL = 200


def reader(request: HttpRequest) -> Viewer:
    """The viewer, where they read commitments of any unit; 404 otherwise."""
    found = viewer(request)
    need(bool(found.readable))
    return found


def _packs(keys: list[str]) -> dict[str, str]:
    """The name of each criteria set by its key."""
    known = {one.key: one.instrument for one in library()}
    return {key: known[key].number if key in known else key for key in keys}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Progress by unit in a year."""
    found = reader(request)
    years, packs = years_and_packs(found)
    form = YearFilter(years, _packs(packs), request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    year = chosen.get("year") or (years[0] if years else found.day.year)
    pack = chosen.get("pack", "")
    board = queries.board(found.readable, year, found.day, pack)
    query = f"year={year}" + (f"&pack={pack}" if pack else "")
    sums = board.sums()
    shown = {
        "year": year, "years": years, "form": form, "board": board, "sums": sums, "query": query,
        "prepares": found.has("officer"),
        "bar": [{"level": HUES[key], "count": n, "label": label} for key, label, n in sums if key in HUES],
    }  # fmt: skip
    return render(request, "commitments/index.html", shown)


def _rows(request: HttpRequest, found: Viewer) -> tuple[PeopleFilter, QuerySet[CommitmentState], int, Unit | None]:
    years, packs = years_and_packs(found)
    form = PeopleFilter(years, _packs(packs), request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    year = chosen.get("year") or (years[0] if years else found.day.year)
    unit = Unit.objects.filter(pk=chosen["unit"]).first() if chosen.get("unit") else None
    rows = queries.people_of(
        found.readable, year, found.day, pack=chosen.get("pack", ""), key=chosen.get("key", ""),
        unit=unit.path if unit else "", text=chosen.get("q", ""),
    )  # fmt: skip
    return form, rows, year, unit


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """The commitments behind a number. POST `do`: remind those ticked, or put their papers into one archive."""
    found = reader(request)
    if request.method == "POST":
        return _many(request, found)
    form, rows, year, unit = _rows(request, found)
    page = page_of(request, rows, ALL if request.GET.get("all") else 50)
    shown = {
        "form": form, "page": page, "lines": queries.listed(page, found.day), "year": year, "unit": unit,
        "exports": [{"label": "Excel", "url": f"{reverse('commitments:export')}?{request.GET.urlencode()}"}],
        "crumbs": [crumb("Bản cam kết", "commitments:index")],
    }  # fmt: skip
    return render(request, "commitments/people.html", shown)


def _many(request: HttpRequest, found: Viewer) -> HttpResponse:
    chosen, do = picked(request, "commitment", MOST), request.POST.get("do", "")
    need(do in ("remind", "papers"))
    inside = CommitmentState.objects.filter(subtree(found.readable, "unit_path"), commitment__in=chosen)
    ids = list(inside.order_by("commitment_id").values_list("commitment_id", flat=True))
    if do == "papers" and ids:
        job = jobs.start(
            kind="commitments.papers", label=f"Bản cam kết ({len(ids)} bản)",
            agency_id=found.home.agency_id if found.home else 0, actor=found.account, arguments={"commitments": ids},
        )  # fmt: skip
        return redirect("base:job", job.pk)
    try:
        count = actions.remind(actor=found.account, commitments=ids)
    except ActionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Đã nhắc {count} người. Người được nhắc thấy lời nhắc ở trang của mình.")
    return redirect(request.get_full_path())


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The same list as a spreadsheet, all pages of it."""
    found = reader(request)
    _, rows, year, unit = _rows(request, found)
    title = f"Năm {year}" + (f", {unit.name}" if unit else "")
    data = spreadsheets.commitment_table(title, queries.listed(rows, found.day))
    return saved_as(data, f"Bản cam kết {year}", "xlsx")
