"""What a body chose for each instrument on commendation: shown, and chosen anew from a day on."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from canbo.office.awards import actions, law
from canbo.office.awards.forms import RulesForm
from canbo.office.awards.models import AwardRules
from canbo.office.base.holes import HolesForm, shown
from canbo.office.base.pages import attempt, crumb
from canbo.office.people.access import above, need, subtree, viewer


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every instrument with what the viewer's bodies chose, the newest first, and what the law says itself."""
    found = viewer(request)
    need(bool(found.readable))
    upwards = {step for path in found.readable for step in above(path)}
    rows = AwardRules.objects.filter(subtree(found.readable, "unit__path")) | AwardRules.objects.filter(
        unit__path__in=upwards
    )
    every = list(rows.select_related("unit", "by__person").order_by("-valid_from", "-id"))
    blocks = []
    for one in law.instruments():
        mine = [row for row in every if row.instrument == one.key]
        chosen = [(row, [(hole.label, shown(hole, row.values.get(hole.key))) for hole in one.settings]) for row in mine]
        blocks.append((one, chosen))
    context = {"blocks": blocks, "keeps": bool(found.begins), "crumbs": [crumb("Xét danh hiệu", "awards:index")]}
    return render(request, "awards/rules.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, instrument: str) -> HttpResponse:
    """Choose anew for one instrument."""
    found = viewer(request)
    source = law.instrument(instrument)
    need(bool(found.begins) and source is not None)
    assert source is not None
    last = _last(found.begins, instrument)
    form = RulesForm(found, request.POST or None, initial={"unit": last.unit_id if last else None})
    holes = HolesForm(source.settings, last.values if last else {}, request.POST or None)
    if request.method == "POST" and form.is_valid() and holes.is_valid():
        act = partial(
            actions.choose_rules, actor=found.account, instrument=instrument, values=holes.values(),
            **form.cleaned_data,
        )  # fmt: skip
        if attempt(request, act, f"Đã ghi quy định của đơn vị về {source.instrument.number}.", form):
            return redirect("awards:rules")
    context = {
        "source": source, "form": form, "holes": holes,
        "crumbs": [crumb("Xét danh hiệu", "awards:index"), crumb("Quy chế", "awards:rules")],
    }  # fmt: skip
    return render(request, "awards/rules_change.html", context, status=422 if form.errors or holes.errors else 200)


def _last(paths: tuple[str, ...], instrument: str) -> AwardRules | None:
    rows = AwardRules.objects.filter(subtree(paths, "unit__path"), instrument=instrument)
    return rows.order_by("-valid_from", "-id").first()
