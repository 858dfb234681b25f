"""What was released: by unit and question, with bars beside the figures; the readers' themes; the head's answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from canbo.office.base.pages import crumb, given
from canbo.office.opinions import access, actions, queries, released
from canbo.office.opinions.forms.campaigns import ResponseForm, ThemeForm
from canbo.office.opinions.plans import ROOT, Subject
from canbo.office.opinions.views import voting
from canbo.office.opinions.views.campaigns import HOME, round_for
from canbo.office.people.access import need, viewer


@require_safe
def results(request: HttpRequest, pk: int) -> HttpResponse:
    """What everybody together answered, and the units one by one; of a vote, everybody on the ballot."""
    there = queries.campaign(pk)
    if there is not None and there.counted is not None:
        return voting.results(request, there)
    found = round_for(request, pk)
    need(found.results is not None)
    assert found.results is not None
    assert found.manifest is not None
    nodes = [one for one in found.manifest.nodes if not one.id.startswith("v")]
    before = queries.before(found)
    then, rows = queries.by_place(before), found.results.shown
    blocks = [(one.label, queries.compared([row for row in rows if row.group == one.id], then, None)) for one in nodes]
    shown = {
        "found": found, "row": found.row, "released": found.results, "blocks": [one for one in blocks if one[1]],
        "subjects": found.plan.subjects, "before": before, "crumbs": _crumbs(found),
    }  # fmt: skip
    return render(request, "opinions/results.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def subject(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """What was released about one unit; its head answers here, the officer keeps the readers' themes."""
    found, one = _subject(request, pk, key)
    assert found.manifest is not None
    assert found.results is not None
    who = viewer(request)
    runs, heads = access.may_run(who, found.row.unit), one.unit in queries.headed(who)
    theme, response = queries.about(found, key)
    do = request.POST.get("do", "")
    themes, answer = (
        ThemeForm(request.POST if do == "themes" else None),
        ResponseForm(
            request.POST if do == "respond" else None,
            initial=_offered(response.text, response.steps) if response else None,
        ),
    )
    if do == "themes" and themes.is_valid():
        data = themes.cleaned_data
        if given(request, lambda: actions.summarise(
            actor=who.account, campaign=pk, about=key, text=data["text"], readers=data["readers"]
        ), themes):  # fmt: skip
            messages.success(request, "Đã lưu bản tổng hợp.")
            return redirect(request.path)
    if do == "respond" and answer.is_valid():
        text, steps = answer.cleaned_data["text"], answer.steps
        if given(request, lambda: actions.respond(
            actor=who.account, campaign=pk, about=key, text=text, steps=steps
        ), answer):  # fmt: skip
            messages.success(request, "Đã lưu nội dung tiếp thu, giải trình.")
            return redirect(request.path)
    before, view = queries.before(found), queries.self_view(found, key)
    then, rows = queries.by_place(before), found.results.shown
    groups = [g for g in found.manifest.groups if g.about == key]
    parts = [(g.label, [row for row in rows if row.group == g.id]) for g in groups]
    whole = released.beyond([row for row in rows if row.group == key], groups, [part for _, part in parts])
    blocks = [
        (label, queries.compared(part, then, view))
        for label, part in ([(one.label, whole)] if whole or not parts else []) + parts
    ]
    shown = {
        "found": found, "row": found.row, "subject": one, "blocks": blocks, "before": before, "view": view,
        "theme": theme, "response": response,
        "runs": runs, "heads": heads, "reads": access.may_see(who, found.row.unit_path),
        "themes": themes, "answer": answer, "crumbs": _crumbs(found, runs),
    }  # fmt: skip
    return render(request, "opinions/subject.html", shown, status=422 if request.method == "POST" else 200)


def _subject(request: HttpRequest, pk: int, key: str) -> tuple[queries.Round, Subject]:
    """A unit of a released campaign that the viewer may read about: reading roles over the campaign, or its head."""
    found, who = queries.campaign(pk), viewer(request)
    one = next((row for row in found.plan.subjects if row.id == key), None) if found else None
    need(found is not None and one is not None and found.results is not None)
    assert found is not None
    assert one is not None
    need(key != ROOT and (access.may_see(who, found.row.unit_path) or one.unit in queries.headed(who)))
    return found, one


def _offered(text: str, steps: list[dict[str, str]]) -> dict[str, object]:
    from datetime import date

    rows = {f"what{at}": one["what"] for at, one in enumerate(steps, start=1)}
    return {"text": text} | rows | {f"due{at}": date.fromisoformat(one["due"]) for at, one in enumerate(steps, start=1)}


def _crumbs(found: queries.Round, whole: bool = True) -> list[dict[str, str]]:
    return [crumb(*HOME), crumb(found.row.title, "opinions:campaign", found.row.pk)] if whole else [crumb(*HOME)]
