"""Pages about roles (administrators) and delegations (officers, heads)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from canbo.office.base.errors import ActionError
from canbo.office.base.pages import export_url, page_of
from canbo.office.people.access import need, one, viewer
from canbo.office.people.actions import roles
from canbo.office.people.export import delegations_table, grants_table
from canbo.office.people.forms.accounts import DelegationForm, GrantForm, GrantsForm, RoleEndForm
from canbo.office.people.models import Grant
from canbo.office.people.queries.roles import delegations_seen, grants_under
from canbo.office.people.views.common import act, attempt, matches_part, spreadsheet


@require_http_methods(["GET", "HEAD", "POST"])
def grants(request: HttpRequest) -> HttpResponse:
    """Who holds which role where, and giving a new one."""
    who = viewer(request)
    need(who.has("administrator"))
    form = GrantForm(request.POST or None, viewer=who)
    if request.method == "POST" and form.is_valid():
        try:
            roles.grant_role(actor=who.account, **form.cleaned_data)
            return redirect("people:grants")
        except ActionError as error:
            form.add_error(None, str(error))
    filters = GrantsForm(request.GET)
    filters.is_valid()
    chosen = filters.cleaned_data
    rows = grants_under(who, chosen.get("q", ""), chosen.get("role", ""), chosen.get("past", False))
    if request.GET.get("xuat") == "xlsx":
        return spreadsheet(grants_table(rows, who.day), "vai-tro.xlsx")
    context = {
        "form": form, "filters": filters, "page": page_of(request, rows), "day": who.day, "me": who.account.pk,
        "exports": [{"label": "Excel", "url": export_url(request)}],
    }  # fmt: skip
    return render(request, "people/grants.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def grant_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a role."""
    who = viewer(request)
    grant = one(Grant.objects.select_related("account__person", "unit"), pk=pk)
    need(who.holds("administrator", path=grant.unit.path))
    form = RoleEndForm(request.POST or None)
    back = reverse("people:grants")

    def run() -> str:
        roles.end_role(actor=who.account, grant=grant, day=form.cleaned_data["day"])
        return back

    lead = f"{grant.account}: {grant.get_role_display()}, {grant.unit}"
    crumbs = [{"label": "Vai trò", "url": back}]
    return act(request, form, run, heading="Kết thúc vai trò", submit="Kết thúc", cancel=back, lead=lead, crumbs=crumbs)


@require_http_methods(["GET", "HEAD", "POST"])
def delegations(request: HttpRequest) -> HttpResponse:
    """Delegations of the viewer and of an officer's units, and recording one."""
    who = viewer(request)
    need(who.has("officer") or bool(who.headed) or delegations_seen(who).exists())
    form = DelegationForm(request.POST or None, viewer=who)
    if request.method == "POST" and form.is_valid():
        try:
            roles.delegate(actor=who.account, **form.cleaned_data)
            return redirect("people:delegations")
        except ActionError as error:
            form.add_error(None, str(error))
    if part := matches_part(request, form):
        return part
    if request.GET.get("xuat") == "xlsx":
        return spreadsheet(delegations_table(delegations_seen(who), who.day), "uy-quyen.xlsx")
    rows = page_of(request, delegations_seen(who))
    may = form.fields["principal"].rows.exists()  # type: ignore[attr-defined]
    context = {"form": form, "page": rows, "day": who.day, "may": may, "me": who.person}
    context["exports"] = [{"label": "Excel", "url": export_url(request)}]
    return render(request, "people/delegations.html", context, status=422 if form.errors else 200)


@require_POST
def delegation_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a delegation today."""
    who = viewer(request)
    row = one(delegations_seen(who), pk=pk)
    return attempt(
        request, lambda: roles.end_delegation(actor=who.account, delegation=row, day=who.day),
        "Đã kết thúc ủy quyền.", reverse("people:delegations"),
    )  # fmt: skip
