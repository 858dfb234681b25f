"""Cycles: a period in which an agency evaluates, under frozen rules, with deadlines; locks and extensions."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from canbo.office.base.models import Account
from canbo.office.base.trail import TrailKey, TrailModel
from canbo.office.people.models import Unit
from canbo.office.regulations.models import Adoption, RulesText


class Cycle(TrailModel):
    """Kỳ đánh giá: one agency, one period, one adoption; the hash of the rules is frozen when it opens.

    `unit` is the subtree it covers (the agency's root, or a part of it). `repeats`: the next one opens by itself.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    adoption = models.ForeignKey(Adoption, on_delete=models.PROTECT, related_name="cycles")
    rules = models.ForeignKey(RulesText, on_delete=models.PROTECT, related_name="+")
    period_kind = models.CharField(max_length=7, choices=[("month", "Tháng"), ("quarter", "Quý"), ("year", "Năm")])
    year = models.SmallIntegerField()
    number = models.SmallIntegerField()
    starts = models.DateField()
    ends = models.DateField()
    name = models.CharField(max_length=200)
    with_points = models.BooleanField("Công bố kèm điểm", default=False)
    repeats = models.BooleanField("Tự mở kỳ sau", default=False)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "cycle"
        constraints = [
            models.UniqueConstraint(
                name="cycle_once", fields=["agency", "unit", "adoption", "period_kind", "year", "number"]
            ),
            models.CheckConstraint(name="cycle_dates", condition=Q(ends__gte=F("starts"))),
        ]
        indexes = [models.Index(fields=["agency", "year", "period_kind", "number"], name="cycle_period")]


class Deadline(TrailModel):
    """Thời hạn of a step of a cycle: the first row when it opens, each extension a new row with a reason."""

    cycle = TrailKey(Cycle, on_delete=models.PROTECT, related_name="deadlines")
    step = models.CharField(max_length=20)
    due = models.DateField()
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "deadline"
        indexes = [models.Index(fields=["agency", "cycle", "step", "id"], name="deadline_cycle_step")]


class CycleLock(TrailModel):
    """Khóa, mở lại: a cycle is locked or reopened, with a reason. The newest row says which."""

    cycle = TrailKey(Cycle, on_delete=models.PROTECT, related_name="locks")
    locked = models.BooleanField()
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "cycle_lock"
        indexes = [models.Index(fields=["agency", "cycle", "id"], name="cycle_lock_newest")]


class RepeatStop(TrailModel):
    """Thôi tự mở: the cycle no longer opens its successor by itself. A record."""

    cycle = TrailKey(Cycle, on_delete=models.PROTECT, related_name="repeat_stops")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "repeat_stop"
        constraints = [models.UniqueConstraint(name="repeat_stop_once", fields=["agency", "cycle"])]


class Reminder(TrailModel):
    """Nhắc việc: somebody reminded the people of a cycle whose step is not done."""

    cycle = TrailKey(Cycle, on_delete=models.PROTECT, related_name="reminders")
    step = models.CharField(max_length=20)
    people = models.IntegerField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "reminder"
