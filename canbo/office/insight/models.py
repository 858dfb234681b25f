"""Insight: examinations against levelling (cào bằng). What one found is never changed; a newer one stands for it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from canbo.office.base.fields import PathField
from canbo.office.base.models import Account
from canbo.office.base.trail import TrailKey, TrailModel
from canbo.office.people.models import Person, Unit


class Examination(TrailModel):
    """Lần xem xét cào bằng: the closed periods of a subtree within two days, read once, by these settings. A record.

    `settings` as `levelling.Settings` had them. `by` None: by the clock, as the one before it was. `job` names the
    background job that made it, so that a job run again after a crash writes nothing twice.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    starts = models.DateField("Từ ngày")
    ends = models.DateField("Đến ngày")
    settings = models.JSONField()
    cycles = models.IntegerField("Số kỳ")
    sheets = models.IntegerField("Số phiếu")
    job = models.BigIntegerField()
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "examination"
        constraints = [
            models.UniqueConstraint(name="examination_once_per_job", fields=["agency", "job"]),
            models.CheckConstraint(name="examination_days", condition=Q(ends__gte=F("starts"))),
        ]
        indexes = [models.Index(fields=["unit", "ends", "id"], name="examination_newest")]


class Examined(TrailModel):
    """Nơi được xem: a unit with all below it that belongs to it, or an evaluator; how many people and sheets of it
    were read. A record.

    `path`: the top of what was read of it, for who may see it. `totals`: how many decided totals stand at each whole
    point of 100, empty of a small group. `found`: how many signals, `least` the least rate among them. Where nothing at
    all can be told `silence` says why, and there are no signals.
    """

    examination = TrailKey(Examination, on_delete=models.PROTECT, related_name="examined")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    evaluator = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    path = PathField()
    people = models.IntegerField()
    sheets = models.IntegerField()
    totals = models.JSONField(default=dict)
    found = models.IntegerField(default=0)
    least = models.FloatField(null=True)
    silence = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "examined"
        constraints = [
            models.CheckConstraint(
                name="examined_unit_or_evaluator",
                condition=Q(unit__isnull=False, evaluator__isnull=True) | Q(unit__isnull=True, evaluator__isnull=False),
            ),
            models.UniqueConstraint(
                name="examined_unit_once", fields=["agency", "examination", "unit"], condition=Q(unit__isnull=False)
            ),
            models.UniqueConstraint(
                name="examined_evaluator_once",
                fields=["agency", "examination", "evaluator"],
                condition=Q(evaluator__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["evaluator", "id"], name="examined_evaluator")]


class Signal(TrailModel):
    """Dấu hiệu: what one measure says of a unit or an evaluator, with the numbers behind it. A record.

    `value`, `typical`: hundredths of a percent, of "spread" and "severity" hundredths of a point of 100; of "severity"
    the truth lies from `low` to `high` in 95 of 100 cases. `rate`: the least rate of false discoveries at which it is
    one. `words`: the sentence as it was told where it is `found`, the reason where it cannot be told.
    """

    examined = TrailKey(Examined, on_delete=models.PROTECT, related_name="signals")
    signal = models.CharField(max_length=20)
    people = models.IntegerField()
    value = models.IntegerField(null=True)
    typical = models.IntegerField(null=True)
    low = models.IntegerField(null=True)
    high = models.IntegerField(null=True)
    rate = models.FloatField(null=True)
    found = models.BooleanField(default=False)
    words = models.CharField(max_length=600, blank=True)

    class Meta:
        db_table = "signal"
        constraints = [
            models.UniqueConstraint(name="signal_once", fields=["agency", "examined", "signal"]),
            models.CheckConstraint(
                name="signal_told", condition=Q(value__isnull=False, rate__isnull=False) | ~Q(words="")
            ),
        ]


class SavedView(models.Model):
    """Cách xem đã lưu: a dashboard as somebody left it, under a name of their own: which page, unit, and question."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    name = models.CharField("Tên", max_length=80)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    query = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "saved_view"
        constraints = [models.UniqueConstraint(name="saved_view_once", fields=["account", "name"])]
