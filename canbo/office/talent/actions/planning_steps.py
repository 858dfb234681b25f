"""The steps of the procedure as they were held, with what was counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from canbo.office.base import files, journal
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account
from canbo.office.opinions import queries as opinions
from canbo.office.people import acting
from canbo.office.talent import planning_law
from canbo.office.talent.models import CadrePlan, PlanEntry, PlanStep, PlanVote
from canbo.office.talent.queries.planning_lists import newest_entries


@dataclass(frozen=True)
class Count:
    """What was counted by hand for a line (the id of its newest row)."""

    entry: int
    agree: int
    disagree: int


@dataclass(frozen=True)
class Held:
    """A meeting: when, who was asked and came, how many ballots came back (None: none were taken)."""

    held_on: date
    invited: int
    present: int
    chair: str
    document: str
    returned: int | None = None


@transaction.atomic
def hold_step(
    *, actor: Account, plan: CadrePlan, step: str, held: Held, counts: Sequence[Count] = (),
    campaign: int | None = None, minutes: tuple[str, bytes] | None = None,
) -> PlanStep:  # fmt: skip
    """Record a step as it was held. Its votes were counted by hand (`counts`, of no more ballots than came back) or by
    a vote of the room of opinions (`campaign`), never both. ActionError where the numbers contradict each other."""
    acting.keeper(actor, plan.unit.path)
    if step not in planning_law.steps_on(held.held_on):
        raise ActionError("Ngày đó không có bước này trong quy trình. Hãy chọn lại bước hoặc ngày.")
    _check(held, counts, campaign)
    if campaign is not None:
        _check_campaign(plan, campaign)
    lines = {row.pk: row for row in newest_entries(plan, date.max).values() if row.act != "taken_out"}
    for one in counts:
        _check_count(lines.get(one.entry), one, held.returned or 0)
    file = None
    if minutes is not None:
        kind = files.check_upload(*minutes)
        file = files.store(agency_id=plan.agency_id, actor=actor, name=minutes[0], data=minutes[1], content_type=kind)
    row = PlanStep.objects.create(
        agency_id=plan.agency_id, plan=plan, step=step, held_on=held.held_on, invited=held.invited,
        present=held.present, returned=held.returned, chair=acting.text(held.chair, "người chủ trì", 120),
        document=acting.text(held.document, "biên bản", 200), minutes=file, campaign_id=campaign, by=actor,
    )  # fmt: skip
    PlanVote.objects.bulk_create(
        PlanVote(
            agency_id=plan.agency_id, step=row, post_id=lines[one.entry].post_id, person_id=lines[one.entry].person_id,
            agree=one.agree, disagree=one.disagree,
        )
        for one in counts
    )  # fmt: skip
    journal.record_all(actor, "talent.plan_step_held", [(row, {"step": step, "votes": len(counts)})])
    return row


def _check(held: Held, counts: Sequence[Count], campaign: int | None) -> None:
    acting.past(held.held_on, "Ngày họp")
    if not 0 < held.present <= held.invited:
        raise ActionError("Số có mặt phải từ 1 đến số được triệu tập. Hãy sửa lại.")
    if held.returned is not None and not 0 <= held.returned <= held.present:
        raise ActionError("Số phiếu thu về không thể nhiều hơn số có mặt. Hãy sửa lại.")
    if campaign is not None and (counts or held.returned is not None):
        raise ActionError("Chọn một: nhập số phiếu kiểm tay, hoặc lấy số phiếu từ đợt lấy phiếu.")
    if counts and held.returned is None:
        raise ActionError("Hãy nhập số phiếu thu về.")


def _check_count(row: PlanEntry | None, one: Count, returned: int) -> None:
    if row is None:
        raise ActionError("Có người không còn trong danh sách. Hãy mở lại trang và nhập lại.")
    if min(one.agree, one.disagree) < 0 or one.agree + one.disagree > returned:
        total = one.agree + one.disagree
        raise ActionError(f"{row.person}, {row.post.title}: cộng được {total} phiếu, chỉ thu về {returned} phiếu.")


def _check_campaign(plan: CadrePlan, pk: int) -> None:
    found = opinions.campaign(pk)
    if found is None or found.row.agency_id != plan.agency_id or not found.plan.vote:
        raise ActionError("Không có đợt lấy phiếu này trong cơ quan. Hãy chọn lại.")
    if found.counted is None:
        raise ActionError("Đợt lấy phiếu này chưa công bố kết quả. Hãy ghi bước này sau khi có kết quả.")
