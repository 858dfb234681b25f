"""Pages of a draft: begin it, fill in its settings and texts, split its items, look at what it makes, adopt it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from canbo.office.base.errors import ActionError
from canbo.office.base.pages import page_of
from canbo.office.people.access import Viewer, need, one, viewer
from canbo.office.people.views.common import attempt
from canbo.office.regulations import access, actions, drafting, filling, queries, sources, wording
from canbo.office.regulations.forms import ParticularsForm, StartForm
from canbo.office.regulations.models import AdoptionDraft
from canbo.office.regulations.views.reading import crumb, rules_context


def held(request: HttpRequest, pk: int) -> tuple[Viewer, AdoptionDraft]:
    """The draft, for an officer over its unit; 404 for anybody else."""
    who = viewer(request)
    row = one(AdoptionDraft.objects.select_related("unit", "refines__unit"), pk=pk)
    need(access.may_edit_draft(who, row))
    return who, row


def crumbs_of(draft: AdoptionDraft, within: bool = True) -> list[dict[str, str]]:
    """The way back from a draft's page, or from one within it."""
    made = [crumb(), {"label": "Dự thảo", "url": reverse("regulations:drafts")}]
    here = {"label": sources.draft_label(draft), "url": reverse("regulations:draft", args=[draft.pk])}
    return [*made, here] if within else made


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """The drafts of the officer's units, and beginning a new one."""
    who = viewer(request)
    need(who.has("officer"))
    start = {"source": request.GET.get("nguon", ""), "unit": request.GET.get("unit", "")}
    form = StartForm(who, request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        unit, key, upper = form.chosen()
        try:
            draft = actions.draft_adoption(actor=who.account, unit=unit, pack_key=key, refines=upper)
            return redirect("regulations:draft", draft.pk)
        except ActionError as error:
            form.add_error(None, str(error))
    page = page_of(request, queries.drafts(who.paths("officer")))
    context = {"page": page, "form": form, "crumbs": [crumb()]}
    return render(request, "regulations/drafts.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft: its document, its settings, what is still missing. Saving keeps everything, valid or not."""
    who, row = held(request, pk)
    form = ParticularsForm(request.POST or None, instance=row)
    if request.method == "POST":
        _save(who, row, request, form)
        if form.is_valid():
            messages.success(request, "Đã lưu dự thảo.")
            return redirect("regulations:draft", pk)
    return render(request, "regulations/draft.html", _page(row, form), status=422 if form.errors else 200)


def _page(row: AdoptionDraft, form: ParticularsForm) -> dict[str, Any]:
    found, made = drafting.source(row), drafting.outcome(row)
    faults = {problem.where: problem.message for problem in made.problems}
    return {
        "name": wording.name(found.instrument) if found else "",
        "row": row, "form": form, "found": found, "frame": drafting.frame(row), "crumbs": crumbs_of(row, within=False),
        "blocks": filling.blocks(found, row, faults) if found else [], "missing": _missing(row, made),
    }  # fmt: skip


def _missing(row: AdoptionDraft, made: drafting.Outcome) -> list[str]:
    return [*actions.missing_fields(row), *(str(problem) for problem in made.problems)]


def _save(who: Viewer, row: AdoptionDraft, request: HttpRequest, form: ParticularsForm) -> None:
    """Keep what was posted: clear particulars and every setting, also those typed wrongly."""
    found = drafting.source(row)
    given = filling.posted(found, request.POST) if found else filling.Posted({}, {}, {})
    form.is_valid()
    clear = {name: form.cleaned_data[name] for name in form.fields if name in form.cleaned_data}
    actions.save_draft(actor=who.account, draft=row, settings=given.settings, typed=given.typed, **clear)


@require_POST
def save_setting(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Keep one setting as it is typed (htmx); answers with what is wrong with it, and what is still missing."""
    who, row = held(request, pk)
    found = drafting.source(row)
    if found is None or key not in {setting.key for setting in found.settings}:
        raise Http404("no such setting")
    given = filling.posted(found, request.POST)
    mine = {key: given.settings[key]} if key in given.settings else {}
    wrong = {key: given.typed[key]} if key in given.typed else {}
    actions.save_draft(actor=who.account, draft=row, settings=mine, typed=wrong)
    made = drafting.outcome(row)
    fault = given.errors.get(key) or next((one.message for one in made.problems if one.where == key), "")
    context = {"row": row, "key": key, "error": fault, "missing": _missing(row, made)}
    return render(request, "regulations/parts/saved.html", context)


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The rules the draft makes, in full; as far as it goes while something is missing."""
    _, row = held(request, pk)
    made = drafting.outcome(row)
    rules = made.rules or drafting.frame(row)
    if rules is None:
        return redirect("regulations:draft", pk)
    shown = rules_context(rules, drafting.source(row), is_specimen=made.rules is None)
    context = {"row": row, "missing": _missing(row, made), "crumbs": crumbs_of(row), "source": f"draft:{pk}"}
    return render(request, "regulations/preview.html", context | shown)


@require_http_methods(["GET", "HEAD", "POST"])
def adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """Look once more, then adopt."""
    who, row = held(request, pk)
    error = ""
    if request.method == "POST":
        try:
            made = actions.adopt(actor=who.account, draft=row)
            messages.success(request, f"Đã ban hành {made.number}, áp dụng từ {made.valid_from:%d/%m/%Y}.")
            return redirect("regulations:adoption", made.pk)
        except ActionError as refused:
            error = str(refused)
    missing = _missing(row, drafting.outcome(row))
    context = {"row": row, "error": error, "missing": missing, "frame": drafting.frame(row), "crumbs": crumbs_of(row)}
    return render(request, "regulations/adopt.html", context, status=422 if error else 200)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw the draft away."""
    who, row = held(request, pk)

    def run() -> None:
        actions.discard_draft(actor=who.account, draft=row)

    return attempt(request, run, "Đã xóa dự thảo.", reverse("regulations:drafts"))
