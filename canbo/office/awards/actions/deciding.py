"""The decision on a round, which makes the awards; an award withdrawn by a row."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from canbo.office.awards import law
from canbo.office.awards.actions.rounds import open_for_change
from canbo.office.awards.models import Award, AwardDecision, AwardRound, AwardWithdrawal, Proposal
from canbo.office.awards.queries.rounds import against, ceilings_of, held, standing_proposals
from canbo.office.base import journal
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account, Agency
from canbo.office.people import acting


@transaction.atomic
def decide(
    *, actor: Account, round: AwardRound, chosen: Collection[int], number: str, day: date, authority: str,
    reason: str = "",
) -> AwardDecision:  # fmt: skip
    """Record the signed decision on a round: these proposals (their ids) become awards, each with its number in the
    register of the year. Nobody is cut: where a ceiling is passed, or somebody is awarded whom the council's count did
    not carry or who never came before it, a reason is asked and kept. ActionError else, and where another round gave
    somebody the same."""
    acting.keeper(actor, round.unit.path)
    open_for_change(round)
    rows = [row for row in standing_proposals(round) if row.pk in set(chosen)]
    if not rows or len(rows) != len(set(chosen)):
        raise ActionError("Hãy chọn những đề nghị còn trong đợt được khen thưởng.")
    if day > timezone.localdate():
        raise ActionError("Ngày ký ở sau hôm nay. Hãy ghi khi quyết định đã được ký.")
    Agency.objects.select_for_update().get(pk=round.agency_id)  # of two rounds one after the other: titles, register
    if twice := held(round, rows):
        whom = "; ".join(f"{row.person or row.collective}, {row.label}" for row in twice[:5])
        raise ActionError(f"Đã được tặng ở đợt khác: {whom}. Hãy bỏ chọn, hoặc hủy bỏ khen thưởng trước.")
    reports = ceilings_of(round, rows)
    over = [one for one in reports if one.over]
    refused = against(round, rows)
    if (over or refused) and not reason.strip():
        whats = [f"vượt tỷ lệ {one.label} ({one.held}, tối đa {one.allowed})" for one in over]
        whats += [f"{len(refused)} đề nghị không đủ số phiếu của hội đồng, hoặc chưa qua hội đồng"] if refused else []
        raise ActionError(f"Cần ghi lý do: {'; '.join(whats)}.")
    decision = AwardDecision.objects.create(
        agency_id=round.agency_id, round=round, number=acting.text(number, "số quyết định", 60), day=day,
        authority=acting.text(authority, "người ký", 200), reason=reason.strip()[:1000],
        report=[one.kept() for one in reports], by=actor,
    )  # fmt: skip
    _award(decision, round, rows)
    journal.record_all(actor, "awards.decided", [(decision, {"round": round.pk, "awards": len(rows)})])
    return decision


def _award(decision: AwardDecision, round: AwardRound, rows: Sequence[Proposal]) -> None:
    """The awards of a decision, numbered on from the last of the year."""
    register = (
        Award.objects.filter(agency=round.agency_id, year=round.year).aggregate(last=Max("register"))["last"] or 0
    )
    money = law.money(round.unit.path, decision.day)
    Award.objects.bulk_create(
        [
            Award(
                agency_id=round.agency_id, decision=decision, proposal=row, person_id=row.person_id,
                collective_id=row.collective_id, unit_id=row.unit_id, year=round.year, title=row.title,
                register=register + number,
                amount=row.amount if round.kind == "month" else money[row.title].fixed if row.title in money else None,
            )
            for number, row in enumerate(rows, start=1)
        ],
        batch_size=500,
    )  # fmt: skip


@transaction.atomic
def withdraw(*, actor: Account, award: Award, document: str, reason: str, day: date) -> AwardWithdrawal:
    """Withdraw an award by a document, with the reason; the award stays on record."""
    acting.keeper(actor, award.decision.round.unit.path)
    acting.past(day, "Ngày hủy bỏ")
    paper, why = acting.text(document, "văn bản hủy bỏ", 200), acting.text(reason, "lý do hủy bỏ", 500)
    if day < award.decision.day:
        raise ActionError("Ngày hủy bỏ trước ngày ký quyết định khen thưởng. Hãy sửa lại.")
    try:
        with transaction.atomic():
            row = AwardWithdrawal.objects.create(
                agency_id=award.agency_id, award=award, document=paper, reason=why, day=day, by=actor
            )
    except IntegrityError as error:
        raise ActionError("Khen thưởng này đã bị hủy bỏ rồi.") from error
    journal.record_all(actor, "awards.award_withdrawn", [(row, {"award": award.pk})])
    return row
