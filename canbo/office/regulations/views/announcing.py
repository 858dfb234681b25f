"""Pages of announcements: the list, one to read and confirm, making one, who has read it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from canbo.office.base.errors import ActionError
from canbo.office.base.pages import export_url, page_of
from canbo.office.base.views import download
from canbo.office.people.access import Viewer, need, one, viewer
from canbo.office.people.views.common import attempt, spreadsheet
from canbo.office.regulations import access, actions, receipts, sheets
from canbo.office.regulations.forms import AnnounceForm
from canbo.office.regulations.models import Announcement, Receipt
from canbo.paperwork.dates import short_date


def _crumbs() -> list[dict[str, str]]:
    return [{"label": "Thông báo", "url": reverse("regulations:announcements")}]


def _held(request: HttpRequest, pk: int) -> tuple[Viewer, Announcement]:
    who = viewer(request)
    row = one(Announcement.objects.select_related("unit", "adoption", "file", "by__person"), pk=pk)
    need(access.may_see_announcement(who, row))
    return who, row


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What was announced to the viewer or in what he reads."""
    who = viewer(request)
    rows = receipts.announcements_for(who)
    if query := request.GET.get("q", "").strip():
        rows = rows.filter(title__icontains=query)
    if request.GET.get("xuat") == "xlsx":
        need(bool(who.readable))
        return spreadsheet(sheets.announcements(rows), "thong-bao.xlsx")
    page = page_of(request, rows)
    exports = [{"label": "Excel", "url": export_url(request)}] if who.readable else []
    context = {
        "exports": exports,
        "page": page,
        "officer": who.has("officer"),
        "query": query,
        "reads": bool(who.readable),
    }
    return render(request, "regulations/announcements.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Announce to the people of a unit and below."""
    who = viewer(request)
    need(who.has("officer"))
    start = {"adoption": request.GET.get("quy-dinh", ""), "unit": request.GET.get("unit", "")}
    form = AnnounceForm(who, request.POST or None, request.FILES or None, initial=start)
    if request.method == "POST" and form.is_valid():
        data, upload = form.cleaned_data, form.cleaned_data["file"]
        try:
            row = actions.announce(
                actor=who.account, unit=data["unit"], title=data["title"], body=data["body"],
                adoption=form.chosen_adoption(), file=(upload.name, upload.read()) if upload else None,
            )  # fmt: skip
            messages.success(request, f"Đã gửi thông báo tới “{row.unit.name}”.")
            return redirect("regulations:announcement", row.pk)
        except ActionError as error:
            form.add_error(None, str(error))
    context = {"form": form, "crumbs": _crumbs()}
    return render(request, "regulations/announce.html", context, status=422 if form.errors else 200)


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One announcement: to read and confirm; for those who read over the unit, who has read it."""
    who, row = _held(request, pk)
    receipt = Receipt.objects.filter(announcement=row, person=who.person).first() if who.person else None
    context: dict[str, Any] = {
        "row": row, "receipt": receipt, "addressed": access.is_addressed(who, row), "crumbs": _crumbs(),
        "follows": access.may_read_receipts(who, row),
    }  # fmt: skip
    if context["follows"]:
        people = receipts.readers(row, who.day)
        waiting = [reader for reader in people if reader.at is None]
        if request.GET.get("xuat") == "xlsx":
            return spreadsheet(_sheet(row, people), f"da-doc-{row.pk}.xlsx")
        context |= {
            "tallies": receipts.tallies(people), "people": len(people), "read": len(people) - len(waiting),
            "page": page_of(request, waiting), "exports": [{"label": "Excel", "url": "?xuat=xlsx"}],
        }  # fmt: skip
    return render(request, "regulations/announcement.html", context)


def _sheet(row: Announcement, people: list[receipts.Reader]) -> bytes:
    cells = [
        (one.person.full_name, one.post, one.unit, short_date(timezone.localdate(one.at)) if one.at else "Chưa đọc")
        for one in people
    ]
    return sheets.readers(row.title, cells)


@require_POST
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm having read."""
    who, row = _held(request, pk)

    def run() -> None:
        actions.acknowledge(actor=who.account, announcement=row)

    return attempt(request, run, "Đã ghi nhận bạn đã đọc.", reverse("regulations:announcement", args=[pk]))


@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The attachment, for those who may see the announcement."""
    _, row = _held(request, pk)
    if row.file is None:
        raise Http404("no file")
    return download(row.file)
