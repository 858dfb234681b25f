"""Pages about persons: the list of a day, one person, adding and correcting."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from canbo.office.base.pages import export_url, page_of
from canbo.office.people.access import Viewer, need, one, viewer
from canbo.office.people.actions.persons import add_person, edit_person
from canbo.office.people.actions.postings import change_posting, end_posting, post_person
from canbo.office.people.export import roster_table
from canbo.office.people.forms.persons import (
    EndForm,
    FactsForm,
    NewPersonForm,
    PostingForm,
    RollForm,
    TermsForm,
    facts_of,
    terms_of,
)
from canbo.office.people.models import Person, Posting
from canbo.office.people.queries.persons import Search, history, roll, seen
from canbo.office.people.views.common import act, day_shown, spreadsheet


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Everybody under what the viewer reads, on a day; `?xuat=xlsx` gives the roster to import again."""
    who = viewer(request)
    need(bool(who.readable))
    day = day_shown(request, who.day)
    form = RollForm({**request.GET.dict(), "ngay": day}, initial={"ngay": who.day})
    form.fields["unit"].offer(who.readable, day, "Tất cả")  # type: ignore[attr-defined]
    form.is_valid()
    chosen = form.cleaned_data.get("unit")
    search = Search(
        text=form.cleaned_data.get("q", ""), unit=chosen.path if chosen else "", sort=request.GET.get("sort", "name"),
        kind=form.cleaned_data.get("kind", ""), rank=form.cleaned_data.get("rank", ""),
    )  # fmt: skip
    rows = roll(who.readable, day, search)
    if request.GET.get("xuat") == "xlsx":
        return spreadsheet(roster_table(rows, chosen.name if chosen else "", day), "danh-sach.xlsx")
    context = {
        "page": page_of(request, rows), "filters": form, "day": day, "past": day != who.day,
        "begins": bool(who.begins), "exports": [{"label": "Excel", "url": export_url(request)}],
    }  # fmt: skip
    return render(request, "people/persons.html", context)


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: facts, postings with their history, account."""
    who = viewer(request)
    person = one(seen(who), pk=pk)
    rows = history(person)
    manages = {row.pk for row in rows if who.holds("officer", path=row.post.unit.path)}
    lasting = [row for row in rows if row.primary and (row.valid_to is None or row.valid_to > who.day)]
    context = {
        "reads": any(who.reads(row.post.unit.path) for row in lasting),
        "person": person, "rows": rows, "manages": manages, "officer": bool(manages), "today": who.day,
        "myself": person.account_id == who.account.pk, "reads_units": bool(who.readable),
        "crumbs": [{"label": "Danh sách người", "url": reverse("people:persons")}] if who.readable else [],
    }  # fmt: skip
    return render(request, "people/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Add one person with a first post."""
    who = viewer(request)
    need(who.has("officer"))
    form = NewPersonForm(request.POST or None, viewer=who, initial={"unit": request.GET.get("don-vi", "")})

    def run() -> str:
        data = form.cleaned_data
        person = add_person(
            actor=who.account, unit=data["unit"], full_name=data["full_name"], title=data["title"], rank=data["rank"],
            terms=form.terms(), day=data["day"], code=data["code"], facts=form.facts(), key=data["key"],
        )  # fmt: skip
        return reverse("people:person", args=[person.pk])

    crumbs = [{"label": "Danh sách người", "url": reverse("people:persons")}]
    return act(
        request, form, run, heading="Thêm người", submit="Thêm người", cancel=reverse("people:persons"), crumbs=crumbs,
        lead="Nhiều người một lúc thì nhập từ tệp Excel sẽ nhanh hơn.",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what is known of a person."""
    who, person, back = _managed(request, pk)
    form = FactsForm(request.POST or None, initial=facts_of(person))

    def run() -> str:
        data = form.cleaned_data
        edit_person(
            actor=who.account, person=person, full_name=data["full_name"], code=data["code"] or person.code,
            facts=form.facts(),
        )  # fmt: skip
        return back

    return act(
        request, form, run, heading=f"Sửa thông tin: {person}", submit="Lưu", cancel=back, crumbs=_crumbs(person)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add_posting(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the person on a further post."""
    who = viewer(request)
    need(who.has("officer"))
    person = one(seen(who), pk=pk)
    back = reverse("people:person", args=[person.pk])
    form = PostingForm(request.POST or None, viewer=who)

    def run() -> str:
        data = form.cleaned_data
        post_person(
            actor=who.account, person=person, unit=data["unit"], title=data["title"], rank=data["rank"],
            terms=form.terms(), day=data["day"], key=data["key"], replace=data["replace"],
        )  # fmt: skip
        return back

    heading = f"Thêm vị trí: {person}"
    return act(request, form, run, heading=heading, submit="Thêm vị trí", cancel=back, crumbs=_crumbs(person))


@require_http_methods(["GET", "HEAD", "POST"])
def posting_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a posting."""
    who, posting, back = _posting(request, pk)
    form = EndForm(request.POST or None)

    def run() -> str:
        end_posting(actor=who.account, posting=posting, day=form.cleaned_data["day"])
        return back

    effects = ["kết thúc vị trí này, lịch sử vẫn giữ;", "nếu không còn vị trí nào, tài khoản đóng từ ngày đó."]
    return act(
        request, form, run, heading=f"Kết thúc vị trí: {posting.person}", submit="Kết thúc vị trí", cancel=back,
        lead=f"{posting.post.title}, {posting.post.unit}", effects=effects, crumbs=_crumbs(posting.person),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def posting_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Other terms for the same post from a day."""
    who, posting, back = _posting(request, pk)
    above = posting.post.unit.path
    form = TermsForm(request.POST or None, viewer=who, above=above, initial=terms_of(posting))

    def run() -> str:
        change_posting(actor=who.account, posting=posting, terms=form.terms(), day=form.cleaned_data["day"])
        return back

    return act(
        request, form, run, heading=f"Thay đổi vị trí: {posting.person}", submit="Lưu thay đổi", cancel=back,
        lead=f"{posting.post.title}, {posting.post.unit}", crumbs=_crumbs(posting.person),
    )  # fmt: skip


def _managed(request: HttpRequest, pk: int) -> tuple[Viewer, Person, str]:
    who = viewer(request)
    need(who.has("officer"))
    person = one(seen(who), pk=pk)
    need(any(who.holds("officer", path=row.post.unit.path) for row in history(person)))
    return who, person, reverse("people:person", args=[person.pk])


def _posting(request: HttpRequest, pk: int) -> tuple[Viewer, Posting, str]:
    who = viewer(request)
    posting = one(Posting.objects.select_related("person", "post__unit", "evaluated_by"), pk=pk)
    need(who.holds("officer", path=posting.post.unit.path))
    return who, posting, reverse("people:person", args=[posting.person_id])


def _crumbs(person: Person) -> list[dict[str, str]]:
    return [
        {"label": "Danh sách người", "url": reverse("people:persons")},
        {"label": person.full_name, "url": reverse("people:person", args=[person.pk])},
    ]
