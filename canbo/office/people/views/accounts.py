"""Pages about accounts: the officer's people, the administrator's role holders, making and resetting codes."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from canbo.office.base.errors import ActionError
from canbo.office.base.models import Job
from canbo.office.base.pages import export_url, page_of
from canbo.office.people import lockout
from canbo.office.people.access import Viewer, need, one, viewer
from canbo.office.people.actions import accounts
from canbo.office.people.export import accounts_table
from canbo.office.people.forms.accounts import AccountsForm, OpenForm, TechnicalForm
from canbo.office.people.models import Posting
from canbo.office.people.queries.accounts import (
    STATES,
    issuable,
    manageable,
    people_of,
    role_accounts,
    state_of,
    without_account,
)
from canbo.office.people.views.common import attempt, spreadsheet
from canbo.rulebook.amounts import natural

ACTS: dict[str, tuple[Callable[..., None], str]] = {
    "mo-khoa": (accounts.unlock, "Đã mở khóa tài khoản {}."),
    "dong": (accounts.close_account, "Đã đóng tài khoản {}."),
    "mo-lai": (accounts.reopen_account, "Đã mở lại tài khoản {}."),
    "go-hai-lop": (accounts.remove_factor, "Đã gỡ bảo mật hai lớp của {}."),
}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The people of an officer with the state of their accounts; an administrator is sent to the role holders."""
    who = viewer(request)
    need(who.has("officer", "administrator"))
    if not who.has("officer"):
        return redirect("people:role_accounts")
    form = AccountsForm(request.GET)
    paths = who.paths("officer")
    form.fields["unit"].offer(paths, who.day, "Tất cả")  # type: ignore[attr-defined]
    form.is_valid()
    unit = form.cleaned_data.get("unit")
    rows = people_of(
        paths, who.day, form.cleaned_data.get("q", ""), unit.path if unit else "", form.cleaned_data.get("state", "")
    )
    if request.GET.get("xuat") == "xlsx":
        return spreadsheet(accounts_table(rows, who.day), "tai-khoan.xlsx")
    page = page_of(request, rows)
    context = {
        "exports": [{"label": "Excel", "url": export_url(request)}],
        "page": page, "rows": _rows(who, list(page)), "filters": form, "administrator": who.has("administrator"),
        "missing": without_account([unit.path] if unit else paths, who.day).count(), "unit": unit,
    }  # fmt: skip
    return render(request, "people/accounts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def role_holders(request: HttpRequest) -> HttpResponse:
    """Accounts with a role in the administrator's units, and those without a person."""
    who = viewer(request)
    need(who.has("administrator"))
    form = TechnicalForm(request.POST or None, viewer=who)
    if request.method == "POST" and form.is_valid():
        try:
            job = accounts.open_technical(actor=who.account, address=_address(request), **form.cleaned_data)
            return redirect("base:job", job.pk)
        except ActionError as error:
            form.add_error("username", str(error))
    page = page_of(request, role_accounts(who))
    shown = [row.pk for row in page]
    mine = set(manageable(who).filter(pk__in=shown).values_list("pk", flat=True))
    coded = set(issuable(who).filter(pk__in=shown).values_list("pk", flat=True))
    shut = lockout.locked(row.username for row in page)
    rows = [
        {
            "account": row, "state": dict(STATES)[state_of(row, who.day)], "key": state_of(row, who.day),
            "managed": row.pk in mine, "coded": row.pk in coded, "locked": row.username in shut,
            "roles": [grant for grant in row.grants.all() if grant.valid_to is None or grant.valid_to > who.day],
            "factor": any(factor.type == "totp" for factor in row.authenticator_set.all()),
        }
        for row in page
    ]  # fmt: skip
    context = {"page": page, "rows": rows, "form": form, "codes": bool(coded)}
    return render(request, "people/role_accounts.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def open_missing(request: HttpRequest) -> HttpResponse:
    """Make accounts for everybody without one, in all units or in the one of `?unit=`."""
    who = viewer(request)
    need(who.has("officer"))
    form = AccountsForm(request.GET)
    form.fields["unit"].offer(who.paths("officer"), who.day, "Tất cả")  # type: ignore[attr-defined]
    form.is_valid()
    unit = form.cleaned_data.get("unit")
    rows = without_account([unit.path] if unit else who.paths("officer"), who.day)
    people = list(rows.select_related("person", "post__unit").order_by("post__unit__path", "person__sort_key"))
    ask = OpenForm(request.POST or None)
    if request.method == "POST" and ask.is_valid():
        persons = [place.person_id for place in people]
        return _job(request, lambda: accounts.open_accounts(
            actor=who.account, persons=persons, style=ask.cleaned_data["style"], address=_address(request)
        ))  # fmt: skip
    context = {"form": ask, "people": people, "unit": unit, "crumbs": _crumbs()}
    return render(request, "people/accounts_open.html", context)


@require_POST
def reissue(request: HttpRequest) -> HttpResponse:
    """New codes for the chosen accounts: first say for whom and what it does, then do it."""
    who = viewer(request)
    given = request.POST.getlist("account")
    chosen = [pk for text in given if (pk := natural(text)) is not None]
    need(len(chosen) == len(given))
    rows = list(issuable(who).filter(pk__in=chosen).select_related("person").order_by("username"))
    need(len(rows) == len(set(chosen)))
    if not rows:
        messages.error(request, "Hãy đánh dấu ít nhất một người đã có tài khoản.")
        return redirect("people:accounts")
    if "confirmed" in request.POST:
        return _job(request, lambda: accounts.reissue(actor=who.account, accounts=chosen, address=_address(request)))
    return render(request, "people/accounts_reissue.html", {"rows": rows, "crumbs": _crumbs()})


@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Unlock, close, open again, or take away the second factor of one account."""
    who = viewer(request)
    account = one(manageable(who), pk=pk)
    need(request.POST.get("viec") in ACTS)
    run, done = ACTS[request.POST["viec"]]
    back = "people:accounts" if who.has("officer") and hasattr(account, "person") else "people:role_accounts"
    return attempt(request, lambda: run(actor=who.account, account=account), done.format(account), reverse(back))


def _rows(who: Viewer, places: list[Posting]) -> list[dict[str, object]]:
    held = [place.person.account for place in places if place.person.account]
    mine = set(issuable(who).filter(pk__in=[account.pk for account in held]).values_list("pk", flat=True))
    shut = lockout.locked(account.username for account in held)
    return [
        {
            "place": place, "account": (account := place.person.account), "key": (key := state_of(account, who.day)),
            "state": dict(STATES)[key], "managed": account is not None and account.pk in mine,
            "locked": account is not None and account.username in shut,
        }
        for place in places
    ]  # fmt: skip


def _job(request: HttpRequest, start: Callable[[], Job]) -> HttpResponse:
    try:
        return redirect("base:job", start().pk)
    except ActionError as error:
        messages.error(request, str(error))
        return redirect("people:accounts")


def _address(request: HttpRequest) -> str:
    return request.build_absolute_uri("/")


def _crumbs() -> list[dict[str, str]]:
    return [{"label": "Tài khoản", "url": reverse("people:accounts")}]
