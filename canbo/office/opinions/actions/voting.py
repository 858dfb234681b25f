"""A confidence vote: begun under the instrument in force, ended by the chair, who was present."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from canbo.office.base import journal
from canbo.office.base.errors import ActionError, Conflict
from canbo.office.base.models import Account
from canbo.office.opinions import plans, votes
from canbo.office.opinions.actions.acting import hold, told
from canbo.office.opinions.actions.campaigning import begin
from canbo.office.opinions.models import (
    Campaign,
    CampaignAttendance,
    CampaignClosing,
    CampaignOpening,
    CampaignPaper,
    CampaignPlan,
)
from canbo.office.people.models import Unit
from canbo.rulebook import votes as rules
from canbo.rulebook.ballot import manifest as manifests


def begin_vote(*, actor: Account, unit: Unit, key: str, title: str, today: date | None = None) -> Campaign:
    """Begin a confidence vote. ActionError where no instrument is in force, or its code is taken."""
    there = rules.in_force(today or timezone.localdate())
    if not there:
        raise ActionError("Không có quy định lấy phiếu tín nhiệm nào đang có hiệu lực.")
    plan = plans.Plan(vote=votes.Vote(there[-1].instrument.key))
    return begin(actor=actor, unit=unit, key=key, title=title, plan=plan)


@transaction.atomic
def close_vote(*, actor: Account, campaign: int, today: date | None = None) -> CampaignClosing:
    """Record that the chair ended a vote at its meeting: from here its box may be opened the same day. Done twice it is
    done once. Conflict for opinions, which nobody ends before their day, and before ballots were handed out;
    ActionError two days or more before the first day (this clock may be wrong by one)."""
    row = hold(actor, campaign)
    opening = CampaignOpening.objects.filter(campaign=row).first()
    manifest = manifests.read(opening.manifest) if opening else None
    if manifest is None or manifest.profile != "vote":
        raise Conflict("Chỉ kết thúc tại hội nghị được đối với lấy phiếu tín nhiệm đã chốt.")
    if not CampaignPaper.objects.filter(campaign=row, kind="handed").exists():
        raise Conflict("Chưa phát phiếu: đưa handed.json vào trước.")
    if (today or timezone.localdate()) < date.fromisoformat(manifest.opens) - timedelta(days=1):
        raise ActionError("Chưa đến ngày lấy phiếu.")
    made, new = CampaignClosing.objects.get_or_create(agency_id=row.agency_id, campaign=row, defaults={"by": actor})
    if new:
        journal.record(agency_id=row.agency_id, actor=actor, verb="opinions.vote_closed", subject=made)
    return made


@transaction.atomic
def attend(*, actor: Account, campaign: int, present: int) -> CampaignAttendance:
    """Record how many of those summoned came. Conflict before the ballot is frozen; ActionError for a number that
    cannot be: more than summoned, fewer than ballots came back."""
    row = hold(actor, campaign)
    plan = plans.read(CampaignPlan.objects.get(agency=row.agency_id, campaign=row).data)
    opening = CampaignOpening.objects.filter(campaign=row).first()
    if plan.vote is None or opening is None:
        raise Conflict("Chỉ ghi số có mặt của đợt lấy phiếu tín nhiệm đã chốt.")
    if not 1 <= present <= plan.vote.summoned:
        raise ActionError(f"Số có mặt từ 1 đến {plan.vote.summoned}, là số người được triệu tập.")
    totals = CampaignPaper.objects.filter(campaign=row, kind="totals").values_list("text", flat=True).first()
    if totals is not None:
        with told():
            returned = votes.read_totals(totals, manifests.read(opening.manifest)).returned
        if present < returned:
            raise ActionError(f"Số có mặt không thể ít hơn {returned} phiếu thu về.")
    made = CampaignAttendance.objects.create(agency_id=row.agency_id, campaign=row, present=present, by=actor)
    journal.record(
        agency_id=row.agency_id, actor=actor, verb="opinions.vote_attended", subject=made, data={"present": present}
    )
    return made
