"""Where rounds stand: proposals with their votes, ceilings, the decision with its awards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from canbo.office.awards.law import Law, law_for
from canbo.office.awards.models import (
    Award,
    AwardDecision,
    AwardRound,
    AwardWithdrawal,
    CouncilMeeting,
    CouncilVote,
    Proposal,
)
from canbo.office.awards.queries.roll import Key
from canbo.office.base.trail import how_many
from canbo.office.people.access import Viewer, subtree
from canbo.rulebook import commend
from canbo.rulebook.trace import cited

STEPS = {"open": "Đang đề nghị", "council": "Đã họp hội đồng", "decided": "Đã có quyết định"}


def subject(row: Proposal | Award) -> Key:
    """Whom a proposal or an award is about."""
    return ("person", row.person_id) if row.person_id is not None else ("collective", row.collective_id or 0)


def standing_proposals(round: AwardRound) -> list[Proposal]:
    """The proposals of a round that were not taken out, as they were put in."""
    rows = Proposal.objects.filter(agency=round.agency_id, round=round, drops=None)
    return list(
        rows.select_related("person", "collective", "unit").order_by("title", "unit__path", "person__sort_key", "id")
    )


@dataclass(frozen=True)
class Ceiling:
    """A ceiling against a list, in words. `allowed`, `over` None: the body has set no share."""

    label: str
    base: str
    held: int
    denominator: int
    allowed: int | None
    over: int | None
    cite: str

    def kept(self) -> dict[str, object]:
        """As a decision keeps it."""
        return {
            "label": self.label, "base": self.base, "held": self.held, "of": self.denominator, "allowed": self.allowed,
            "cite": self.cite,
        }  # fmt: skip

    @classmethod
    def told(cls, kept: Mapping[str, Any]) -> Ceiling:
        """As a decision kept it: what the body chooses afterwards does not change what was passed then."""
        held, allowed = kept["held"], kept["allowed"]
        over = None if allowed is None else max(0, held - allowed)
        return cls(kept["label"], kept.get("base", ""), held, kept["of"], allowed, over, kept.get("cite", ""))


def ceilings_of(round: AwardRound, rows: Iterable[Proposal], law: Law | None = None) -> list[Ceiling]:
    """The ceilings of the round's law against these proposals; none for rounds that give no titles."""
    rules = (law or law_for(round.unit.path, round.year)).rules
    if rules is None or round.kind != "year":
        return []
    listed: dict[Key, set[str]] = {}
    for row in rows:
        listed.setdefault(subject(row), set()).add(row.title)
    reports = commend.ceilings(rules, listed.values())
    return [
        Ceiling(
            rules.titles[one.title].label, rules.titles[one.of].label, one.held, one.denominator, one.allowed,
            one.over, cited(one.cite),
        )
        for one in reports
        if one.held
    ]  # fmt: skip


@dataclass(frozen=True)
class Counted:
    """A proposal with the newest vote on it. `carried`: by the body's own share, of a meeting with its quorum; None: no
    vote, or no share set. `wanting`: too few members were there by the body's own share. `due`: titles of a year are
    for the council where the body has set a share."""

    proposal: Proposal
    vote: CouncilVote | None
    carried: bool | None
    wanting: bool
    due: bool

    @property
    def opposed(self) -> bool:
        """Whether awarding it goes against the council's count, or past the council."""
        return self.carried is False or (self.due and self.vote is None)


def counted(round: AwardRound, rows: Sequence[Proposal], law: Law | None = None) -> list[Counted]:
    """Proposals with what the council's newest meeting on each came to. One query."""
    rules = (law or law_for(round.unit.path, round.year)).rules
    votes = CouncilVote.objects.filter(agency=round.agency_id, meeting__round=round).select_related("meeting")
    newest = {vote.proposal_id: vote for vote in votes.order_by("meeting_id")}
    titles = rules.titles if rules else {}
    due = round.kind == "year" and rules is not None and rules.council.majority is not None
    found = []
    for row in rows:
        vote = newest.get(row.pk)
        carried, wanting = None, False
        if vote is not None and rules is not None:
            wanting = rules.council.met(vote.meeting.invited, vote.meeting.present) is False
            carried = rules.council.carried(vote.meeting.invited, vote.meeting.present, vote.agree)
        found.append(Counted(row, vote, False if wanting else carried, wanting, due and row.title in titles))
    return found


def against(round: AwardRound, rows: Sequence[Proposal]) -> list[Proposal]:
    """Those of the proposals that the council's count did not carry, or that never came before it."""
    return [one.proposal for one in counted(round, rows) if one.opposed]


def held(round: AwardRound, rows: Sequence[Proposal]) -> list[Proposal]:
    """Those of the proposals whose subject was given the same title of that year (or that month's reward) by another
    round: two rounds side by side would pass every ceiling. Forms a council considers may be given again. One query."""
    if round.kind == "occasion":
        return []
    given = Award.objects.filter(
        withdrawals=None, year=round.year, decision__round__kind=round.kind, decision__round__month=round.month
    ).exclude(title__in=commend.forms())
    known = {(subject(row), row.title) for row in given.filter(title__in={row.title for row in rows})}
    return [row for row in rows if (subject(row), row.title) in known]


@dataclass
class Standing:
    """A round with all its records."""

    round: AwardRound

    @cached_property
    def law(self) -> Law:
        return law_for(self.round.unit.path, self.round.year)

    @cached_property
    def lines(self) -> list[Counted]:
        return counted(self.round, standing_proposals(self.round), self.law)

    @property
    def proposals(self) -> list[Proposal]:
        return [one.proposal for one in self.lines]

    @cached_property
    def dropped(self) -> list[Proposal]:
        rows = Proposal.objects.filter(agency=self.round.agency_id, round=self.round, drops__isnull=False)
        return list(rows.select_related("person", "collective").prefetch_related("drops").order_by("id"))

    @cached_property
    def meetings(self) -> list[CouncilMeeting]:
        rows = CouncilMeeting.objects.filter(agency=self.round.agency_id, round=self.round)
        return list(rows.order_by("held_on", "id"))

    def quorum(self, meeting: CouncilMeeting) -> bool | None:
        """Whether enough members were there; None where the body has set no share."""
        rules = self.law.rules
        return rules.council.met(meeting.invited, meeting.present) if rules else None

    @cached_property
    def decision(self) -> AwardDecision | None:
        return AwardDecision.objects.filter(agency=self.round.agency_id, round=self.round).first()

    @cached_property
    def awards(self) -> list[Award]:
        if self.decision is None:
            return []
        return list(awards().filter(agency=self.round.agency_id, decision=self.decision).order_by("register"))

    @property
    def step(self) -> str:
        return "decided" if self.decision else "council" if self.meetings else "open"

    @cached_property
    def ceilings(self) -> list[Ceiling]:
        """Of what is proposed; once decided, of what was awarded, as the decision kept it."""
        if self.decision is not None:
            return [Ceiling.told(row) for row in self.decision.report]
        return ceilings_of(self.round, self.proposals, self.law)


def rounds_for(viewer: Viewer) -> QuerySet[AwardRound]:
    """The rounds of units the viewer reads, the newest first, each with how many are proposed and awarded and whether
    its decision is made."""
    met = CouncilMeeting.objects.filter(agency=OuterRef("agency"), round=OuterRef("pk"))
    done = AwardDecision.objects.filter(agency=OuterRef("agency"), round=OuterRef("pk"))
    rows = AwardRound.objects.filter(subtree(viewer.readable, "unit__path")).select_related("unit")
    rows = rows.annotate(
        proposed=how_many(Proposal.objects.filter(drops=None), "round"),
        awarded=how_many(Award.objects.all(), "decision__round"), met=Exists(met), done=Exists(done),
    )  # fmt: skip
    return rows.order_by("-year", "-month", "-id")


def awards() -> QuerySet[Award]:
    """Awards with all that is said of them; `withdrawn` where one was taken back."""
    taken = AwardWithdrawal.objects.filter(agency=OuterRef("agency"), award=OuterRef("pk"))
    rows = Award.objects.annotate(withdrawn=Exists(taken))
    return rows.select_related("person", "collective", "unit", "proposal", "decision__round__unit")
