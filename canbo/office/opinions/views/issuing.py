"""Ballots taken online: who is invited, what an invited person sees, the window in which a ballot is signed."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from canbo.office.base.errors import ActionError, Conflict, NotTheirs
from canbo.office.base.pages import attempt, crumb, given, picked
from canbo.office.opinions import actions, queries
from canbo.office.opinions.forms.issuing import FromForm
from canbo.office.opinions.views.campaigns import HOME, page, round_for
from canbo.office.people.access import need, viewer

LONGEST = 2048  # letters of a blinded number


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, pk: int, subject: str, audience: str) -> HttpResponse:
    """The people of a unit, to be invited into one audience about one subject."""
    found, who = round_for(request, pk, run=True), viewer(request)
    about = next((one for one in found.plan.subjects if one.id == subject), None)
    asked = next((one for one in found.plan.audiences if one.id == audience), None)
    need(about is not None and asked is not None and found.plan.way == "tokens")
    assert about is not None
    assert asked is not None
    form = FromForm(who, request.POST or request.GET or {"unit": about.unit or found.row.unit_id})
    unit = form.cleaned_data["unit"].pk if form.is_valid() and form.cleaned_data["unit"] else 0
    rows = queries.candidates(who, found.row, found.plan, subject, audience, unit)
    free = [one.person.pk for one in rows if not one.barred]
    earlier = len(queries.before_there(pk, subject, audience))
    if request.POST.get("do") == "before":
        added = given(
            request,
            lambda: (
                actions.invite_again(actor=who.account, campaign=pk, subject=subject, audience=audience),
            ),
        )  # fmt: skip
        if added is not None:
            messages.success(request, f"Đã mời thêm {added[0]} trong {earlier} người của vòng trước.")
        return redirect(f"{request.path}?unit={unit or found.row.unit_id}")
    if request.method == "POST":
        chosen = free if request.POST.get("do") == "all" else picked(request, "person")
        try:
            actions.invite(actor=who.account, campaign=pk, subject=subject, audience=audience, unit=unit, chosen=chosen)
        except ActionError as error:
            return page(request, found, 409 if isinstance(error, Conflict) else 422, str(error))
        messages.success(request, f"Đã lưu: {len(chosen)} người của đơn vị này được mời.")
        return redirect(f"{request.path}?unit={unit}")
    crumbs = [crumb(*HOME), crumb(found.row.title, "opinions:campaign", pk)]
    shown = {
        "found": found, "row": found.row, "about": about, "asked": asked, "form": form, "rows": rows, "unit": unit,
        "free": len(free), "earlier": earlier, "total": found.plan.people.get(f"{subject}/{audience}", 0),
        "crumbs": [*crumbs, crumb("Đơn vị, đối tượng", "opinions:invited", pk)],
    }  # fmt: skip
    return render(request, "opinions/people.html", shown)


@require_safe
def mine(request: HttpRequest, pk: int) -> HttpResponse:
    """What somebody invited to take a ballot should know, and whether one was issued to their account."""
    who = viewer(request)
    found = queries.invited([who.person.pk] if who.person else [], campaign=pk)
    need(bool(found))
    (one,) = found
    shown = {
        "one": one, "row": one.campaign, "manifest": one.manifest, "group": one.manifest.group(one.row.group),
        "step": one.step(who.day), "box": f"{settings.BOX_SITE}/#{one.opening.hash}",
    }  # fmt: skip
    return render(request, "opinions/mine.html", shown)


@require_safe
def take(request: HttpRequest) -> HttpResponse:
    """The window that the ballot box opens: it asks the box's page for a number, has it signed, hands it back.

    Its opener must stay known, so this page alone is not cut off from it (decision 5).
    """
    who = viewer(request)
    surveys = [
        {
            "survey": one.opening.hash, "group": one.row.group, "title": one.manifest.title,
            "label": one.manifest.group(one.row.group).label, "step": one.step(who.day),
        }
        for one in queries.invited([who.person.pk] if who.person else [])
    ]  # fmt: skip
    known = {"box": settings.BOX_SITE, "surveys": surveys}
    response = render(request, "opinions/take.html", {"given": known, "person": who.person or who.account})
    response["Cross-Origin-Opener-Policy"] = "unsafe-none"
    return response


@require_POST
def sign(request: HttpRequest) -> HttpResponse:
    """The signature over a blinded number, as JSON; a refusal says why."""
    survey, blinded = request.POST.get("survey", ""), request.POST.get("blinded", "")
    try:
        if len(blinded) > LONGEST:
            raise ActionError("Số phiếu gửi lên không hợp lệ.")
        signed = actions.issue(actor=viewer(request).account, survey=survey, blinded=blinded)
    except NotTheirs as error:
        raise Http404("not theirs") from error
    except ActionError as error:
        return JsonResponse({"reason": str(error)}, status=409 if isinstance(error, Conflict) else 422)
    return JsonResponse({"signed": signed})


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End handing out by hand, where the clock has not."""
    round_for(request, pk, run=True)
    account = viewer(request).account
    attempt(request, lambda: actions.end_issuing(campaign=pk, actor=account), "Đã kết thúc phát phiếu và hủy khóa.")
    return redirect("opinions:campaign", pk)


@require_POST
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove who was invited and who took a ballot."""
    round_for(request, pk, run=True)
    account = viewer(request).account
    attempt(request, lambda: actions.forget_issuing(campaign=pk, actor=account), "Đã xóa dữ liệu phát phiếu.")
    return redirect("opinions:campaign", pk)
