"""Structure: how many people a unit is assigned, and proposals of who should be arranged where."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from canbo.office.base.models import Account
from canbo.office.base.trail import TrailKey, TrailModel
from canbo.office.people.models import KINDS, Person, Unit

ACTS = [
    ("arrange", "Bố trí"), ("transfer", "Điều động"), ("rotate", "Luân chuyển"), ("second", "Biệt phái"),
    ("concurrent", "Giao kiêm nhiệm"),
]  # fmt: skip


class Headcount(TrailModel):
    """Biên chế, số lượng được giao: how many people of a kind a unit has been assigned itself (not those below it),
    from a day, by a document. A record; the latest day by then stands, of one day the row written last."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("Đối tượng", max_length=20, choices=KINDS)
    number = models.IntegerField("Số lượng được giao")
    day = models.DateField("Từ ngày")
    document = models.CharField("Văn bản giao", max_length=200)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "headcount"
        constraints = [models.CheckConstraint(name="headcount_not_negative", condition=Q(number__gte=0))]
        indexes = [models.Index(fields=["unit", "kind", "day"], name="headcount_of")]


class Arrangement(TrailModel):
    """Đề xuất bố trí: that somebody should be arranged, transferred or used elsewhere, with the reasons. A record; the
    posting itself is made in the room of people once it is decided."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="arrangements")
    act = models.CharField("Hình thức", max_length=12, choices=ACTS)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    title = models.CharField("Chức vụ, vị trí đề xuất", max_length=160)
    from_unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    from_title = models.CharField(max_length=160, blank=True)
    day = models.DateField("Đề xuất từ ngày")
    strengths = models.CharField("Năng lực, sở trường", max_length=1000)
    reason = models.CharField("Lý do", max_length=1000)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "arrangement"
        indexes = [models.Index(fields=["person", "id"], name="arrangement_of")]


class ArrangementDecision(TrailModel):
    """Quyết định về đề xuất bố trí: agreed or not, by whom in authority, by which document, why. A record."""

    arrangement = TrailKey(Arrangement, on_delete=models.PROTECT, related_name="decisions")
    agreed = models.BooleanField()
    authority = models.CharField("Cấp có thẩm quyền", max_length=160)
    document = models.CharField("Văn bản", max_length=200, blank=True)
    day = models.DateField("Ngày quyết định")
    reason = models.CharField("Lý do", max_length=500, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "arrangement_decision"
        constraints = [
            models.UniqueConstraint(name="arrangement_decision_once", fields=["agency", "arrangement"]),
            models.CheckConstraint(
                name="arrangement_decision_grounds",
                condition=Q(agreed=True) & ~Q(document="") | Q(agreed=False) & ~Q(reason=""),
            ),
        ]


class ArrangementDrop(TrailModel):
    """Rút đề xuất bố trí: it is no longer proposed, with the reason. A record."""

    arrangement = TrailKey(Arrangement, on_delete=models.PROTECT, related_name="drops")
    reason = models.CharField("Lý do", max_length=500)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "arrangement_drop"
        constraints = [models.UniqueConstraint(name="arrangement_drop_once", fields=["agency", "arrangement"])]
