"""The designer of a campaign: terms, who keeps the keys, questions, who is asked about whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from canbo.office.base.errors import ActionError, Conflict
from canbo.office.base.pages import crumb
from canbo.office.opinions import actions, editing, queries
from canbo.office.opinions.forms.campaigns import (
    HOLDERS,
    AudienceForm,
    LabelForm,
    QuestionForm,
    SubjectForm,
    TermsForm,
)
from canbo.office.opinions.forms.votes import DaysForm
from canbo.office.opinions.plans import Asked, Plan
from canbo.office.opinions.views.campaigns import HOME, page, round_for, version_of
from canbo.office.people.access import need, viewer
from canbo.rulebook.amounts import natural

Edit = Callable[[Plan], Plan]


def change(
    request: HttpRequest, found: queries.Round, edit: Edit, form: Form | None = None, to: str = "campaign"
) -> HttpResponse | None:
    """Carry out an edit and lead on to a page of the campaign. None where it is refused for what was typed (said over
    the form); 409 where it is too late."""
    try:
        actions.change(actor=viewer(request).account, campaign=found.row.pk, version=version_of(request), edit=edit)
    except Conflict as error:
        return page(request, found, 409, str(error))
    except ActionError as error:
        if form is None:
            return page(request, found, 422, str(error))
        form.add_error(None, str(error))
        return None
    return redirect(f"opinions:{to}", found.row.pk)


def shown(found: queries.Round, **more: object) -> dict[str, object]:
    """What every page of the designer shows."""
    crumbs = [crumb(*HOME), crumb(found.row.title, "opinions:campaign", found.row.pk)]
    return {
        "found": found,
        "row": found.row,
        "plan": found.plan,
        "version": found.kept.version,
        "crumbs": crumbs,
    } | more


@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: HttpRequest, pk: int) -> HttpResponse:
    """Windows and thresholds."""
    found = round_for(request, pk, run=True)
    made = DaysForm if found.plan.vote else TermsForm
    offered = {key: getattr(found.plan, key) for key in made.base_fields}
    days = [key for key in editing.DAYS if key in offered]
    offered |= {key: date.fromisoformat(offered[key]) if offered[key] else None for key in days}
    form = made(request.POST or None, initial=offered)
    if request.method == "POST" and form.is_valid():
        done = change(request, found, lambda plan: editing.terms(plan, form.cleaned_data), form)
        if done is not None:
            return done
    status = 422 if request.method == "POST" else 200
    return render(request, "opinions/terms.html", shown(found, form=form), status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def holders(request: HttpRequest, pk: int) -> HttpResponse:
    """Who keeps the keys: name, body, public part."""
    found = round_for(request, pk, run=True)
    rows = [(one.name, one.body, one.key) for one in found.plan.holders]
    refusal = ""
    if request.method == "POST":
        sent = [request.POST.getlist(name)[:HOLDERS] for name in ("name", "body", "key")]
        rows = list(zip(*sent, strict=False))
        form = Form({})
        form.is_valid()
        done = change(request, found, lambda plan: editing.holders(plan, rows), form)
        if done is not None:
            return done
        refusal = " ".join(map(str, form.non_field_errors()))
    rows += [("", "", "")] * (HOLDERS - len(rows))
    status = 422 if refusal else 200
    return render(request, "opinions/holders.html", shown(found, rows=rows, refusal=refusal), status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def sets(request: HttpRequest, pk: int) -> HttpResponse:
    """The sets of questions; POST adds one, or moves or drops a question."""
    found = round_for(request, pk, run=True)
    form = LabelForm(request.POST if request.POST.get("do") == "add" else None)
    if request.method == "POST":
        do, key, question = (request.POST.get(name, "") for name in ("do", "set", "question"))
        edits: dict[str, Edit] = {
            "drop": lambda plan: editing.drop_question(plan, key, question),
            "lift": lambda plan: editing.lift_question(plan, key, question),
        }
        if do == "add" and form.is_valid():
            edits["add"] = lambda plan: editing.add_set(plan, form.cleaned_data["label"])
        if do in edits:
            done = change(request, found, edits[do], to="sets")
            assert done is not None
            return done
    status = 422 if request.method == "POST" else 200
    return render(request, "opinions/sets.html", shown(found, form=form), status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, pk: int, questions: str, key: str = "") -> HttpResponse:
    """One question of a set, new or to change."""
    found = round_for(request, pk, run=True)
    owner = next((one for one in found.plan.sets if one.id == questions), None)
    need(owner is not None)
    assert owner is not None
    row = next((one for one in owner.questions if one.id == key), None)
    need(row is not None or not key)
    form = QuestionForm(request.POST or None, initial=_offered(row))
    if request.method == "POST" and form.is_valid():
        done = change(request, found, lambda plan: editing.put_question(plan, questions, form.asked(key)), form, "sets")
        if done is not None:
            return done
    status = 422 if request.method == "POST" else 200
    return render(request, "opinions/question.html", shown(found, form=form, owner=owner, asked=row), status=status)


def _offered(row: Asked | None) -> dict[str, object]:
    if row is None:
        return {"kind": "scale"}
    return {
        "text": row.text, "kind": row.kind, "options": "\n".join(row.options), "required": row.required,
        "most": row.most or None,
    }  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is asked about whom: units by audiences, how many are invited."""
    found = round_for(request, pk, run=True)
    who, do = viewer(request), request.POST.get("do", "")
    audience = AudienceForm(found.plan, request.POST if do == "audience" else None)
    subject = SubjectForm(who, request.POST if do == "subject" else None)
    edit: Edit | None = None
    if do == "audience" and audience.is_valid():
        asked = audience.cleaned_data
        edit = lambda plan: editing.add_audience(plan, asked["label"], asked["set"])  # noqa: E731
    elif do == "subject" and subject.is_valid() and subject.cleaned_data["unit"]:
        unit, level = subject.cleaned_data["unit"], subject.cleaned_data["level"]
        edit = lambda plan: editing.add_subjects(plan, [(unit.name, level, unit.pk)])  # noqa: E731
    elif do == "draw":
        rows = drawn(request, request.POST.get("draw", ""))
        edit = lambda plan: editing.add_subjects(plan, rows)  # noqa: E731
    elif do == "numbers":
        typed, dropped = _numbers(request), request.POST.getlist("drop")
        edit = lambda plan: editing.invite(plan, typed, dropped)  # noqa: E731
    if edit is not None:
        done = change(request, found, edit, to="invited")
        assert done is not None
        return done
    numbers = found.plan.numbers
    lines = [
        (one, [(f"n-{one.id}-{who.id}", who, numbers.get(f"{one.id}/{who.id}", "")) for who in found.plan.audiences])
        for one in found.plan.subjects
    ]
    cases = [case for case in queries.draws(who) if case.stage == "done"]
    more = shown(found, lines=lines, audience=audience, subject=subject, cases=cases)
    return render(request, "opinions/invited.html", more, status=422 if request.method == "POST" else 200)


def drawn(request: HttpRequest, given: str) -> list[tuple[str, str, int]]:
    """The units a finished draw took, as subjects; none for a draw that is none."""
    cases = [case for case in queries.draws(viewer(request)) if case.stage == "done" and str(case.draw.pk) == given]
    units = queries.units_of([one.code for case in cases for _, got, _ in case.drawn for one in got])
    return [(one.name, level, units.get(one.code, 0)) for case in cases for level, got, _ in case.drawn for one in got]


def _numbers(request: HttpRequest) -> dict[str, int]:
    """The numbers typed into the table; what is no number below a million counts as none."""
    found = {}
    for name in request.POST:
        value = natural(request.POST.get(name, ""), 6)
        if name.startswith("n-") and value is not None:
            subject, _, audience = name[2:].partition("-")
            found[f"{subject}/{audience}"] = value
    return found
