"""The council's meeting on a round: who was there, and the exact counts on each proposal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from canbo.office.awards.actions.rounds import open_for_change
from canbo.office.awards.models import AwardRound, CouncilMeeting, CouncilVote
from canbo.office.awards.queries.rounds import standing_proposals
from canbo.office.base import journal
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account
from canbo.office.people import acting


@dataclass(frozen=True)
class Count:
    """How the members present voted on a proposal (its id)."""

    proposal: int
    agree: int
    disagree: int
    abstain: int


@transaction.atomic
def hold_council(
    *, actor: Account, round: AwardRound, held_on: date, invited: int, present: int, chair: str, secretary: str,
    counts: Sequence[Count], notes: str = "",
) -> CouncilMeeting:  # fmt: skip
    """Record a meeting with its counts: on each proposal every member present is counted once. ActionError where a
    count does not come to those present, or a proposal is not of the round any more. Whether the quorum was there is
    told, not refused: the meeting was held."""
    acting.keeper(actor, round.unit.path)
    open_for_change(round)
    if not 0 < present <= invited:
        raise ActionError("Số có mặt phải từ 1 đến số thành viên hội đồng. Hãy sửa lại.")
    if held_on > timezone.localdate():
        raise ActionError("Ngày họp ở sau hôm nay. Hãy ghi biên bản sau khi họp.")
    if not counts:
        raise ActionError("Hãy nhập số phiếu cho ít nhất một đề nghị.")
    standing = {row.pk: row for row in standing_proposals(round)}
    for one in counts:
        row = standing.get(one.proposal)
        if row is None:
            raise ActionError("Có đề nghị không còn trong đợt. Hãy mở lại trang và nhập lại.")
        if min(one.agree, one.disagree, one.abstain) < 0 or one.agree + one.disagree + one.abstain != present:
            total = one.agree + one.disagree + one.abstain
            whom = f"{row.person or row.collective}, {row.label}"
            raise ActionError(f"{whom}: cộng được {total} phiếu, phải bằng {present} người có mặt.")
    meeting = CouncilMeeting.objects.create(
        agency_id=round.agency_id, round=round, held_on=held_on, invited=invited, present=present,
        chair=acting.text(chair, "người chủ trì", 120), secretary=acting.text(secretary, "thư ký", 120),
        notes=notes.strip(), by=actor,
    )  # fmt: skip
    CouncilVote.objects.bulk_create(
        [
            CouncilVote(
                agency_id=round.agency_id, meeting=meeting, proposal_id=one.proposal, agree=one.agree,
                disagree=one.disagree, abstain=one.abstain,
            )
            for one in counts
        ],
        batch_size=500,
    )  # fmt: skip
    journal.record_all(actor, "awards.council_held", [(meeting, {"round": round.pk, "votes": len(counts)})])
    return meeting
