"""What the pages of this room share."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from canbo.office.base.pages import crumb
from canbo.office.people.access import Viewer, need, one
from canbo.office.people.models import Unit
from canbo.office.training import access
from canbo.office.training.models import Course, Sending, TrainingPlan
from canbo.office.training.queries import sendings
from canbo.rulebook.amounts import natural


def plan_for(found: Viewer, pk: int, *, keeps: bool = False) -> TrainingPlan:
    """A plan the viewer reads (or keeps); 404 otherwise."""
    row = one(TrainingPlan.objects.select_related("unit__parent"), pk=pk)
    need(access.may_keep(found, row.unit.path) if keeps else access.may_read(found, row.unit.path))
    return row


def course_for(found: Viewer, pk: int, *, keeps: bool = False) -> Course:
    """A course the viewer reads (or keeps); 404 otherwise."""
    row = one(Course.objects.select_related("unit", "plan"), pk=pk)
    need(access.may_keep(found, row.unit.path) if keeps else access.may_read(found, row.unit.path))
    return row


def sending_kept(found: Viewer, pk: int) -> Sending:
    """A turn whose course the viewer keeps; 404 otherwise."""
    row = one(sendings(), pk=pk)
    need(access.may_keep(found, row.course.unit.path))
    return row


def paths_of(found: Viewer, unit: str) -> tuple[str, ...]:
    """The subtrees a list is about: of the unit chosen, else all the viewer reads."""
    pk = natural(unit)
    chosen = Unit.objects.filter(pk=pk).first() if pk is not None else None
    return (chosen.path,) if chosen and found.reads(chosen.path) else found.readable


def to_course(row: Course) -> list[dict[str, str]]:
    """The way back from a page of a course."""
    first = [crumb("Kế hoạch đào tạo", "training:plans")]
    plan = [crumb(row.plan.name, "training:plan", row.plan_id)] if row.plan else []
    return [*first, *plan, crumb(row.name, "training:course", row.pk)]


def act(request: HttpRequest, status: int = 200, **context: object) -> HttpResponse:
    """A page of one form."""
    return render(request, "training/act.html", context, status=status)
