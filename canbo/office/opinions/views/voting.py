"""A confidence vote: the ballot while it is made, what was counted and what follows, its minutes."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from canbo.office.base.files import CONTENT_TYPES
from canbo.office.base.pages import attempt, crumb, saved
from canbo.office.opinions import access, actions, editing, papers, queries, votes
from canbo.office.opinions.forms.votes import LeadersForm, MeetingForm, PresentForm, VotedForm
from canbo.office.opinions.queries import Round
from canbo.office.opinions.views.campaigns import HOME, round_for
from canbo.office.opinions.views.designing import Edit, change, shown
from canbo.office.people.access import need, viewer
from canbo.paperwork.documents import render as paper_of
from canbo.rulebook.errors import RuleError


@require_http_methods(["GET", "HEAD", "POST"])
def ballot(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is on the ballot, which meeting votes."""
    found = round_for(request, pk, run=True)
    vote = found.plan.vote
    need(vote is not None)
    assert vote is not None
    who, do = viewer(request), request.POST.get("do", "")
    offered = {"body": vote.body, "summoned": vote.summoned or None, "base": vote.base}
    meeting = MeetingForm(vote, request.POST if do == "meeting" else None, initial=offered)
    leaders = LeadersForm(who, request.POST if do == "leaders" else None)
    one = VotedForm(request.POST if do == "one" else None)
    edit: Edit | None = None
    if do == "meeting" and meeting.is_valid():
        told, dropped = meeting.cleaned_data, request.POST.getlist("drop")
        edit = lambda plan: editing.meeting(plan, told["body"], told["summoned"], told["base"], dropped)  # noqa: E731
    elif do == "leaders" and leaders.is_valid():
        people = queries.leaders(leaders.cleaned_data["unit"], who.day)
        edit = lambda plan: editing.voted(plan, people)  # noqa: E731
    elif do == "one" and one.is_valid():
        person = (one.cleaned_data["name"], one.cleaned_data["post"], 0)
        edit = lambda plan: editing.voted(plan, [person])  # noqa: E731
    if edit is not None and (done := change(request, found, edit, to="ballot")):
        return done
    more = shown(found, vote=vote, meeting=meeting, leaders=leaders, one=one)
    return render(request, "opinions/ballot.html", more, status=422 if request.method == "POST" else 200)


def results(request: HttpRequest, found: Round) -> HttpResponse:
    """What was counted: all of it for who reads the unit, and for each on the ballot their own line."""
    who = viewer(request)
    vote, counted = found.plan.vote, found.counted
    need(vote is not None and counted is not None)
    assert vote is not None
    assert counted is not None
    person = who.person.pk if who.person else 0
    own = {one.id for one in vote.people if person and one.person == person}
    reads = access.may_see(who, found.row.unit_path)
    need(reads or bool(own))
    present = queries.present(found)
    refusal, lines = "", list(votes.lines(vote, counted, None))
    try:
        lines = list(votes.lines(vote, counted, present))
    except RuleError:
        refusal = "Số có mặt đã ghi ít hơn số phiếu thu về. Hãy ghi lại số có mặt."
    seen = [one for one in lines if reads or one.voted.id in own]
    context = {
        "found": found, "row": found.row, "vote": vote, "counted": counted, "present": present, "refusal": refusal,
        "lines": seen, "quorum": lines[0].finding,
        "form": PresentForm(initial={"present": present}), "runs": access.may_run(who, found.row.unit), "reads": reads,
        "levels": vote.rules.levels.values(), "last": list(vote.rules.levels.values())[-1],
        "following": [one for one in seen if one.finding and one.finding.consequence],
        "base": vote.rules.bases[vote.base],
        "crumbs": [crumb(*HOME)] + ([crumb(found.row.title, "opinions:campaign", found.row.pk)] if reads else []),
    }  # fmt: skip
    return render(request, "opinions/vote.html", context)


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """The chair ends the vote at the meeting."""
    round_for(request, pk, run=True)
    attempt(
        request, lambda: actions.close_vote(actor=viewer(request).account, campaign=pk),
        "Đã ghi chủ trì kết thúc bỏ phiếu. Hãy xuất hòm ngay: từ lúc xuất, hòm không nhận thêm phiếu.",
    )  # fmt: skip
    return redirect("opinions:campaign", pk)


@require_POST
def attend(request: HttpRequest, pk: int) -> HttpResponse:
    """How many came."""
    found = round_for(request, pk, run=True)
    form = PresentForm(request.POST)
    if form.is_valid():
        present = form.cleaned_data["present"]
        attempt(
            request, lambda: actions.attend(actor=viewer(request).account, campaign=pk, present=present),
            "Đã ghi số có mặt.",
        )  # fmt: skip
    else:
        messages.error(request, "Số có mặt phải là một số từ 1 trở lên.")
    return redirect("opinions:results" if found.released else "opinions:campaign", pk)


@require_safe
def minutes(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The minutes of a vote, to sign (pdf) or to edit (docx)."""
    found = round_for(request, pk)
    present = queries.present(found)
    if kind not in ("pdf", "docx") or found.counted is None or present is None:
        raise Http404("no such paper")
    try:
        made = papers.vote_minutes(found, present)
    except RuleError as error:  # fewer present than ballots came back: the results' page says so
        raise Http404("no such paper") from error
    data = paper_of(made, "pdf" if kind == "pdf" else "docx")
    return saved(data, f"{papers.VOTE_TITLE} {found.row.key}.{kind}", CONTENT_TYPES[kind])
