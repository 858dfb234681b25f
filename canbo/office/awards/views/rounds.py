"""Rounds: the list, one round with its proposals, putting forward, the council, the decision."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from canbo.office.awards import access, actions, queries, sheets
from canbo.office.awards.forms import CandidateFilter, CouncilForm, DecisionForm, ReasonForm, RoundForm
from canbo.office.awards.models import AwardRound, Proposal
from canbo.office.awards.queries.candidates import SAID, Candidate
from canbo.office.awards.queries.rounds import STEPS, Standing, standing_proposals, subject
from canbo.office.awards.views.common import round_for, to_rounds
from canbo.office.base.errors import ActionError
from canbo.office.base.pages import attempt, export_url, given, page_of, picked, saved_as
from canbo.office.people.access import need, one, viewer
from canbo.paperwork.names import search_key
from canbo.rulebook.amounts import natural

PAGE = 100


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The rounds of the units the viewer reads."""
    found = viewer(request)
    need(bool(found.readable))
    context = {"page": page_of(request, queries.rounds_for(found)), "keeps": bool(found.begins), "steps": STEPS}
    return render(request, "awards/rounds.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open a round."""
    found = viewer(request)
    need(bool(found.begins))
    form = RoundForm(found, request.POST or None, initial={"year": found.day.year})
    if request.method == "POST" and form.is_valid():
        row = given(request, partial(actions.open_round, actor=found.account, **form.cleaned_data), form)
        if row is not None:
            return redirect("awards:candidates", row.pk)
    context = {
        "heading": "Mở đợt khen thưởng", "form": form, "submit": "Mở đợt", "cancel": reverse("awards:rounds"),
        "crumbs": to_rounds(),
    }  # fmt: skip
    return render(request, "awards/act.html", context, status=422 if form.errors else 200)


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One round: where it stands, who is proposed, how the council voted, what was decided."""
    found = viewer(request)
    row = round_for(found, pk)
    standing = Standing(row)
    if request.GET.get("xuat") == "xlsx":
        return saved_as(sheets.proposals(standing), f"Đề nghị khen thưởng - {row.name}", "xlsx")
    context = {
        "round": row, "standing": standing, "keeps": access.may_keep(found, row.unit.path),
        "lines": [(line, SAID[line.proposal.outcome]) for line in standing.lines], "step": STEPS[standing.step],
        "meetings": [(meeting, standing.quorum(meeting)) for meeting in standing.meetings],
        "exports": [{"label": "Excel", "url": export_url(request)}], "crumbs": to_rounds(),
    }  # fmt: skip
    return render(request, "awards/round.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def candidates(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom to put forward: ticked, with a reason where the rules do not say yes."""
    found = viewer(request)
    row = round_for(found, pk, keeps=True)
    if request.method == "POST":
        choices = _choices(request.POST)
        report = given(request, partial(actions.propose, actor=found.account, round=row, choices=choices))
        if report is not None:
            if report.done:
                messages.success(request, f"Đã đưa {report.done} đề nghị vào đợt.")
            if not report.refused:
                return redirect("awards:round", pk)
            return _candidates(request, row, {(one.key, one.title): why for one, why in report.refused})
    return _candidates(request, row, {})


def _candidates(request: HttpRequest, row: AwardRound, refused: Mapping[object, str]) -> HttpResponse:
    every = queries.candidates(row)
    titles = {one.title: one.label for one in every} if row.kind != "month" else {}
    outcomes = [(key, word) for key, word in SAID.items() if any(one.outcome == key for one in every)]
    form = CandidateFilter(titles, outcomes, request.GET or None)
    form.is_valid()
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    standing = {(subject(one), one.title) for one in standing_proposals(row)}
    kept = [one for one in every if (one.member.key, one.title) not in standing and _fits(one, chosen)]
    # Whom there is no reason to ask about first; the others keep their order. What was refused stands on top.
    kept.sort(key=lambda one: ((one.member.key, one.title) not in refused, one.outcome != "yes"))
    shown = page_of(request, kept, PAGE)
    typed = request.POST if refused else QueryDict()
    context = {
        "round": row, "form": form, "page": shown, "crumbs": to_rounds(row),
        "ticked": request.GET.get("chon") == "du", "fits": any(one.outcome == "yes" for one in shown),
        "rows": [
            (one, _name(one), refused.get((one.member.key, one.title), ""), typed.get(f"reason_{_name(one)}", ""))
            for one in shown
        ],
    }  # fmt: skip
    return render(request, "awards/candidates.html", context, status=422 if refused else 200)


def _fits(one: Candidate, chosen: Mapping[str, str]) -> bool:
    text = search_key(chosen.get("q", ""))
    title, outcome = chosen.get("title"), chosen.get("outcome")
    right = (not title or one.title == title) and (not outcome or one.outcome == outcome)
    return right and (not text or text in search_key(one.member.name))


def _name(one: Candidate) -> str:
    """A candidate in a form: whom and for what."""
    return f"{one.member.key[0]}-{one.member.pk}-{one.title}"


def _choices(data: QueryDict) -> list[actions.Choice]:
    found = []
    for name in data.getlist("choice"):
        kind, _, rest = name.partition("-")
        pk, _, title = rest.partition("-")
        if kind in ("person", "collective") and (number := natural(pk)) is not None:
            text = data.get(f"reason_{name}", "")
            found.append(actions.Choice((kind, number), title, text, text))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a proposal out."""
    found = viewer(request)
    row = one(Proposal.objects.select_related("round__unit", "person", "collective").filter(drops=None), pk=pk)
    need(access.may_keep(found, row.round.unit.path))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = partial(actions.drop, actor=found.account, proposal=row, **form.cleaned_data)
        if attempt(request, act, "Đã rút đề nghị.", form):
            return redirect("awards:round", row.round_id)
    context = {
        "heading": "Rút đề nghị", "lead": f"{row.person or row.collective}: {row.label}.", "form": form,
        "submit": "Rút đề nghị", "danger": True, "cancel": reverse("awards:round", args=[row.round_id]),
        "crumbs": to_rounds(row.round),
    }  # fmt: skip
    return render(request, "awards/act.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def council(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the council's meeting with its counts."""
    found = viewer(request)
    row = round_for(found, pk, keeps=True)
    standing = Standing(row)
    form = CouncilForm(request.POST or None)
    rows = [(line, [request.POST.get(f"{name}_{line.pk}", "") for name in COUNTS]) for line in standing.proposals]
    if request.method == "POST" and form.is_valid():
        act = partial(_hold, request, row, standing, form)
        if attempt(request, act, "Đã ghi biên bản họp hội đồng.", form):
            return redirect("awards:round", pk)
    context = {"round": row, "form": form, "rows": rows, "crumbs": to_rounds(row), "done": standing.decision}
    return render(request, "awards/council.html", context, status=422 if form.errors else 200)


COUNTS = ("agree", "disagree", "abstain")


def _hold(request: HttpRequest, row: AwardRound, standing: Standing, form: CouncilForm) -> object:
    """Record the meeting with the counts typed; a proposal with nothing typed was not voted on."""
    counts = []
    for proposal in standing.proposals:
        typed = [request.POST.get(f"{name}_{proposal.pk}", "").strip() for name in COUNTS]
        if not any(typed):
            continue
        numbers = [natural(text or "0", 4) for text in typed]
        if None in numbers:
            raise ActionError(f"{proposal.person or proposal.collective}: số phiếu phải là số nguyên không âm.")
        counts.append(actions.Count(proposal.pk, *(number or 0 for number in numbers)))
    account = viewer(request).account
    return actions.hold_council(actor=account, round=row, counts=counts, **form.cleaned_data)


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the signed decision."""
    found = viewer(request)
    row = round_for(found, pk, keeps=True)
    standing = Standing(row)
    form = DecisionForm(request.POST or None)
    chosen = set(picked(request, "proposal"))
    if request.method == "POST" and form.is_valid():
        act = partial(actions.decide, actor=found.account, round=row, chosen=chosen, **form.cleaned_data)
        if attempt(request, act, "Đã ghi quyết định khen thưởng.", form):
            return redirect("awards:round", pk)
    rows = [
        (line, SAID[line.proposal.outcome], line.proposal.pk in chosen if form.is_bound else line.carried is not False)
        for line in standing.lines
    ]
    context = {"round": row, "standing": standing, "form": form, "rows": rows, "crumbs": to_rounds(row)}
    return render(request, "awards/decide.html", context, status=422 if form.errors else 200)
