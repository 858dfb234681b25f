"""Standards of titles as a body adopts them, and which of its posts fall under which title."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from canbo.office.base.models import Account
from canbo.office.base.trail import TrailKey, TrailModel
from canbo.office.people.models import Unit


class StandardText(TrailModel):
    """Văn bản tiêu chuẩn: a set of standards as it was uploaded for a unit and below, in the words of the rulebook.
    Not in force until adopted. A record."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    number = models.CharField("Số, tên văn bản", max_length=200)
    in_force = models.DateField("Có hiệu lực từ ngày")
    ends = models.DateField("Hết hiệu lực sau ngày", null=True)
    content = models.TextField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "standard_text"
        constraints = [
            models.CheckConstraint(name="standard_text_days", condition=Q(ends=None) | Q(ends__gte=F("in_force")))
        ]


class StandardAdoption(TrailModel):
    """Áp dụng tiêu chuẩn: a set of standards holds, from its own day on. A record."""

    text = TrailKey(StandardText, on_delete=models.PROTECT, related_name="adoptions")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "standard_adoption"
        constraints = [models.UniqueConstraint(name="standard_adoption_once", fields=["agency", "text"])]


class StandardEnd(TrailModel):
    """Thôi áp dụng tiêu chuẩn: from a day on a set holds no more, with the reason. A record."""

    text = TrailKey(StandardText, on_delete=models.PROTECT, related_name="ended")
    day = models.DateField("Từ ngày")
    reason = models.CharField("Lý do", max_length=300)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "standard_end"
        constraints = [models.UniqueConstraint(name="standard_end_once", fields=["agency", "text"])]


class TitleMatch(TrailModel):
    """Chức danh của vị trí: in a unit and below, posts of this title fall under that title of the standards; an empty
    one: under none. A record; the newest stands. Without a row a post falls under the title of its own name."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    post_title = models.CharField("Chức vụ, chức danh", max_length=160)
    title = models.CharField("Chức danh trong tiêu chuẩn", max_length=200, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "title_match"
        indexes = [models.Index(fields=["agency", "unit", "post_title"], name="title_match_of")]
