"""Rounds that follow one another, and what a head says of themselves before the box is opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from canbo.office.base import journal
from canbo.office.base.errors import ActionError, Conflict, NotTheirs
from canbo.office.base.models import Account
from canbo.office.opinions import queries
from canbo.office.opinions.actions.campaigning import begin
from canbo.office.opinions.models import Campaign, CampaignFollowing, CampaignSelfView
from canbo.office.people.access import Viewer
from canbo.office.people.acting import keeper


@transaction.atomic
def again(*, actor: Account, campaign: int, key: str, title: str) -> Campaign:
    """Begin a round that asks the same of the same groups as a campaign that was released. Days and keys are its own:
    the trustees of the first destroy theirs. Conflict where it was not released or is followed already."""
    found = queries.campaign(campaign)
    if found is None:
        raise NotTheirs("Không có đợt này.")
    keeper(actor, found.row.unit.path)
    if found.results is None:
        raise Conflict("Chỉ lấy ý kiến lần nữa sau khi đợt này đã công bố.")
    plan = replace(found.plan, holders=(), issues="", issued_by="", opens="", closes="", people={})
    row = begin(actor=actor, unit=found.row.unit, key=key, title=title, plan=plan)
    try:
        with transaction.atomic():
            made = CampaignFollowing.objects.create(
                agency_id=row.agency_id, campaign=row, before=found.row, by=actor
            )  # fmt: skip
    except IntegrityError as error:
        raise Conflict("Đợt này đã có đợt nối tiếp rồi; hãy nối tiếp từ đợt sau cùng.") from error
    journal.record(
        agency_id=row.agency_id, actor=actor, verb="opinions.campaign_followed", subject=made, data={"before": campaign}
    )
    return row


@transaction.atomic
def view_self(
    *, actor: Account, campaign: int, about: str, answers: Mapping[str, tuple[str, ...]], today: date | None = None
) -> CampaignSelfView:
    """Keep how the head of a unit answers the questions about themselves. NotTheirs for anybody else; Conflict before
    the freezing and once the last day of casting is over; ActionError for no answer, or one that no page offers."""
    found = queries.campaign(campaign)
    subject = next((one for one in found.plan.subjects if one.id == about), None) if found else None
    if found is None or subject is None or subject.unit not in queries.headed(Viewer(actor)):
        raise NotTheirs("Chỉ người đứng đầu đơn vị được tự nhận xét.")
    if not queries.may_view_self(found, today or timezone.localdate()):
        raise Conflict("Chỉ tự nhận xét từ khi chốt đến hết ngày cuối gửi ý kiến, trước khi hòm được mở.")
    offered = {place: dict(asked.options) for place, asked in queries.self_questions(found, about)}
    if not answers or any(
        place not in offered or not chosen or not set(chosen) <= set(offered[place])
        for place, chosen in answers.items()
    ):
        raise ActionError("Hãy chọn mức cho ít nhất một câu.")
    made = CampaignSelfView.objects.create(
        agency_id=found.row.agency_id, campaign=found.row, about=about, unit_id=subject.unit,
        answers={place: list(chosen) for place, chosen in answers.items()}, by=actor,
    )  # fmt: skip
    journal.record(agency_id=made.agency_id, actor=actor, verb="opinions.self_viewed", subject=made)
    return made
