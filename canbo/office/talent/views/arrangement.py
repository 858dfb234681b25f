"""Pages of proposals to arrange people: the list, one with the record beside, proposing, deciding, taking back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from canbo.office.base.pages import crumb, export_url, page_of
from canbo.office.people.access import Viewer, need, one, viewer
from canbo.office.people.views.common import act, matches_part, spreadsheet
from canbo.office.talent.actions import structure as acts
from canbo.office.talent.forms.structure import ArrangementFilter, DecideForm, DropForm, ProposeForm
from canbo.office.talent.queries import arrangement as queries
from canbo.office.talent.structure_sheets import arrangement_table

HOME = "Đề xuất bố trí"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The proposals the viewer may look at."""
    who = viewer(request)
    need(bool(who.readable))
    form = ArrangementFilter(request.GET)
    form.is_valid()
    found = queries.cases(queries.seen(who))
    if form.cleaned_data.get("state"):
        found = [one for one in found if one.state == form.cleaned_data["state"]]
    if request.GET.get("xuat") == "xlsx":
        return spreadsheet(arrangement_table(found, who.day), "de-xuat-bo-tri.xlsx")
    context = {
        "page": page_of(request, found), "filters": form, "officer": bool(who.begins),
        "exports": [{"label": "Excel", "url": export_url(request)}],
    }  # fmt: skip
    return render(request, "talent/arrangements.html", context)


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal, with the record, the grades and the standard of the post beside it."""
    who, case = _case(request, pk)
    row = case.row
    context = {
        "case": case, "beside": queries.beside(row.person, row.unit.path, row.title, who.day), "crumbs": _crumbs(),
        "keeps": _keeps(who, case) and case.state == "open", "officer_there": who.holds("officer", path=row.unit.path),
    }  # fmt: skip
    return render(request, "talent/arrangement.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Propose somebody for a post."""
    who = viewer(request)
    need(who.has("officer"))
    form = ProposeForm(who, request.POST or None)
    part = matches_part(request, form)
    if part is not None:
        return part

    def run() -> str:
        row = acts.propose(actor=who.account, **form.cleaned_data)
        return reverse("structure:arrangement", args=[row.pk])

    return act(
        request, form, run, heading="Đề xuất bố trí, sử dụng", submit="Ghi đề xuất",
        cancel=reverse("structure:arrangements"), crumbs=_crumbs(),
        lead="Hồ sơ, kết quả xếp loại và tiêu chuẩn của chức danh hiện cạnh đề xuất để xét.",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the decision on record."""
    who, case = _open(request, pk)
    form, back = DecideForm(request.POST or None), reverse("structure:arrangement", args=[pk])

    def run() -> str:
        acts.decide(actor=who.account, row=case.row, **form.cleaned_data)
        return back

    effects = [
        "kết thúc việc xét đề xuất này;",
        "chưa đổi vị trí: khi đồng ý, ghi vị trí mới ở trang nhân sự của người đó.",
    ]
    return act(
        request, form, run, heading=f"Quyết định: {case.row.person}", submit="Ghi quyết định", cancel=back,
        effects=effects, crumbs=_crumbs(),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a proposal back."""
    who, case = _open(request, pk)
    form, back = DropForm(request.POST or None), reverse("structure:arrangement", args=[pk])

    def run() -> str:
        acts.drop(actor=who.account, row=case.row, reason=form.cleaned_data["reason"])
        return back

    return act(
        request, form, run, heading=f"Rút đề xuất: {case.row.person}", submit="Rút đề xuất", cancel=back,
        effects=["đề xuất thôi được xét; nội dung và lý do vẫn nằm trong danh sách."], crumbs=_crumbs(),
    )  # fmt: skip


def _case(request: HttpRequest, pk: int) -> tuple[Viewer, queries.Case]:
    who = viewer(request)
    return who, queries.cases([one(queries.seen(who), pk=pk)])[0]


def _keeps(who: Viewer, case: queries.Case) -> bool:
    paths = [case.row.unit.path, *([case.row.from_unit.path] if case.row.from_unit else [])]
    own = who.person is not None and who.person.pk == case.row.person_id
    return not own and any(who.holds("officer", path=path) for path in paths)


def _open(request: HttpRequest, pk: int) -> tuple[Viewer, queries.Case]:
    who, case = _case(request, pk)
    need(_keeps(who, case) and case.state == "open")
    return who, case


def _crumbs() -> list[dict[str, str]]:
    return [crumb(HOME, "structure:arrangements")]
