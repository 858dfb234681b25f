"""All cycles with their results; closing one, publishing it."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from canbo.office.base import jobs
from canbo.office.base.errors import ActionError
from canbo.office.base.pages import attempt, crumb, page_of
from canbo.office.cycles import queries as cycles
from canbo.office.cycles.models import Cycle
from canbo.office.evaluations.stage import SETTLED
from canbo.office.people.access import Viewer, need, person_of, viewer
from canbo.office.results import actions, bases, queries
from canbo.office.results.actions import closing, publishing
from canbo.office.results.forms import CloseForm
from canbo.office.results.models import Closing, Publication
from canbo.office.results.views.common import bar, cycle_for, own_of
from canbo.office.results.views.deciding import MANY
from canbo.rulebook.amounts import natural


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every cycle the viewer reads, with how many hold each level."""
    found = viewer(request)
    need(bool(found.readable))
    page = page_of(request, cycles.cycles_of(found))
    rows = list(page.object_list)
    counts = queries.counts_of(rows, found.readable, own_of(found))
    published = set(Publication.objects.filter(cycle__in=rows).values_list("cycle_id", flat=True))
    shown = [
        {"cycle": row, "shares": counts[row.pk], "bar": bar(counts[row.pk]), "published": row.pk in published,
         "decided": sum(one.count for one in counts[row.pk])}
        for row in rows
    ]  # fmt: skip
    return render(request, "results/index.html", {"page": page, "rows": shown})


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a cycle: see the ceiling, decide the rest as the rules have it, keep the report."""
    found = viewer(request)
    reach = cycle_for(found, pk)
    need(reach.decides)
    row = reach.cycle
    rules = cycles.rules(row)
    form = CloseForm(request.POST if request.method == "POST" else None, rules)
    mine = closing.undecided(found, row)
    if request.method == "POST" and form.is_valid():
        try:
            return _close(request, found, row, form, mine)
        except ActionError as error:
            form.add_error(None, str(error))
    expected = bases.load(mine) if len(mine) <= MANY else {}
    ready = sum(not basis.problems and not basis.wants_reason for basis in expected.values())
    own = own_of(found)
    shown = queries.ceiling(row, expected, exceptional="exceptional" in request.POST, own=own)
    context = {
        "cycle": row, "form": form, "mine": len(mine), "ready": ready, "not_ready": len(expected) - ready,
        "moved": sum(not basis.problems and bool(basis.moved) for basis in expected.values()),
        "hidden": own is not None and queries.kept_back(row, own, SETTLED), "many": len(mine) > MANY, "ceilings": shown,
        "crumbs": [crumb("Kết quả xếp loại", "results:index"), crumb(row.name, "results:cycle", row.pk)],
    }  # fmt: skip
    return render(request, "results/close.html", context, status=422 if form.errors else 200)


def _close(request: HttpRequest, found: Viewer, row: Cycle, form: CloseForm, mine: list[int]) -> HttpResponse:
    """Few sheets are decided and closed at once; many in the background, which closes when it is through."""
    given = {
        "number": form.cleaned_data["number"], "reason": form.cleaned_data["reason"],
        "exceptional": form.cleaned_data.get("exceptional", False), "document": form.cleaned_data.get("document", ""),
    }  # fmt: skip
    if len(mine) > MANY:
        job = jobs.start(
            kind="results.close", label=f"Chốt {row.name}", agency_id=row.agency_id, actor=found.account,
            arguments={"cycle": row.pk, **given},
        )  # fmt: skip
        return redirect("base:job", job.pk)
    person = person_of(found)
    expected = bases.load(mine)
    closing.check(queries.ceiling(row, expected, exceptional=given["exceptional"]).expecting(expected), **{
        key: given[key] for key in ("reason", "exceptional", "document")
    })  # fmt: skip
    actions.decide_rest(actor=found.account, person=person, cycle=row)
    actions.close(actor=found.account, person=person, cycle=row, **given)
    messages.success(request, "Đã chốt kết quả.")
    return redirect("results:cycle", row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish what is closed, and notify each person; before that, see what it will do."""
    found = viewer(request)
    reach = cycle_for(found, pk)
    need(reach.publishes)
    row = reach.cycle
    if request.method == "POST":
        seen = natural(request.POST.get("closing", "")) or 0
        act = partial(actions.publish, actor=found.account, cycle=row, seen=seen)
        if attempt(request, act, "Đã công bố kết quả và gửi thông báo tới từng người."):
            return redirect("results:roster", row.pk)
        return redirect("results:publish", row.pk)
    closed = closing.newest(row)
    context = {
        "cycle": row, "closed": closed, "problem": _obstacle(row, closed),
        "outlook": queries.outlook(row, found.day, own_of(found)), "today": found.day,
        "crumbs": [crumb("Kết quả xếp loại", "results:index"), crumb(row.name, "results:cycle", row.pk)],
    }  # fmt: skip
    return render(request, "results/publish.html", context)


def _obstacle(row: Cycle, closed: Closing | None) -> str:
    """Why this cannot be published now, or ""."""
    try:
        publishing.check(row, closed)
    except ActionError as error:
        return str(error)
    return ""
