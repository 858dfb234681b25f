"""What bodies chose for the instruments a room reads: shown, and chosen anew from a day on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from canbo.office.base.holes import HolesForm, shown
from canbo.office.base.pages import attempt, crumb
from canbo.office.people.access import need, subtree, viewer
from canbo.office.regulations.actions.choosing import choose
from canbo.office.regulations.choices import Choices
from canbo.office.regulations.forms import ChoiceForm


@dataclass(frozen=True)
class ChoicePages:
    """The two pages of one room's choices. `index`, `change`: their addresses by name; `back`: label and name of the
    room's page above them."""

    kept: Choices
    title: str
    index: str
    change: str
    back: tuple[str, str]


def index(pages: ChoicePages) -> Callable[..., HttpResponse]:
    """The page of every instrument with what the viewer's bodies chose, the newest first."""

    @require_safe
    def page(request: HttpRequest) -> HttpResponse:
        found = viewer(request)
        need(bool(found.readable))
        rows = pages.kept.around(found.readable).select_related("unit", "by__person")
        every = list(rows.order_by("-valid_from", "-id"))
        blocks = []
        for source in pages.kept.instruments():
            mine = [row for row in every if row.instrument == source.key]
            told = [
                (row, [(hole.label, shown(hole, row.values.get(hole.key))) for hole in source.settings]) for row in mine
            ]
            blocks.append((source, told))
        context = {"pages": pages, "blocks": blocks, "keeps": bool(found.begins), "crumbs": [crumb(*pages.back)]}
        return render(request, "regulations/choices.html", context)

    return page


def change(pages: ChoicePages) -> Callable[..., HttpResponse]:
    """The page to choose anew for one instrument."""

    @require_http_methods(["GET", "HEAD", "POST"])
    def page(request: HttpRequest, instrument: str) -> HttpResponse:
        found = viewer(request)
        source = pages.kept.instrument(instrument)
        need(bool(found.begins) and source is not None)
        assert source is not None
        mine = pages.kept.model._default_manager.filter(subtree(found.begins, "unit__path"), instrument=instrument)
        last = mine.select_related("unit").order_by("-valid_from", "-id").first()
        form = ChoiceForm(found, request.POST or None, initial={"unit": last.unit.pk if last else None})
        holes = HolesForm(source.settings, last.values if last else {}, request.POST or None)
        if request.method == "POST" and form.is_valid() and holes.is_valid():
            act = partial(
                choose, pages.kept, actor=found.account, instrument=instrument, values=holes.values(),
                **form.cleaned_data,
            )  # fmt: skip
            if attempt(request, act, f"Đã ghi quy định của đơn vị về {source.instrument.number}.", form):
                return redirect(pages.index)
        crumbs = [crumb(*pages.back), crumb(pages.title, pages.index)]
        context = {"pages": pages, "source": source, "form": form, "holes": holes, "crumbs": crumbs}
        return render(request, "regulations/choose.html", context, status=422 if form.errors or holes.errors else 200)

    return page
