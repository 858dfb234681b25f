"""Programmes of a term: what was promised by its end, who answers for it, what was measured, and the final review."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from canbo.office.base.models import Account
from canbo.office.base.trail import TrailKey, TrailModel
from canbo.office.people.models import Unit

DIRECTIONS = [("at_least", "từ"), ("above", "trên"), ("at_most", "không quá"), ("below", "dưới")]


class Programme(TrailModel):
    """Chương trình nhiệm kỳ of a unit, by its paper. A record."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("Tên chương trình", max_length=300)
    document = models.CharField("Văn bản", max_length=200)
    first_year = models.SmallIntegerField("Từ năm")
    last_year = models.SmallIntegerField("Đến năm")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "programme"
        constraints = [models.CheckConstraint(name="programme_term", condition=Q(last_year__gte=F("first_year")))]

    def __str__(self) -> str:
        return self.name

    @property
    def term(self) -> str:
        """ "2015–2020"."""
        return f"{self.first_year}–{self.last_year}"


class ProgrammeTarget(TrailModel):
    """Chỉ tiêu: what is measured in which unit, and what it should come to (`aim`, hundredths). A record; a correction
    names the one it `replaces`."""

    programme = TrailKey(Programme, on_delete=models.PROTECT, related_name="targets")
    label = models.CharField("Chỉ tiêu", max_length=300)
    measure = models.CharField("Đơn vị tính", max_length=40)
    direction = models.CharField("Yêu cầu", max_length=10, choices=DIRECTIONS)
    aim = models.BigIntegerField("Mức cần đạt")
    answers = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name="Đơn vị chịu trách nhiệm"
    )
    replaces = TrailKey("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    reason = models.CharField("Lý do điều chỉnh", max_length=300, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "programme_target"
        constraints = [
            models.UniqueConstraint(
                name="programme_target_replaced_once",
                fields=["agency", "replaces"],
                condition=Q(replaces__isnull=False),
            ),
            models.CheckConstraint(name="programme_target_reason", condition=Q(replaces=None) | ~Q(reason="")),
        ]

    def __str__(self) -> str:
        return self.label


class ProgrammeValue(TrailModel):
    """Số liệu của chỉ tiêu: what was measured on a day (hundredths), and by which source. A record; of a day the last
    told stands."""

    target = TrailKey(ProgrammeTarget, on_delete=models.PROTECT, related_name="values")
    day = models.DateField("Tính đến ngày")
    value = models.BigIntegerField("Số liệu")
    source = models.CharField("Nguồn số liệu", max_length=200)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "programme_value"
        constraints = [models.CheckConstraint(name="programme_value_source", condition=~Q(source=""))]
        indexes = [models.Index(fields=["agency", "target", "day"], name="programme_value_day")]


class ProgrammeReview(TrailModel):
    """Tổng kết chương trình: the text beside the figures, by parts. A record; an edit is a new row, the newest
    stands."""

    programme = TrailKey(Programme, on_delete=models.PROTECT, related_name="reviews")
    parts = models.JSONField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "programme_review"
