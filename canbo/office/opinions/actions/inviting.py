"""Who is invited to take a ballot online: chosen person by person until the campaign is frozen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from canbo.office.base.errors import ActionError, Conflict
from canbo.office.base.models import Account
from canbo.office.opinions import plans
from canbo.office.opinions.actions.acting import hold
from canbo.office.opinions.models import Campaign, CampaignInvitation, CampaignOpening, CampaignPlan
from canbo.office.opinions.queries.invited import before_there, candidates
from canbo.office.people.access import Viewer


@transaction.atomic
def invite(
    *, actor: Account, campaign: int, subject: str, audience: str, unit: int, chosen: Sequence[int]
) -> CampaignPlan:
    """Of the people who work in a unit and below, invite the chosen ones into one audience about one subject, and those
    of them who stood there and are not chosen no longer. One person has one place in a campaign.

    Conflict where the campaign is frozen; ActionError where somebody chosen cannot be invited there.
    """
    row = hold(actor, campaign)
    if CampaignOpening.objects.filter(campaign=row).exists():
        raise Conflict("Đợt lấy ý kiến đã chốt: danh sách người được mời không đổi được nữa.")
    kept = CampaignPlan.objects.select_for_update().get(agency=row.agency_id, campaign=row)
    plan = plans.read(kept.data)
    if f"{subject}/{audience}" not in {f"{one.id}/{who.id}" for one in plan.subjects for who in plan.audiences}:
        raise ActionError("Không có đơn vị hoặc đối tượng này trong phương án.")
    offered = candidates(Viewer(actor), row, plan, subject, audience, unit)
    if not set(chosen) <= {one.person.pk for one in offered if not one.barred}:
        raise ActionError(
            "Có người không mời được vào nhóm này (đã ở nhóm khác, chưa có tài khoản…). Hãy tải lại trang."
        )
    here = {one.person.pk for one in offered if one.invited}
    stands = CampaignInvitation.objects.filter(campaign=row, about=subject, audience=audience)
    stands.filter(person__in=here - set(chosen)).delete()
    CampaignInvitation.objects.bulk_create(
        CampaignInvitation(
            agency_id=row.agency_id, campaign=row, person_id=person, about=subject, audience=audience
        )
        for person in sorted(set(chosen) - here)
    )  # fmt: skip
    kept.data = counted(row, plan).data()
    kept.version += 1
    kept.save(update_fields=["data", "version", "updated_at"])
    return kept


@transaction.atomic
def invite_again(*, actor: Account, campaign: int, subject: str, audience: str) -> int:
    """Invite into an audience the persons who were invited there in the round before, those of them who still work in
    a unit the actor is officer of and can be invited; how many were added. Whom a round asks is the officer's act:
    nothing is taken over by itself, and what may be shown of the same persons' second answers the release decides.

    Conflict where the campaign is frozen; ActionError where it follows none, or the round before was forgotten.
    """
    row = hold(actor, campaign)
    if CampaignOpening.objects.filter(campaign=row).exists():
        raise Conflict("Đợt lấy ý kiến đã chốt: danh sách người được mời không đổi được nữa.")
    asked = before_there(row.pk, subject, audience)
    if not asked:
        raise ActionError("Không còn danh sách của vòng trước. Hãy chọn từng người.")
    kept = CampaignPlan.objects.select_for_update().get(agency=row.agency_id, campaign=row)
    plan = plans.read(kept.data)
    offered = candidates(Viewer(actor), row, plan, subject, audience, row.unit_id, asked)
    chosen = [one.person.pk for one in offered if not one.barred and not one.invited]
    CampaignInvitation.objects.bulk_create(
        CampaignInvitation(
            agency_id=row.agency_id, campaign=row, person_id=person, about=subject, audience=audience
        )
        for person in chosen
    )  # fmt: skip
    kept.data = counted(row, plan).data()
    kept.version += 1
    kept.save(update_fields=["data", "version", "updated_at"])
    return len(chosen)


def counted(row: Campaign, plan: plans.Plan) -> plans.Plan:
    """The plan with the people who are invited counted; those of a unit or audience it dropped are let go."""
    cells = {f"{one.id}/{who.id}" for one in plan.subjects for who in plan.audiences}
    rows = CampaignInvitation.objects.filter(campaign=row).values_list("pk", "about", "audience")
    there = {pk: f"{about}/{audience}" for pk, about, audience in rows}
    CampaignInvitation.objects.filter(pk__in=[pk for pk, cell in there.items() if cell not in cells]).delete()
    return replace(plan, people=dict(Counter(cell for cell in there.values() if cell in cells)))
