"""A round of opinions: its plan while it is written, what was frozen, what came from the trustees, what a head answers.

Nothing here says who answered, or what. What the trustees bring holds only what may be shown.
"""

from __future__ import annotations

from django.db import models

from canbo.office.base.fields import PathField
from canbo.office.base.models import Account
from canbo.office.base.trail import TrailKey, TrailModel
from canbo.office.people.models import Unit

PAPERS = [
    ("slips", "Danh sách mã phiếu"), ("handed", "Số phiếu đã phát và hủy"), ("opened", "Biên nhận mở hòm"),
    ("totals", "Kết quả được công bố"),
]  # fmt: skip


class Campaign(TrailModel):
    """Đợt lấy ý kiến: that there is one, and whose. A record."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_path = PathField()
    key = models.CharField(max_length=100)
    title = models.CharField(max_length=200)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "campaign"
        constraints = [models.UniqueConstraint(name="campaign_key", fields=["agency", "key"])]
        indexes = [models.Index(fields=["unit_path"], name="campaign_unit")]


class CampaignPlan(TrailModel):
    """Phương án lấy ý kiến: what is being written (see `plans.Plan`). Not a record; `version` guards two screens, and
    once the campaign is open nothing changes it."""

    campaign = TrailKey(Campaign, on_delete=models.PROTECT, related_name="plans")
    data = models.JSONField()
    version = models.IntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "campaign_plan"
        constraints = [models.UniqueConstraint(name="campaign_plan_once", fields=["agency", "campaign"])]


class CampaignOpening(TrailModel):
    """Chốt đợt lấy ý kiến: the manifest, under the hash that stands on slips and walls. A record."""

    campaign = TrailKey(Campaign, on_delete=models.PROTECT, related_name="openings")
    manifest = models.TextField()
    hash = models.CharField(max_length=64)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "campaign_opening"
        constraints = [models.UniqueConstraint(name="campaign_opening_once", fields=["agency", "campaign"])]


class CampaignPaper(TrailModel):
    """Tệp của đợt lấy ý kiến: what the trustees' station gave the office, as it came. A record, one of each kind: a
    survey is released once."""

    campaign = TrailKey(Campaign, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=8, choices=PAPERS)
    text = models.TextField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "campaign_paper"
        constraints = [models.UniqueConstraint(name="campaign_paper_once", fields=["agency", "campaign", "kind"])]


class CampaignTheme(TrailModel):
    """Tổng hợp ý kiến viết: what the readers found in the texts about one unit, in their words. A record."""

    campaign = TrailKey(Campaign, on_delete=models.PROTECT, related_name="themes")
    about = models.CharField(max_length=60)
    text = models.TextField()
    readers = models.CharField(max_length=300)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "campaign_theme"
        indexes = [models.Index(fields=["agency", "campaign", "about", "id"], name="campaign_theme_newest")]


class CampaignResponse(TrailModel):
    """Tiếp thu, giải trình của người đứng đầu: an answer in writing and what will be done by when. A record; an edit is
    a new row, the newest stands. `steps`: [{"what", "due"}]."""

    campaign = TrailKey(Campaign, on_delete=models.PROTECT, related_name="responses")
    about = models.CharField(max_length=60)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    steps = models.JSONField(default=list)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "campaign_response"
        indexes = [models.Index(fields=["agency", "campaign", "about", "id"], name="campaign_response_newest")]
