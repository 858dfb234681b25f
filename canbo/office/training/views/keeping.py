"""What a body chose, and past turns from Excel with a preview."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from canbo.office.base.holes import HolesForm, shown
from canbo.office.base.pages import attempt, crumb, given
from canbo.office.people.access import above, need, one, subtree, viewer
from canbo.office.training import access, actions, law, turn_file
from canbo.office.training.forms import ChoiceForm, UploadForm
from canbo.office.training.models import TrainingChoice, TrainingImport
from canbo.office.training.views.common import act, saved

TURNS = ("Lượt đào tạo", "training:turns")


@require_safe
def choices(request: HttpRequest) -> HttpResponse:
    """Every instrument with what the viewer's bodies chose."""
    found = viewer(request)
    need(bool(found.readable))
    upwards = {step for path in found.readable for step in above(path)}
    rows = TrainingChoice.objects.filter(subtree(found.readable, "unit__path"))
    rows = rows | TrainingChoice.objects.filter(unit__path__in=upwards)
    every = list(rows.select_related("unit", "by__person").order_by("-valid_from", "-id"))
    blocks = []
    for source in law.instruments():
        mine = [row for row in every if row.instrument == source.key]
        told = [
            (row, [(hole.label, shown(hole, row.values.get(hole.key))) for hole in source.settings]) for row in mine
        ]
        blocks.append((source, told))
    context = {"blocks": blocks, "keeps": bool(found.begins), "crumbs": [crumb("Nhu cầu đào tạo", "training:needs")]}
    return render(request, "training/choices.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, instrument: str) -> HttpResponse:
    """Choose anew for one instrument."""
    found = viewer(request)
    source = law.instrument(instrument)
    need(bool(found.begins) and source is not None)
    assert source is not None
    mine = TrainingChoice.objects.filter(subtree(found.begins, "unit__path"), instrument=instrument)
    last = mine.order_by("-valid_from", "-id").first()
    form = ChoiceForm(found, request.POST or None, initial={"unit": last.unit_id if last else None})
    holes = HolesForm(source.settings, last.values if last else {}, request.POST or None)
    if request.method == "POST" and form.is_valid() and holes.is_valid():
        done = partial(
            actions.choose, actor=found.account, instrument=instrument, values=holes.values(), **form.cleaned_data
        )
        if attempt(request, done, f"Đã ghi quy định của đơn vị về {source.instrument.title}.", form):
            return redirect("training:choices")
    context = {
        "source": source,
        "form": form,
        "holes": holes,
        "crumbs": [crumb("Quy định của đơn vị", "training:choices")],
    }
    return render(request, "training/choose.html", context, status=422 if form.errors or holes.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Upload a file of past turns."""
    found = viewer(request)
    need(found.has("officer"))
    form = UploadForm(found, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        unit = form.cleaned_data["unit"]
        done = partial(actions.upload, actor=found.account, unit=unit, name=file.name, data=file.read())
        entry = given(request, done, form)
        if entry is not None:
            return redirect("training:import", entry.pk)
    return act(
        request, 422 if form.errors else 200, heading="Nhập lượt đào tạo từ Excel", form=form, submit="Xem trước",
        lead="Các lượt đã cử và đã học xong trước khi dùng phần mềm. Chưa có gì được ghi cho tới khi bạn xác nhận.",
        template=reverse("training:template"), cancel=reverse("training:turns"), crumbs=[crumb(*TURNS)],
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What a file says, before it counts; POST lets it count, all or nothing."""
    found = viewer(request)
    entry = one(TrainingImport.objects.select_related("unit", "file", "by"), pk=pk)
    need(access.may_keep(found, entry.unit.path))
    if request.method == "POST" and attempt(
        request, lambda: actions.carry_out(actor=found.account, entry=entry), "Đã nhập lượt đào tạo."
    ):
        return redirect("training:turns")
    reading = given(request, lambda: actions.reading_of(entry))
    steps = law.steps()
    rows = [(row, steps.get(row.qualification, "")) for row in reading.rows] if reading else []
    context = {"entry": entry, "reading": reading, "rows": rows, "crumbs": [crumb(*TURNS)]}
    return render(request, "training/import.html", context)


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """An empty file in the columns that are read."""
    need(viewer(request).has("officer"))
    return saved(turn_file.template(), "Mẫu lượt đào tạo", "xlsx")
