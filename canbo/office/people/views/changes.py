"""The page of a unit's change: rename, merge, split, move, close. One form each, one action each."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from canbo.office.base.errors import ActionError
from canbo.office.people.access import current, need, one, subtree, viewer
from canbo.office.people.actions import reorganise
from canbo.office.people.actions.units import close_unit
from canbo.office.people.forms.units import ChangeForm, CloseForm, MergeForm, MoveForm, RenameForm, SplitForm
from canbo.office.people.models import Posting, Unit
from canbo.office.people.views.common import act
from canbo.rulebook.amounts import natural

KEEPS = "giữ kết quả, phiếu và vị trí trước ngày này ở đơn vị cũ."
CHANGES: dict[str, tuple[type[ChangeForm], str, str, list[str]]] = {
    "doi-ten": (
        RenameForm, "Đổi tên đơn vị", "Đổi tên",
        ["lập đơn vị kế thừa dưới tên mới từ ngày đã chọn, cùng các đơn vị trực thuộc và mọi người đang ở đó;", KEEPS],
    ),
    "sap-nhap": (
        MergeForm, "Sáp nhập đơn vị", "Sáp nhập",
        ["kết thúc các đơn vị được chọn, đưa mọi người và đơn vị trực thuộc sang đơn vị mới;", KEEPS],
    ),
    "chia-tach": (SplitForm, "Chia tách đơn vị", "Tiếp tục: phân người", []),
    "chuyen": (
        MoveForm, "Chuyển cấp quản lý", "Chuyển",
        ["đặt đơn vị và các đơn vị trực thuộc dưới đơn vị cấp trên mới từ ngày đã chọn;", KEEPS],
    ),
    "giai-the": (CloseForm, "Giải thể, kết thúc đơn vị", "Kết thúc", ["kết thúc đơn vị từ ngày đã chọn;", KEEPS]),
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a change with `?viec=`, fill it in, carry it out."""
    who = viewer(request)
    unit = one(Unit.objects.select_related("parent", "agency"), pk=pk)
    need(who.holds("officer", path=unit.path))
    kind = request.GET.get("viec", "")
    crumbs = [
        {"label": "Đơn vị", "url": reverse("people:units")},
        {"label": unit.name, "url": reverse("people:unit", args=[unit.pk])},
    ]
    if kind not in CHANGES:
        options = [(key, title, effects) for key, (_, title, _, effects) in CHANGES.items()]
        return render(request, "people/unit_change.html", {"unit": unit, "options": options, "crumbs": crumbs})
    form_class, title, submit, effects = CHANGES[kind]
    more: dict[str, Any] = {"heads": heads(who.paths("officer"), who.day)} if kind == "sap-nhap" else {}
    form = form_class(request.POST or None, unit=unit, viewer=who, **more)
    if kind == "chia-tach":
        return _split(request, unit, form, crumbs)

    def run() -> str:
        return reverse("people:unit", args=[_carry_out(kind, who.account, unit, form.cleaned_data).pk])

    return act(
        request, form, run, heading=f"{title}: {unit.name}", submit=submit, effects=effects, crumbs=crumbs,
        cancel=reverse("people:unit", args=[unit.pk]),
    )  # fmt: skip


def heads(paths: tuple[str, ...], day: date) -> list[Posting]:
    """Who heads a unit under the paths today."""
    rows = Posting.objects.filter(subtree(paths, "post__unit__path"), current(day), post__rank="head")
    return list(rows.select_related("person", "post__unit").order_by("post__unit__path", "person__sort_key"))


def _carry_out(kind: str, actor: Any, unit: Unit, data: dict[str, Any]) -> Unit:
    if kind == "doi-ten":
        return reorganise.rename(actor=actor, unit=unit, **data)
    if kind == "chuyen":
        return reorganise.move(actor=actor, unit=unit, **data)
    if kind == "giai-the":
        return close_unit(actor=actor, unit=unit, **data)
    others = data.pop("others")
    return reorganise.merge(actor=actor, units=[unit, *others], **data)


def _split(request: HttpRequest, unit: Unit, form: ChangeForm, crumbs: list[dict[str, str]]) -> HttpResponse:
    """Two steps on one address: the names and the day, then a choice for each person and unit below."""
    cancel = reverse("people:unit", args=[unit.pk])
    title = f"Chia tách đơn vị: {unit.name}"
    context: dict[str, Any] = {"form": form, "unit": unit, "crumbs": crumbs, "cancel_url": cancel, "heading": title}
    if request.method != "POST" or not form.is_valid():
        context |= {"submit": "Tiếp tục: phân người", "lead": "Bước 1: tên các đơn vị mới và ngày chia tách."}
        return render(request, "people/form.html", context, status=422 if form.errors else 200)
    data = form.cleaned_data
    rest = request.POST.get("rest", "")
    staying = reorganise.open_places(unit, data["day"])
    places = {p.pk: request.POST.get(f"p{p.pk}") or rest for p in staying}
    below = reorganise.open_children(unit, data["day"])
    children = {c.pk: request.POST.get(f"c{c.pk}") or rest for c in below}
    error = ""
    if "assign" in request.POST:
        try:
            reorganise.split(
                actor=viewer(request).account, unit=unit, names=data["names"], day=data["day"],
                document=data["document"], places=_indexes(places), children=_indexes(children),
            )  # fmt: skip
            return redirect(cancel)
        except ActionError as refused:
            error = str(refused)
    context |= {
        "choices": [(str(index), name) for index, name in enumerate(data["names"])], "error": error,
        "staying": [(p, places[p.pk]) for p in staying], "below": [(c, children[c.pk]) for c in below],
    }  # fmt: skip
    return render(request, "people/split.html", context, status=422 if error else 200)


def _indexes(chosen: dict[int, str]) -> dict[int, int]:
    found = {pk: natural(text, 4) for pk, text in chosen.items()}
    return {pk: index for pk, index in found.items() if index is not None}
