"""Recording a unit's meeting, reading it, printing its minutes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from canbo.office.base.errors import ActionError
from canbo.office.base.pages import crumb, saved
from canbo.office.cycles import queries as cycles
from canbo.office.cycles.models import Cycle
from canbo.office.evaluations import access, actions, export, queries
from canbo.office.evaluations.errors import NotAssigned
from canbo.office.evaluations.forms.meeting import MeetingForm, read_ballots
from canbo.office.evaluations.models import Meeting, State
from canbo.office.evaluations.stage import SETTLED
from canbo.office.evaluations.views.board import seen
from canbo.office.people.access import Viewer, need, one, viewer
from canbo.office.people.models import Unit
from canbo.paperwork.documents.render import Format
from canbo.paperwork.documents.render import render as render_document

TYPES: dict[Format, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
MOST = 200


class UnitFilter(forms.Form):
    """Which unit met."""

    unit = forms.ChoiceField(label="Đơn vị họp")


def units_of(cycle: Cycle, found: Viewer) -> list[Unit]:
    """The units of a cycle's board whose meetings the viewer may record."""
    paths = queries.states(cycle, access.board_paths(found, cycle)).values("unit_path")
    rows = Unit.objects.filter(path__in=paths) | Unit.objects.filter(pk=cycle.unit_id)
    return [unit for unit in rows.distinct().order_by("path") if access.may_meet(found, unit)]


@require_http_methods(["GET", "POST"])
def meet(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a meeting; POST records it."""
    cycle, _ = seen(request, pk)
    found = viewer(request)
    units = units_of(cycle, found)
    need(bool(units))
    asked = request.GET.get("unit", str(units[0].pk))
    unit = next((one_ for one_ in units if str(one_.pk) == asked), None)
    need(unit is not None)
    assert unit is not None
    rows = queries.people_of(cycle, [unit.path]).exclude(stage__in=SETTLED)
    if unit.pk == cycle.unit_id:
        rows = rows.filter(sheet__unit=unit)
    sheets = list(rows[:MOST])
    form = MeetingForm(request.POST or None)
    errors: dict[int, str] = {}
    if request.method == "POST":
        ballots, errors = read_ballots(request.POST, [row.sheet_id for row in sheets])
        if form.is_valid() and not errors and (meeting := _record(found, cycle, unit, form, ballots)):
            messages.success(request, "Đã ghi biên bản họp.")
            return redirect("evaluations:meeting", meeting.pk)
    filter_form = UnitFilter(initial={"unit": unit.pk})
    filter_form.fields["unit"].choices = [(row.pk, row.name) for row in units]  # type: ignore[attr-defined]
    shown = {
        "cycle": cycle, "unit": unit, "form": form, "filter_form": filter_form,
        "lines": [_line(row, request, errors) for row in sheets],
        "levels": cycles.rules(cycle).levels,
        "crumbs": [crumb(cycle.name, "evaluations:board", pk)],
    }  # fmt: skip
    return render(request, "evaluations/meet.html", shown, status=422 if form.errors or errors else 200)


def _record(
    found: Viewer, cycle: Cycle, unit: Unit, form: MeetingForm, ballots: list[actions.Ballot]
) -> Meeting | None:
    try:
        return actions.record_meeting(actor=found.account, cycle=cycle, unit=unit, ballots=ballots, **form.cleaned_data)
    except NotAssigned as error:
        raise Http404("not theirs") from error
    except ActionError as error:
        form.add_error(None, str(error))
        return None


def _line(row: State, request: HttpRequest, errors: dict[int, str]) -> dict[str, Any]:
    """A sheet's line with what was typed in it."""
    names = ("level", "agree", "disagree", "abstain", "note")
    typed = {name: request.POST.get(f"v{row.sheet_id}{name}", "") for name in names}
    return {"row": row, "error": errors.get(row.sheet_id, ""), **typed}


def readable(request: HttpRequest, pk: int) -> Meeting:
    """A meeting of a unit the viewer may read, or in which a sheet of theirs was voted on; 404 otherwise."""
    found = viewer(request)
    rows = Meeting.objects.select_related("cycle__adoption", "unit__parent", "by__person")
    meeting = one(rows, pk=pk)
    mine = found.person is not None and meeting.votes.filter(sheet__person=found.person).exists()
    need(found.reads(meeting.unit.path) or mine)
    return meeting


def votes_of(meeting: Meeting, found: Viewer) -> list[Any]:
    """The votes the viewer may read: all of them over the unit, else only the one about oneself."""
    rows = meeting.votes.select_related("sheet__person", "sheet__collective").order_by("id")
    return list(rows if found.reads(meeting.unit.path) else rows.filter(sheet__person=found.person))


@require_GET
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """A meeting as recorded."""
    row = readable(request, pk)
    found = viewer(request)
    shown = {
        "meeting": row, "votes": votes_of(row, found), "whole": found.reads(row.unit.path),
        "levels": cycles.rules(row.cycle).levels,
        "pairs": [
            ("Chủ trì", row.chair), ("Thư ký", row.secretary), ("Triệu tập", row.invited), ("Có mặt", row.present),
            ("Người ghi", str(getattr(row.by, "person", row.by))),
        ],
    }  # fmt: skip
    return render(request, "evaluations/meeting.html", shown)


@require_GET
def minutes(request: HttpRequest, pk: int, kind: Format) -> HttpResponse:
    """The minutes as Word to edit or PDF to sign."""
    row = readable(request, pk)
    found = viewer(request)
    need(found.reads(row.unit.path))
    data = render_document(export.minutes(row, votes_of(row, found)), kind)
    return saved(data, f"Biên bản họp – {row.unit.name}.{kind}", TYPES[kind])
