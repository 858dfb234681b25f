"""Pages of one's own data: everything held, as a page and a file; requests and their answers; how long data is kept."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from canbo.office.base.pages import attempt, crumb, export_url, given, page_of
from canbo.office.people.access import Viewer, current, need, one, person_of, viewer
from canbo.office.people.models import Unit
from canbo.office.people.views.common import act, spreadsheet
from canbo.office.profiles import access, holdings
from canbo.office.profiles.actions import requests as acts
from canbo.office.profiles.actions import retention
from canbo.office.profiles.forms.personal import AnswerForm, AskForm, RequestsFilter, RetentionForm
from canbo.office.profiles.forms.record import ReasonForm
from canbo.office.profiles.models import SensitiveRead
from canbo.office.profiles.queries import requests as queries
from canbo.office.profiles.sheets.personal import held_table, requests_table
from canbo.rulebook import personal

SHOWN = 20  # rows of each part on the page; the file has all
MINE = "Dữ liệu về tôi"


@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Everything held about the viewer, who read its sensitive part, what the viewer asked."""
    who = viewer(request)
    person = person_of(who)
    groups: dict[str, list[holdings.Part]] = {}
    for part in holdings.parts(person, SHOWN):
        groups.setdefault(part.group, []).append(part)
    told = [(name, held, [one.title for one in held if not one.count]) for name, held in groups.items()]
    reads = SensitiveRead.objects.filter(person=person).select_related("reader__person").order_by("-pk")
    own = queries.seen(who).filter(person=person)
    context = {
        "person": person, "groups": told,
        "cases": queries.cases(own, who.day), "most": SHOWN,
        "reads": [(row, personal.label_of(row.field)) for row in reads[:SHOWN]], "read_count": reads.count(),
        "reasons": sorted(set(holdings.NOT_TOLD.values())), "law": personal.request_law(),
    }  # fmt: skip
    return render(request, "profiles/mine.html", context)


@never_cache
@require_safe
def mine_file(request: HttpRequest) -> HttpResponse:
    """All of it as one file."""
    who = viewer(request)
    person = person_of(who)
    table = held_table(holdings.parts(person), f"{person.full_name}, mã số {person.code}", f"ngày {who.day:%d/%m/%Y}")
    return spreadsheet(table, "du-lieu-ve-toi.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask something about one's own data."""
    who = viewer(request)
    person_of(who)
    form = AskForm(request.POST or None, initial={"kind": request.GET.get("loai", "")})

    def run() -> str:
        row = acts.ask(actor=who.account, **form.cleaned_data)
        return reverse("profiles:data_request", args=[row.pk])

    law = personal.request_law()
    lead = f"Cơ quan xác nhận trong {law.receipt.shown}. {law.cite.instrument}."
    return act(
        request, form, run, heading="Yêu cầu về dữ liệu của tôi", submit="Gửi yêu cầu", cancel=reverse("profiles:mine"),
        lead=lead, crumbs=[crumb(MINE, "profiles:mine")],
    )  # fmt: skip


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The requests of an officer's people, the open ones to be seen at once."""
    who = viewer(request)
    need(who.has("officer"))
    form = RequestsFilter(request.GET)
    form.is_valid()
    found = queries.cases(queries.seen(who), who.day)
    if form.cleaned_data.get("state"):
        found = [one for one in found if one.state == form.cleaned_data["state"]]
    if request.GET.get("xuat") == "xlsx":
        return spreadsheet(requests_table(found), "yeu-cau-du-lieu.xlsx")
    context = {
        "page": page_of(request, found), "filters": form, "exports": [{"label": "Excel", "url": export_url(request)}],
    }  # fmt: skip
    return render(request, "profiles/requests.html", context)


@require_safe
def data_request(request: HttpRequest, pk: int) -> HttpResponse:
    """One request with where it stands."""
    who, case = _case(request, pk)
    answers = _answers(who, case)
    own = access.is_own(who, case.row.person)
    context = {
        "case": case, "answers": answers, "own": own, "law": personal.request_law(),
        "form": AnswerForm() if answers and not case.answer else None,
        "crumbs": [crumb(MINE, "profiles:mine") if own else crumb("Yêu cầu về dữ liệu", "profiles:requests")],
    }  # fmt: skip
    return render(request, "profiles/request.html", context)


@require_POST
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell the person that the request is there."""
    who, case = _case(request, pk)
    attempt(request, lambda: acts.acknowledge(actor=who.account, request=case.row), "Đã xác nhận với người yêu cầu.")
    return redirect("profiles:data_request", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the answer off, once."""
    who, case = _case(request, pk)
    need(_answers(who, case) and case.answer is None and case.extension is None)
    form, back = ReasonForm(request.POST or None), reverse("profiles:data_request", args=[pk])

    def run() -> str:
        acts.extend(actor=who.account, request=case.row, reason=form.cleaned_data["reason"])
        return back

    effects = [
        f"lùi hạn trả lời thêm {personal.request_law().extension.shown}, một lần duy nhất;",
        "báo lý do cho người yêu cầu.",
    ]
    return act(
        request, form, run, heading="Gia hạn trả lời", submit="Gia hạn", cancel=back, effects=effects,
        crumbs=[crumb("Yêu cầu về dữ liệu", "profiles:requests")],
    )  # fmt: skip


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a request."""
    who, case = _case(request, pk)
    form = AnswerForm(request.POST)
    said = form.cleaned_data if form.is_valid() else None
    if said and given(request, lambda: (acts.answer(actor=who.account, request=case.row, **said),), form):
        return redirect("profiles:data_request", pk)
    context = {
        "case": case, "answers": _answers(who, case), "form": form, "law": personal.request_law(),
        "crumbs": [crumb("Yêu cầu về dữ liệu", "profiles:requests")],
    }  # fmt: skip
    return render(request, "profiles/request.html", context, status=422)


@require_http_methods(["GET", "HEAD"])
def kept(request: HttpRequest) -> HttpResponse:
    """How long an agency keeps what, what is due to go now, and what never goes and why."""
    who = viewer(request)
    roots = _roots(who)
    need(bool(roots))
    rows = []
    for root in roots:
        held, counts = retention.rules(root.agency_id), retention.due(root.agency_id, who.day).counts
        lines = [(one, held.get(one.key), counts.get(one.key, 0)) for one in personal.retention().values()]
        rows.append((root, lines))
    return render(request, "profiles/retention.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Set how long an agency keeps one kind."""
    who = viewer(request)
    root = one(Unit.objects.filter(is_agency=True), pk=pk)
    found = personal.retention().get(key)
    need(who.holds("officer", path=root.path) and found is not None and found.deletes)
    assert found is not None
    rule = retention.rules(root.agency_id).get(key)
    initial = {"days": rule.days, "basis": rule.basis} if rule else None
    form, back = RetentionForm(request.POST or None, initial=initial), reverse("profiles:retention")

    def run() -> str:
        retention.set_rule(actor=who.account, root=root, kind=key, **form.cleaned_data)
        return back

    effects = [
        f"mỗi ngày, đồng hồ của phần mềm xóa: {found.what}",
        "nội dung đã xóa không lấy lại được; việc đã xóa được ghi.",
    ]
    return act(
        request, form, run, heading=f"{found.label}: {root.name}", submit="Lưu thời hạn", cancel=back, effects=effects,
        crumbs=[crumb("Thời hạn lưu", "profiles:retention")],
    )  # fmt: skip


def _case(request: HttpRequest, pk: int) -> tuple[Viewer, queries.Case]:
    who = viewer(request)
    return who, queries.cases([one(queries.seen(who), pk=pk)], who.day)[0]


def _answers(who: Viewer, case: queries.Case) -> bool:
    at = access.places([case.row.person_id]).get(case.row.person_id, ())
    return access.may_answer(who, case.row.person, at)


def _roots(who: Viewer) -> list[Unit]:
    """The agencies whose officer the viewer is, at most a handful at the top: each sets its own."""
    tops = who.paths("officer")
    return list(Unit.objects.filter(current(who.day), is_agency=True, path__in=tops).order_by("path"))
