"""Past turns from Excel with a preview."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from canbo.office.base.pages import attempt, crumb, given, saved_as
from canbo.office.people.access import need, one, viewer
from canbo.office.training import access, actions, law, turn_file
from canbo.office.training.forms import UploadForm
from canbo.office.training.models import TrainingImport
from canbo.office.training.views.common import act

TURNS = ("Lượt đào tạo", "training:turns")


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
    return saved_as(turn_file.template(), "Mẫu lượt đào tạo", "xlsx")
