"""Dashboards kept under a name."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from canbo.office.base.pages import attempt, given
from canbo.office.insight import access
from canbo.office.insight.actions.views import drop_view, keep_view
from canbo.office.insight.models import SavedView
from canbo.office.people.access import one, viewer


@require_POST
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the dashboard of a unit as it is asked for."""
    found = viewer(request)
    unit = access.unit_for(found, pk)
    name, query = request.POST.get("name", ""), request.POST.get("query", "")
    row = given(request, lambda: keep_view(actor=found.account, unit=unit, name=name, query=query))
    if row is None:
        return redirect("insight:unit", unit.pk)
    messages.success(request, f"Đã lưu cách xem “{row.name}”.")
    return redirect("insight:kept", row.pk)


@require_safe
def kept(request: HttpRequest, pk: int) -> HttpResponse:
    """Go to a kept dashboard of one's own; 404 where its unit is no longer the viewer's to see."""
    found = viewer(request)
    row = one(SavedView.objects.all(), pk=pk, account=found.account)
    unit = access.unit_for(found, row.unit_id)
    return redirect(reverse("insight:unit", args=[unit.pk]) + (f"?{row.query}" if row.query else ""))


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Let go of one."""
    found = viewer(request)
    row = one(SavedView.objects.all(), pk=pk, account=found.account)
    attempt(request, lambda: drop_view(actor=found.account, view=row), "Đã xóa cách xem đã lưu.")
    return redirect("insight:unit", row.unit_id)
