"""Campaigns: those somebody may see, one with all its records, what heads may read about themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from canbo.office.opinions import plans, released, votes, words
from canbo.office.opinions.models import (
    Campaign,
    CampaignClosing,
    CampaignOpening,
    CampaignPaper,
    CampaignPlan,
    CampaignResponse,
    CampaignTheme,
)
from canbo.office.people.access import Viewer, above, subtree
from canbo.office.people.models import Unit
from canbo.rulebook.ballot import handover
from canbo.rulebook.ballot import manifest as manifests
from canbo.rulebook.ballot.handover import Opening
from canbo.rulebook.ballot.manifest import Manifest
from canbo.rulebook.errors import RuleError

NEWEST = 200


@dataclass(frozen=True)
class Round:
    """A campaign with its records. `papers`: kind to text; `closing`: of a vote that the chair ended at the meeting."""

    row: Campaign
    kept: CampaignPlan
    opening: CampaignOpening | None
    papers: dict[str, str]
    closing: CampaignClosing | None = None

    @cached_property
    def plan(self) -> plans.Plan:
        return plans.read(self.kept.data)

    @property
    def words(self) -> words.Words:
        """What it is called."""
        return words.of(self.plan.vote)

    @cached_property
    def manifest(self) -> Manifest | None:
        """What was frozen; None while it is planned."""
        return manifests.read(self.opening.manifest) if self.opening else None

    @cached_property
    def results(self) -> released.Released | None:
        """What was released of opinions; None before, and of a vote."""
        if self.manifest is None or not self.released or self.plan.vote:
            return None
        return released.read(self.papers["totals"], self.manifest)

    @cached_property
    def counted(self) -> votes.Counted | None:
        """The exact counts of a vote; None before, and of opinions."""
        if self.manifest is None or not self.released or not self.plan.vote:
            return None
        return votes.read_totals(self.papers["totals"], self.manifest)

    @cached_property
    def opened(self) -> Opening | None:
        """What the trustees signed, held against their keys anew; None before, and for what they did not sign."""
        if self.manifest is None or "opened" not in self.papers:
            return None
        try:
            return handover.read_opened(self.papers["opened"], self.manifest)
        except RuleError:
            return None

    @cached_property
    def signed(self) -> Opening | None:
        """The same once there are totals; None where these are not the ones that were signed."""
        if self.opened is None or "totals" not in self.papers:
            return None
        try:
            handover.check_totals(self.papers["totals"], self.opened)
        except RuleError:
            return None
        return self.opened

    @property
    def forged(self) -> bool:
        """Whether what is kept is not what the trustees signed: somebody changed the database."""
        kept = (("opened", self.opened), ("totals", self.signed))
        return any(kind in self.papers and found is None for kind, found in kept)

    @property
    def signers(self) -> tuple[str, ...]:
        """The names of the trustees who signed the totals."""
        return handover.signers(self.manifest, self.signed) if self.manifest and self.signed else ()

    @property
    def released(self) -> bool:
        return self.signed is not None

    def step(self, today: date) -> str:
        """The step that is now: a key of `words.STEPS`, or "done"."""
        if self.manifest is None:
            return "plan"
        for kind in ("slips", "handed"):
            if kind not in self.papers:
                return kind
        if today.isoformat() <= self.manifest.closes and self.closing is None:
            return "casting"
        return next((kind for kind in ("opened", "totals") if kind not in self.papers), "done")

    def stages(self, today: date) -> list[dict[str, str]]:
        """The steps as the pages draw them."""
        steps = self.words.steps
        if self.plan.way == "tokens":
            steps = {key: label for key, label in steps.items() if key != "slips"} | {"handed": "Nhận phiếu trực tuyến"}
        now, keys = self.step(today), list(steps)
        at = keys.index(now) if now in keys else len(keys)
        states = ["done" if place < at else "now" if place == at else "todo" for place in range(len(keys))]
        return [{"label": label, "state": state} for label, state in zip(steps.values(), states, strict=True)]


def campaigns(viewer: Viewer) -> list[Round]:
    """The campaigns of the units the viewer reads, newest first; five queries whatever their number."""
    rows = Campaign.objects.filter(subtree(viewer.readable, "unit_path")).select_related("unit").order_by("-id")
    return _rounds(list(rows[:NEWEST]))


def campaign(pk: int) -> Round | None:
    """One campaign; None where there is none."""
    row = Campaign.objects.filter(pk=pk).select_related("unit", "agency").first()
    return _rounds([row])[0] if row else None


def current(today: date) -> list[Round]:
    """The campaigns that are frozen and not yet released, newest first."""
    rows = Campaign.objects.filter(openings__isnull=False).exclude(papers__kind="totals").select_related("unit")
    return [one for one in _rounds(list(rows.order_by("-id")[:NEWEST])) if one.step(today) != "plan"]


def _rounds(rows: list[Campaign]) -> list[Round]:
    pks = [row.pk for row in rows]
    kept = {one.campaign_id: one for one in CampaignPlan.objects.filter(campaign__in=pks)}
    opened = {one.campaign_id: one for one in CampaignOpening.objects.filter(campaign__in=pks)}
    papers: dict[int, dict[str, str]] = {}
    for campaign, kind, text in CampaignPaper.objects.filter(campaign__in=pks).values_list("campaign", "kind", "text"):
        papers.setdefault(campaign, {})[kind] = text
    closed = {one.campaign_id: one for one in CampaignClosing.objects.filter(campaign__in=pks).select_related("by")}
    return [Round(row, kept[row.pk], opened.get(row.pk), papers.get(row.pk, {}), closed.get(row.pk)) for row in rows]


def about(found: Round, subject: str) -> tuple[CampaignTheme | None, CampaignResponse | None]:
    """The newest themes and the newest response about a unit of a campaign."""
    theme = CampaignTheme.objects.filter(campaign=found.row, about=subject).order_by("-id").first()
    response = CampaignResponse.objects.filter(campaign=found.row, about=subject).order_by("-id").first()
    return theme, response


def own(viewer: Viewer) -> list[tuple[Round, plans.Subject]]:
    """The released campaigns about units the viewer heads, newest first."""
    units = headed(viewer)
    if not units:
        return []
    rows = Campaign.objects.filter(papers__kind="totals").select_related("unit").order_by("-id")[:NEWEST]
    return [(one, subject) for one in _rounds(list(rows)) for subject in one.plan.subjects if subject.unit in units]


@dataclass(frozen=True)
class Beside:
    """What was released about somebody, for a page of their own results to lead to: never a part of those. `key`: of
    the unit they head, "" for a vote on them."""

    title: str
    campaign: int
    key: str


def beside(viewer: Viewer) -> list[Beside]:
    """The opinions about units the viewer heads, and the votes on them in the bodies above their posts."""
    found = [Beside(one.row.title, one.row.pk, subject.id) for one, subject in own(viewer)]
    if viewer.person is None:
        return found
    paths = {path for posting in viewer.postings for path in above(posting.post.unit.path)}
    rows = Campaign.objects.filter(
        papers__kind="totals", plans__data__vote__rule__isnull=False, unit_path__in=paths
    ).order_by("-id")  # fmt: skip
    votes_on = _rounds(list(rows[:NEWEST])) if paths else []
    return found + [
        Beside(one.row.title, one.row.pk, "")
        for one in votes_on
        if one.plan.vote and any(row.person == viewer.person.pk for row in one.plan.vote.people)
    ]


def headed(viewer: Viewer) -> frozenset[int]:
    """The ids of the units the viewer heads today."""
    return frozenset(Unit.objects.filter(path__in=viewer.headed).values_list("pk", flat=True))


def units_of(codes: list[str]) -> dict[str, int]:
    """The ids of the units that have these codes."""
    return dict(Unit.objects.filter(code__in=codes).values_list("code", "pk"))
