"""Opening a year's round: the unit, the regulation and year, who gets a commitment, and the button."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.base.pages import crumb
from canbo.office.commitments import access, actions, prefilling
from canbo.office.commitments.forms import RoundForm, RoundUnitForm
from canbo.office.commitments.preparing import plan
from canbo.office.people.access import Viewer, need, viewer
from canbo.office.people.models import Unit
from canbo.office.regulations import queries as regulations


@require_http_methods(["GET", "HEAD", "POST"])
def opening(request: HttpRequest) -> HttpResponse:
    """GET shows step by step what would be prepared; POST prepares it."""
    found = viewer(request)
    need(found.has("officer"))
    given = request.POST if request.method == "POST" else request.GET
    form = RoundUnitForm(found, given if given.get("unit") else None)
    shown: dict[str, Any] = {"unit_form": form, "crumbs": [crumb("Bản cam kết", "commitments:index")]}
    if not form.is_bound:
        return render(request, "commitments/open.html", shown)
    need(form.is_valid())  # only units the viewer is the officer of are offered
    unit = form.cleaned_data["unit"]
    need(access.may_prepare(found, unit))
    return _with_unit(request, found, unit, shown | {"unit": unit})


def _with_unit(request: HttpRequest, found: Viewer, unit: Unit, shown: dict[str, Any]) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    binding = regulations.adoption_for(unit, found.day)
    years = [found.day.year, found.day.year + 1]
    initial = {"adoption": binding[0].pk if binding else None, "year": years[0], "prefill": prefilling.BLANK}
    form = RoundForm(binding, years, given if "adoption" in given else None, initial=initial)
    shown |= {"form": form, "adoptions": binding}
    if not form.is_bound or not form.is_valid():
        return render(request, "commitments/open.html", shown, status=422 if form.errors else 200)
    chosen = form.cleaned_data
    adoption = next(row for row in binding if str(row.pk) == chosen["adoption"])
    asked = {key: chosen[key] for key in ("year", "prefill", "due")}
    if request.method == "POST" and _opened(request, found, unit, form, asked | {"adoption": adoption}):
        return redirect(f"{reverse('commitments:index')}?year={chosen['year']}")
    made = plan(unit, adoption, regulations.rules(adoption.rules_id), chosen["year"], found.day, chosen["due"])
    shown |= {"plan": made, "year": chosen["year"], "given": [(key, form.data.get(key, "")) for key in form.fields]}
    return render(request, "commitments/open.html", shown, status=422 if form.errors else 200)


def _opened(request: HttpRequest, found: Viewer, unit: Unit, form: RoundForm, asked: dict[str, Any]) -> bool:
    try:
        made = actions.open_round(actor=found.account, unit=unit, today=found.day, **asked)
    except NotTheirs as error:
        raise Http404("not theirs") from error
    except ActionError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, f"Đã lập {len(made.places)} bản cam kết năm {asked['year']} cho {unit.name}.")
    return True
