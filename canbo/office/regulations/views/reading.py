"""Pages that show regulations: what binds a unit on a day, one adoption, the library of instruments."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from canbo.office.base.pages import export_url
from canbo.office.people.access import Viewer, need, one, viewer
from canbo.office.people.models import Unit
from canbo.office.people.views.common import act, day_shown, spreadsheet
from canbo.office.regulations import access, actions, queries, sheets, wording
from canbo.office.regulations.forms import EndForm, PlaceForm
from canbo.office.regulations.models import Adoption
from canbo.rulebook import Pack, Rules, library


def crumb() -> dict[str, str]:
    """The way back to the room's first page."""
    return {"label": "Quy định đang áp dụng", "url": reverse("regulations:index")}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What binds the viewer's unit (or `?unit=`) today, or on `?ngay=`, and the history of it."""
    who = viewer(request)
    day, unit = day_shown(request, who.day), _unit(request, who)
    rows = list(queries.adoptions_of([unit.path])) if unit else []
    bound = queries.binding((row for row in rows if queries.is_in_force(row, day)), unit.path, day) if unit else []
    parsed = queries.rules_of(bound)
    shown = [
        {
            "row": row,
            "rules": parsed[row.pk],
            "line": queries.lineage(row, rows)[:-1],
            "name": wording.name(parsed[row.pk].instrument),
        }
        for row in bound
    ]
    history = queries.history(rows, bound, day)
    if unit and request.GET.get("xuat") == "xlsx":
        return spreadsheet(sheets.history(f"Quy định áp dụng: {unit.name}", history), "quy-dinh.xlsx")
    context = {
        "exports": [{"label": "Excel", "url": export_url(request)}],
        "unit": unit, "day": day, "shown": shown, "past": day != who.day,
        "history": [(one, wording.STATES[one.state]) for one in history],
        "filters": _filters(who, unit, day), "officer": who.has("officer"),
        "may_adopt": unit is not None and access.may_adopt(who, unit),
    }  # fmt: skip
    return render(request, "regulations/index.html", context)


def _unit(request: HttpRequest, who: Viewer) -> Unit | None:
    """The unit asked for, where its regulations are the viewer's to see; otherwise the one he begins with."""
    asked = request.GET.get("unit", "")
    if not asked:
        return _first(who)
    if not asked.isascii() or not asked.isdigit():
        raise Http404("no such unit")
    unit = one(Unit.objects.select_related("agency"), pk=int(asked))
    need(access.may_see_unit(access.bound_paths(who), who.readable, unit.path))
    return unit


def _first(who: Viewer) -> Unit | None:
    """The body an officer works for, the nearest above his own post where there are several; for others their unit."""
    tops = who.paths("officer")
    if not tops:
        return who.home
    around = [path for path in tops if who.home and who.home.path.startswith(path)]
    return Unit.objects.select_related("agency").get(path=max(around or tops[:1], key=len))


def _filters(who: Viewer, unit: Unit | None, day: object) -> PlaceForm:
    form = PlaceForm({"unit": str(unit.pk) if unit else "", "ngay": day})
    if who.readable:
        form.fields["unit"].offer((*who.readable, *access.bound_paths(who)), who.day)  # type: ignore[attr-defined]
    else:
        del form.fields["unit"]
    return form


@require_safe
def adoption(request: HttpRequest, pk: int) -> HttpResponse:
    """One adoption in full: the document, its lineage, and everything the rules say, with sources."""
    who = viewer(request)
    row = one(Adoption.objects.select_related("unit", "end", "refines__unit", "by__person"), pk=pk)
    need(access.may_see_adoption(who, row))
    rules = queries.rules(row.rules_id)
    context = {
        "row": row, "line": queries.lineage(row)[:-1], "end": getattr(row, "end", None), "crumbs": [crumb()],
        "may_adopt": access.may_adopt(who, row.unit), "officer": who.has("officer"), "source": f"adoption:{row.pk}",
    } | rules_context(rules, _pack_of(rules))  # fmt: skip
    return render(request, "regulations/adoption.html", context)


def rules_context(rules: Rules, found: Pack | None, is_specimen: bool = False) -> dict[str, Any]:
    """What `regulations/parts/rules.html` shows."""
    sections = wording.sections(rules)
    if found is not None:
        sections.append(wording.settings(found, None if is_specimen else rules))
    return {
        "rules": rules, "instrument": rules.instrument, "forms": wording.forms(rules), "sections": sections,
        "periods": [wording.PERIOD_WORDS[kind] for kind in rules.periods], "confidence": wording.CONFIDENCE,
        "is_specimen": is_specimen, "name": wording.name(rules.instrument),
    }  # fmt: skip


def _pack_of(rules: Rules) -> Pack | None:
    """The shipped pack the rules were made from; None where it has since been changed or withdrawn."""
    return next((found for found in library() if found.hash == rules.pack_hash), None)


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End an adoption from a day on."""
    who = viewer(request)
    row = one(Adoption.objects.select_related("unit"), pk=pk)
    need(access.may_adopt(who, row.unit))
    form = EndForm(request.POST or None)
    back = reverse("regulations:adoption", args=[row.pk])

    def run() -> str:
        actions.end_adoption(actor=who.account, adoption=row, **form.cleaned_data)
        return back

    effects = [
        f"{row.number} không còn là căn cứ để mở kỳ đánh giá kết thúc từ ngày đó trở đi.",
        "Các kỳ đã mở vẫn giữ nguyên quy định của mình.",
    ]
    heading = f"Thôi áp dụng {row.number}"
    return act(request, form, run, heading=heading, submit="Thôi áp dụng", cancel=back, effects=effects, danger=True,
               crumbs=[crumb(), {"label": row.number, "url": back}])  # fmt: skip


@require_safe
def packs(request: HttpRequest) -> HttpResponse:
    """The library of instruments the software knows."""
    rows = [(found, wording.name(found.instrument), len(found.unfilled({}))) for found in reversed(library())]
    return render(request, "regulations/packs.html", {"rows": rows, "crumbs": [crumb()],
                                                      "officer": viewer(request).has("officer")})  # fmt: skip


@require_safe
def pack(request: HttpRequest, key: str) -> HttpResponse:
    """One instrument as the software has it, with what it leaves open."""
    found = next((shipped for shipped in library() if shipped.key == key), None)
    if found is None:
        raise Http404("no such pack")
    crumbs = [crumb(), {"label": "Danh mục văn bản", "url": reverse("regulations:packs")}]
    context = {"found": found, "crumbs": crumbs, "officer": viewer(request).has("officer"), "source": f"pack:{key}"}
    return render(request, "regulations/pack.html", context | rules_context(found.specimen, found, is_specimen=True))
