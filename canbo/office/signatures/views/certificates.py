"""Pages about people's certificates: one's own, and confirming others'."""

from __future__ import annotations

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from canbo.office.base.errors import ActionError
from canbo.office.base.pages import page_of
from canbo.office.people.access import need, one, viewer
from canbo.office.people.views.common import attempt
from canbo.office.signatures import access, actions, queries, tokens
from canbo.office.signatures.forms import ClaimForm, RuleForm
from canbo.office.signatures.models import PersonCertificate

OWN_END = "Người có chứng thư báo thôi dùng"
DONE = {
    "confirmed": "Đã xác nhận chứng thư.",
    "refused": "Đã ghi là không xác nhận.",
    "ended": "Chứng thư này không dùng để ký nữa.",
}


@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """The viewer's own certificates, and claiming one."""
    who = viewer(request)
    need(who.person is not None)
    assert who.person is not None
    if who.home is None:
        return render(request, "signatures/mine.html", {"rows": []})
    form = ClaimForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.claim(actor=who.account, agency_id=who.home.agency_id, data=form.cleaned_data["file"].read())
            return redirect("signatures:mine")
        except ActionError as error:
            form.add_error("file", str(error))
    rows = queries.certificates_of(who.home.agency_id, who.person.pk).order_by("-id")
    context = {"form": form, "rows": rows, "rules": queries.to_rule(who).exists() or who.has("officer")}
    return render(request, "signatures/mine.html", context, status=422 if form.errors else 200)


@require_POST
def end_mine(request: HttpRequest, pk: int) -> HttpResponse:
    """Use one's own certificate no more: lost, replaced."""
    who = viewer(request)
    row = one(PersonCertificate.objects.filter(person=who.person, person__isnull=False), pk=pk)
    return attempt(
        request, lambda: actions.rule(actor=who.account, certificate=row, verdict="ended", reason=OWN_END),
        DONE["ended"], reverse("signatures:mine"),
    )  # fmt: skip


@require_POST
def token(request: HttpRequest) -> HttpResponse:
    """A short-lived code by which a signing program on the person's machine speaks for them."""
    who = viewer(request)
    need(who.person is not None)
    context = {"token": tokens.issue(who.account), "minutes": tokens.LASTS // 60}
    return render(request, "signatures/token.html", context)


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """Certificates of the people an officer or head answers for: to confirm first."""
    who = viewer(request)
    need(who.has("officer") or bool(who.headed))
    rows = queries.to_rule(who).select_related("person").order_by(F("verdict"), "person__sort_key", "-id")
    return render(request, "signatures/waiting.html", {"page": page_of(request, rows)})


@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    """One certificate: confirm, refuse, or end."""
    who = viewer(request)
    row = one(queries.to_rule(who).select_related("person"), pk=pk)
    need(access.may_rule(who, row))
    form = RuleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        verdict = request.POST.get("verdict", "")
        need(verdict in DONE)
        try:
            actions.rule(actor=who.account, certificate=row, verdict=verdict, reason=form.cleaned_data["reason"])
            return redirect("signatures:waiting")
        except ActionError as error:
            form.add_error("reason", str(error))
    crumbs = [{"label": "Xác nhận chứng thư", "url": reverse("signatures:waiting")}]
    context = {"row": row, "form": form, "crumbs": crumbs}
    return render(request, "signatures/rule.html", context, status=422 if form.errors else 200)
