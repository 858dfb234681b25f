"""Facts on record: the list, one for one subject, conduct of a whole unit, Excel in with a preview, taking back."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from canbo.office.awards import access, actions, fact_file, queries
from canbo.office.awards.forms import ConductForm, FactForm, PaperReasonForm, UploadForm, years
from canbo.office.awards.models import AwardFact, AwardImport
from canbo.office.awards.queries.roll import Key
from canbo.office.base.pages import attempt, crumb, given, page_of, saved_as
from canbo.office.people.access import Viewer, need, one, subtree, viewer
from canbo.office.people.models import Person, Posting, Unit
from canbo.office.people.queries.persons import named
from canbo.rulebook.amounts import natural

FOUND = 20


def _crumbs() -> list[dict[str, str]]:
    return [crumb("Xét danh hiệu", "awards:index"), crumb("Ghi nhận", "awards:facts")]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The facts one keeps, with a search for whom to record about."""
    found = viewer(request)
    need(found.has("officer"))
    q = request.GET.get("q", "").strip()
    people = list(_people(found).filter(named(q)).order_by("sort_key")[:FOUND]) if q else []
    page = page_of(request, queries.facts_for(found, q=q))
    context = {
        "page": page, "rows": [(row, *queries.told(row)) for row in page], "q": q, "people": people,
        "crumbs": _crumbs()[:1],
    }  # fmt: skip
    return render(request, "awards/facts.html", context)


def _people(found: Viewer):  # type: ignore[no-untyped-def]  # a queryset of persons
    """The persons the viewer may record about: those with a place under the officer's role, ever, but oneself."""
    held = Posting.objects.filter(subtree(found.paths("officer"), "post__unit__path"), primary=True)
    rows = Person.objects.filter(pk__in=held.values("person_id"))
    return rows.exclude(pk=found.person.pk) if found.person else rows


@require_http_methods(["GET", "HEAD", "POST"])
def about_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a fact of a person's year."""
    found = viewer(request)
    need(found.has("officer"))
    row = one(_people(found), pk=pk)
    return _about(request, ("person", pk), row)


@require_http_methods(["GET", "HEAD", "POST"])
def about_collective(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a fact of a collective's year."""
    found = viewer(request)
    row = one(Unit.objects.all(), pk=pk)
    need(access.may_keep(found, row.path))
    return _about(request, ("collective", pk), row)


def _about(request: HttpRequest, key: Key, subject: Person | Unit) -> HttpResponse:
    first = natural(request.GET.get("nam", ""), 4) or years(viewer(request))[0]
    form = FactForm(key, request.POST or None, initial={"year": first})
    whom = {"person": subject} if isinstance(subject, Person) else {"collective": subject}
    if request.method == "POST" and form.is_valid():
        act = partial(actions.record_fact, actor=viewer(request).account, **form.cleaned_data, **whom)
        if attempt(request, act, f"Đã ghi nhận về {subject}.", form):
            return redirect(request.path)
    context = {
        "subject": subject, "form": form, "crumbs": _crumbs(),
        "rows": [(row, *queries.told(row)) for row in queries.facts_for(viewer(request)).filter(**{key[0]: key[1]})],
    }  # fmt: skip
    return render(request, "awards/fact_about.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a fact back."""
    found = viewer(request)
    need(found.has("officer"))
    mine = Q(person__in=_people(found).values("pk")) | Q(
        subtree(found.paths("officer"), "collective__path"), collective__isnull=False
    )
    rows = AwardFact.objects.filter(mine, revokes=None, revoked_by=None)
    row = one(rows.select_related("person", "collective"), pk=pk)
    label, value = queries.told(row)
    form = PaperReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = partial(actions.revoke_fact, actor=found.account, fact=row, **form.cleaned_data)
        if attempt(request, act, "Đã hủy ghi nhận; dòng cũ vẫn lưu trong hồ sơ.", form):
            return redirect("awards:facts")
    context = {
        "heading": "Hủy ghi nhận", "lead": f"{row.person or row.collective}, năm {row.year}: {label}: {value}.",
        "form": form, "submit": "Hủy ghi nhận", "danger": True, "cancel": reverse("awards:facts"), "crumbs": _crumbs(),
    }  # fmt: skip
    return render(request, "awards/act.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def conduct(request: HttpRequest) -> HttpResponse:
    """Confirm the conduct of a whole unit by one paper."""
    found = viewer(request)
    need(found.has("officer"))
    form = ConductForm(found, request.POST or None, initial={"year": years(found)[0]})
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        codes = cleaned.pop("but").split()
        but = dict(Person.objects.filter(code__in=codes).values_list("code", "pk"))
        if missing := [code for code in codes if code not in but]:
            form.add_error("but", f"Không thấy mã số: {', '.join(missing)}.")
        else:
            act = partial(actions.confirm_conduct, actor=found.account, but=set(but.values()), **cleaned)
            made = given(request, act, form)
            if made is not None:
                messages.success(request, f"Đã ghi nhận cho {made} người. Người đã có ghi nhận thì giữ nguyên.")
                return redirect("awards:facts")
    context = {
        "heading": "Xác nhận cả đơn vị", "form": form, "submit": "Ghi nhận", "cancel": reverse("awards:facts"),
        "lead": "Đoàn kết, chấp hành tốt chủ trương, pháp luật, quy định của cơ quan: ghi một lần cho cả đơn vị.",
        "crumbs": _crumbs(),
    }  # fmt: skip
    return render(request, "awards/act.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Upload a file of facts."""
    found = viewer(request)
    need(found.has("officer"))
    form = UploadForm(found, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        act = partial(
            actions.upload, actor=found.account, unit=form.cleaned_data["unit"], name=file.name, data=file.read()
        )
        entry = given(request, act, form)
        if entry is not None:
            return redirect("awards:import", entry.pk)
    context = {
        "heading": "Nhập ghi nhận từ Excel", "form": form, "submit": "Xem trước", "cancel": reverse("awards:facts"),
        "lead": "Sáng kiến được công nhận, xác nhận đoàn kết, mức xếp loại và danh hiệu của những năm trước. "
        "Chưa có gì được ghi cho tới khi bạn xác nhận.", "template": reverse("awards:template"), "crumbs": _crumbs(),
    }  # fmt: skip
    return render(request, "awards/act.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What a file says, before it counts; POST lets it count, all or nothing."""
    found = viewer(request)
    entry = one(AwardImport.objects.select_related("unit", "file", "by"), pk=pk)
    need(access.may_keep(found, entry.unit.path))
    if request.method == "POST" and attempt(
        request, lambda: actions.carry_out(actor=found.account, entry=entry), "Đã nhập ghi nhận."
    ):
        return redirect("awards:facts")
    reading = given(request, lambda: actions.reading_of(entry))
    shown = [(one, *_said(one)) for one in reading.rows] if reading else []
    context = {"entry": entry, "reading": reading, "rows": shown, "crumbs": _crumbs()}
    return render(request, "awards/import.html", context)


def _said(row: fact_file.Row) -> tuple[str, str]:
    return queries.told(AwardFact(fact=row.fact, value=row.value))


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """An empty file in the columns that are read."""
    need(viewer(request).has("officer"))
    return saved_as(fact_file.template(), "Mẫu ghi nhận thi đua, khen thưởng", "xlsx")
