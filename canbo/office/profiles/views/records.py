"""Pages of the record: the list, one person, putting on record, correcting, withdrawing, the sensitive fields."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from canbo.office.base.pages import export_url, given, page_of
from canbo.office.people.access import need, one, viewer
from canbo.office.people.models import Person
from canbo.office.people.queries.persons import Search, roll
from canbo.office.people.views.common import act, spreadsheet
from canbo.office.profiles import access
from canbo.office.profiles.actions.reading import read_sensitive
from canbo.office.profiles.actions.recording import put, withdraw
from canbo.office.profiles.drafts import Draft
from canbo.office.profiles.forms.record import EntryForm, ReasonForm, RecordsFilter, SensitiveForm, entry_values
from canbo.office.profiles.models import ProfileEntry
from canbo.office.profiles.queries import records as queries
from canbo.office.profiles.queries.standing import standing
from canbo.office.profiles.sheets.records import record_table
from canbo.office.profiles.views.common import crumbs, person_of
from canbo.rulebook import personal


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Everybody under what the viewer reads, with what stands of them; `?xuat=xlsx` gives the file an import reads."""
    who = viewer(request)
    need(bool(who.readable))
    form = RecordsFilter(who, request.GET)
    form.is_valid()
    chosen, said = form.cleaned_data.get("unit"), form.cleaned_data
    search = Search(
        text=said.get("q", ""), unit=chosen.path if chosen else "", sort=request.GET.get("sort", "name"),
        kind=said.get("kind", ""),
    )  # fmt: skip
    rows = roll(who.readable, who.day, search)
    if said.get("lacks"):
        rows = queries.lacking(rows, said["lacks"])
    if request.GET.get("xuat") == "xlsx":
        places = list(rows)
        items = standing([place.person_id for place in places], queries.OPEN)
        title = f"{chosen.name if chosen else ''} ngày {who.day:%d/%m/%Y}".strip()
        return spreadsheet(record_table(places, items, queries.OPEN, title), "ho-so.xlsx")
    page = page_of(request, rows)
    context = {
        "page": page, "rows": queries.listed(list(page)), "filters": form, "officer": bool(who.begins),
        "columns": [personal.label_of(key) for key in queries.SHOWN],
        "exports": [{"label": "Excel", "url": export_url(request)}],
    }  # fmt: skip
    return render(request, "profiles/index.html", context)


@require_safe
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """One person's record, with history; the sensitive fields only by name."""
    who, person, paths = person_of(request, pk)
    context = {
        "person": person, "parts": queries.record(person), "keeps": access.may_keep(who, paths),
        "sensitive": access.may_read_sensitive(who, person, paths), "own": access.is_own(who, person),
        "closed": [one.label for one in personal.fields().values() if one.sensitive], "crumbs": crumbs(who),
        "unreadable": queries.unreadable(person), "reads": bool(who.readable),
    }  # fmt: skip
    return render(request, "profiles/record.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Put an entry of a field on record."""
    who, person, paths = person_of(request, pk)
    need(access.may_keep(who, paths) and key in personal.fields())
    field = personal.find(key)
    form = EntryForm(field, request.POST or None)
    back = reverse("profiles:record", args=[person.pk])

    def run() -> str:
        put(actor=who.account, drafts=[Draft(person.pk, key, **form.cleaned_data)])
        return back

    return act(
        request, form, run, heading=f"{field.label}: {person}", submit="Ghi vào hồ sơ", cancel=back,
        crumbs=crumbs(who, person), lead=f"Dùng cho: {field.purpose}. {field.cite.instrument}.",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct an entry: a new one takes its place. A sensitive one is typed anew and never shown here."""
    entry, back = _entry(request, pk), ""
    who, person = viewer(request), entry.person
    field = personal.find(entry.field)
    back = reverse("profiles:record", args=[person.pk])
    items = [] if field.sensitive else [one for one in standing([person.pk], [entry.field]) if one.pk == entry.pk]
    form = EntryForm(field, request.POST or None, initial=entry_values(items[0]) if items else None)

    def run() -> str:
        put(actor=who.account, drafts=[Draft(person.pk, entry.field, replaces=entry.pk, **form.cleaned_data)])
        return back

    return act(
        request, form, run, heading=f"Sửa {field.label.lower()}: {person}", submit="Lưu", cancel=back,
        crumbs=crumbs(who, person), lead="Mục cũ vẫn nằm trong lịch sử của hồ sơ.",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw an entry, with a reason."""
    entry = _entry(request, pk)
    who, person = viewer(request), entry.person
    back = reverse("profiles:record", args=[person.pk])
    form = ReasonForm(request.POST or None)

    def run() -> str:
        withdraw(actor=who.account, entry=entry, reason=form.cleaned_data["reason"])
        return back

    effects = ["mục này thôi là một phần của hồ sơ;", "nội dung cũ vẫn nằm trong lịch sử, cùng lý do."]
    return act(
        request, form, run, heading=f"Rút {personal.label_of(entry.field).lower()}: {person}", submit="Rút mục này",
        cancel=back, crumbs=crumbs(who, person), effects=effects,
    )  # fmt: skip


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sensitive(request: HttpRequest, pk: int) -> HttpResponse:
    """The sensitive fields: one's own at once, another's after a reason. What is read stands in the answer to a POST
    only: it has no address, and no browser keeps it."""
    who, person, paths = person_of(request, pk)
    need(access.may_read_sensitive(who, person, paths))
    own = access.is_own(who, person)
    form = SensitiveForm(request.POST or None)
    keys, why = [], ""
    if own:
        keys = [key for key, field in personal.fields().items() if field.sensitive]
    elif request.method == "POST" and form.is_valid():
        keys, why = form.cleaned_data["keys"], form.cleaned_data["why"]
    items = None
    if keys:
        asked = [person]
        items = given(request, lambda: read_sensitive(actor=who.account, people=asked, keys=keys, why=why), form)
    context = {
        "person": person, "form": form, "own": own, "keeps": access.may_keep(who, paths), "crumbs": crumbs(who, person),
        "parts": None if items is None else queries.shown(person, keys, items),
    }  # fmt: skip
    return render(request, "profiles/sensitive.html", context, status=422 if form.errors and items is None else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sensitive_file(request: HttpRequest) -> HttpResponse:
    """The sensitive fields of everybody in the units of an officer or auditor, as a file, after a reason."""
    who = viewer(request)
    tops = who.paths("officer", "auditor")
    need(bool(tops))
    form = SensitiveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        places = list(roll(tops, who.day, Search()))
        keys = [key for key in personal.fields() if key in form.cleaned_data["keys"]]
        people = list(Person.objects.filter(pk__in=[place.person_id for place in places]))
        why = form.cleaned_data["why"]
        items = given(request, lambda: read_sensitive(actor=who.account, people=people, keys=keys, why=why), form)
        if items is not None:
            table = record_table(places, items, keys, f"Dữ liệu nhạy cảm. Lý do lấy: {why}")
            return spreadsheet(table, "ho-so-nhay-cam.xlsx")
    context = {"form": form, "crumbs": crumbs(who)}
    return render(request, "profiles/sensitive_file.html", context, status=422 if form.errors else 200)


def _entry(request: HttpRequest, pk: int) -> ProfileEntry:
    entry = one(ProfileEntry.objects.select_related("person"), pk=pk)
    need(access.may_keep(viewer(request), access.places([entry.person_id]).get(entry.person_id, ())))
    if ProfileEntry.objects.filter(replaces=entry).exists() or hasattr(entry, "withdrawal"):
        raise Http404("stands no more")
    return entry
