"""What people ask about their own data, how it was answered, and how long what is kept is kept."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from canbo.office.base.models import Account
from canbo.office.base.trail import TrailKey, TrailModel
from canbo.office.people.models import Person

OUTCOMES = [("done", "Đã làm theo yêu cầu"), ("part", "Làm được một phần"), ("refused", "Từ chối")]


class DataRequest(TrailModel):
    """Yêu cầu về dữ liệu cá nhân: what a person asks about their own data, with the days the law gives, as computed on
    the day it came. A record; the agency is the one that answers."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="data_requests")
    kind = models.CharField(max_length=20)
    text = models.CharField("Nội dung yêu cầu", max_length=1000)
    received = models.DateField("Nhận ngày")
    receipt_due = models.DateField()
    answer_due = models.DateField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "data_request"
        constraints = [
            models.CheckConstraint(name="data_request_days", condition=Q(receipt_due__gte=models.F("received")))
        ]
        indexes = [models.Index(fields=["person", "id"], name="data_request_of")]


class DataReceipt(TrailModel):
    """Xác nhận đã nhận yêu cầu: the person was told that the request is there. A record."""

    request = TrailKey(DataRequest, on_delete=models.PROTECT, related_name="receipts")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "data_receipt"
        constraints = [models.UniqueConstraint(name="data_receipt_once", fields=["agency", "request"])]


class DataExtension(TrailModel):
    """Gia hạn trả lời yêu cầu: once, with the reason the person is told. A record."""

    request = TrailKey(DataRequest, on_delete=models.PROTECT, related_name="extensions")
    until = models.DateField()
    reason = models.CharField("Lý do", max_length=500)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "data_extension"
        constraints = [models.UniqueConstraint(name="data_extension_once", fields=["agency", "request"])]


class DataAnswer(TrailModel):
    """Trả lời yêu cầu: what was done, and where not, why. A record."""

    request = TrailKey(DataRequest, on_delete=models.PROTECT, related_name="answers")
    outcome = models.CharField("Kết quả", max_length=10, choices=OUTCOMES)
    text = models.CharField("Nội dung trả lời", max_length=2000)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "data_answer"
        constraints = [models.UniqueConstraint(name="data_answer_once", fields=["agency", "request"])]


class RetentionRule(TrailModel):
    """Thời hạn lưu: how many days an agency keeps one kind of data, and on what ground. A record; the newest stands."""

    kind = models.CharField(max_length=40)
    days = models.IntegerField("Số ngày", null=True)
    basis = models.CharField("Căn cứ", max_length=300)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "retention_rule"
        constraints = [models.CheckConstraint(name="retention_rule_days", condition=Q(days=None) | Q(days__gte=1))]
