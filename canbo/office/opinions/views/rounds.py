"""A round that follows another, and the page on which a head says how they see themselves."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from canbo.office.base.pages import attempt, crumb, given
from canbo.office.opinions import actions, queries
from canbo.office.opinions.forms.votes import AgainForm, SelfForm
from canbo.office.opinions.views.campaigns import HOME, round_for
from canbo.office.people.access import need, viewer


@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a round that asks the same again."""
    found = round_for(request, pk, run=True)
    need(found.results is not None and queries.followed(found) is None)
    form = AgainForm(request.POST or None, initial={"title": f"{found.row.title}, lần tiếp theo"[:200]})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        row = given(
            request,
            lambda: actions.again(
                actor=viewer(request).account, campaign=pk, key=data["key"], title=data["title"]
            ),
            form,
        )  # fmt: skip
        if row is not None:
            messages.success(request, "Đã mở đợt nối tiếp. Hãy đặt thời hạn và người giữ khóa mới.")
            return redirect("opinions:campaign", row.pk)
    shown = {"form": form, "row": found.row, "crumbs": [crumb(*HOME), crumb(found.row.title, "opinions:campaign", pk)]}
    return render(request, "opinions/again.html", shown, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def view_self(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """How the head of a unit answers what others are asked about them."""
    found, who = queries.campaign(pk), viewer(request)
    one = next((row for row in found.plan.subjects if row.id == key), None) if found else None
    need(found is not None and one is not None and one.unit in queries.headed(who))
    assert found is not None
    assert one is not None
    asked, there = queries.self_questions(found, key), queries.self_view(found, key)
    need(bool(asked))
    places = {f"q{at}": place for at, (place, _) in enumerate(asked)}
    given = {name: there.answers.get(place) for name, place in places.items()} if there else {}
    initial = {
        name: value if question.kind == "many" else (value or [""])[0]
        for (name, value), (_, question) in zip(given.items(), asked, strict=True)
    } if there else {}  # fmt: skip
    form = SelfForm(
        [(name, question) for name, (_, question) in zip(places, asked, strict=True)], request.POST or None,
        initial=initial,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        answers = {places[name]: chosen for name, chosen in form.answers.items()}
        done = attempt(
            request,
            lambda: actions.view_self(actor=who.account, campaign=pk, about=key, answers=answers),
            "Đã lưu phần tự nhận xét.",
            form,
        )
        if done:
            return redirect(request.path)
    shown = {
        "form": form, "row": found.row, "subject": one, "there": there, "open": queries.may_view_self(found, who.day),
        "manifest": found.manifest, "crumbs": [crumb(*HOME)],
    }  # fmt: skip
    return render(request, "opinions/self.html", shown, status=422 if request.method == "POST" else 200)
