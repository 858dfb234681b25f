"""What stands beside a campaign: the one it follows, what heads say of themselves, who came to a vote. Records."""

from __future__ import annotations

from django.db import models

from canbo.office.base.models import Account
from canbo.office.base.trail import TrailKey, TrailModel
from canbo.office.opinions.models.campaigns import Campaign
from canbo.office.people.models import Unit


class CampaignFollowing(TrailModel):
    """Đợt nối tiếp: a campaign that asks again what another asked, so that the two may stand side by side."""

    campaign = TrailKey(Campaign, on_delete=models.PROTECT, related_name="followings")
    before = TrailKey(Campaign, on_delete=models.PROTECT, related_name="followed_by")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "campaign_following"
        constraints = [
            models.UniqueConstraint(name="campaign_following_once", fields=["agency", "campaign"]),
            models.UniqueConstraint(name="campaign_followed_once", fields=["agency", "before"]),
        ]


class CampaignSelfView(TrailModel):
    """Tự nhận xét của người đứng đầu: how a head answers the same questions about themselves, before the box is opened.
    An edit is a new row, the newest stands. `answers`: {"<set>/<question>": [option]}."""

    campaign = TrailKey(Campaign, on_delete=models.PROTECT, related_name="self_views")
    about = models.CharField(max_length=60)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "campaign_self_view"
        indexes = [models.Index(fields=["agency", "campaign", "about", "id"], name="campaign_self_view_newest")]


class CampaignClosing(TrailModel):
    """Kết thúc bỏ phiếu: that the chair ended a vote at its meeting, before its last day was over."""

    campaign = TrailKey(Campaign, on_delete=models.PROTECT, related_name="closings")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "campaign_closing"
        constraints = [models.UniqueConstraint(name="campaign_closing_once", fields=["agency", "campaign"])]


class CampaignAttendance(TrailModel):
    """Số người có mặt tại hội nghị lấy phiếu: without it nobody can say whether the meeting could vote. An edit is a
    new row, the newest stands."""

    campaign = TrailKey(Campaign, on_delete=models.PROTECT, related_name="attendances")
    present = models.IntegerField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "campaign_attendance"
        constraints = [models.CheckConstraint(name="campaign_attendance_somebody", condition=models.Q(present__gte=1))]
        indexes = [models.Index(fields=["agency", "campaign", "id"], name="campaign_attendance_newest")]
