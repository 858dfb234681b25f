"""What was done with work given, and the files that came with it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from canbo.office.base.models import Account, StoredFile
from canbo.office.base.trail import TrailKey, TrailModel
from canbo.office.people.models import Person
from canbo.office.work.models.assignments import Assignment

KINDS = [
    ("accept", "Nhận việc"),
    ("deliver", "Nộp sản phẩm"),
    ("pass", "Đạt yêu cầu"),
    ("fail", "Không đạt, có lỗi nghiêm trọng"),
    ("day", "Xác định ngày hoàn thành"),
    ("excuse_review", "Lỗi do nguyên nhân khách quan"),
    ("excuse_delay", "Chậm do nguyên nhân khách quan"),
    ("due", "Đổi hạn"),
    ("pause", "Tạm dừng"),
    ("resume", "Làm tiếp"),
    ("cancel", "Hủy phần còn lại"),
    ("move", "Chuyển phần còn lại"),
    ("void", "Ghi lại cho đúng"),
]


class Act(TrailModel):
    """Việc đã làm với một việc được giao: accepted, delivered, reviewed, excused, moved … in the order of their ids.
    A record; a wrong one is corrected by an act of kind "void" that names it.

    `of`: the act this one is about (a review's delivery, a redone delivery's review, what is excused, dated or voided).
    `day`: when a delivery was finished, as its person says or ("day") as the reviewer found; a new due day, the day by
    which rework is wanted, the days a pause begins and ends. `at` is when it was handed in.
    `pieces`: how many are delivered or reviewed, or no longer counted as assigned (cancel, move). `objective`: a new
    due day given because the old one was missed for an objective cause. `once` names the page it was sent from, so
    that sending it twice is once; null where no page did.
    """

    assignment = TrailKey(Assignment, on_delete=models.PROTECT, related_name="acts")
    kind = models.CharField(max_length=14, choices=KINDS)
    of = TrailKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    pieces = models.IntegerField(null=True)
    day = models.DateField(null=True)
    objective = models.BooleanField(default=False)
    text = models.CharField(max_length=500, blank=True)
    once = models.CharField(max_length=80, null=True)  # null: SQLite adds it without rebuilding the record
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "work_act"
        constraints = [
            models.CheckConstraint(
                name="work_act_pieces",
                condition=Q(kind__in=["deliver", "pass", "fail"], pieces__gt=0)
                | Q(kind__in=["cancel", "move"], pieces__gte=0)
                | Q(pieces__isnull=True),
            ),
            models.CheckConstraint(
                name="work_act_day",
                condition=~Q(kind__in=["deliver", "day", "due", "pause", "resume"]) | Q(day__isnull=False),
            ),
            models.CheckConstraint(
                name="work_act_reason",
                condition=Q(kind__in=["accept", "deliver", "pass", "resume"]) | ~Q(text=""),
            ),
            models.CheckConstraint(
                name="work_act_of",
                condition=~Q(kind__in=["pass", "fail", "day", "excuse_review", "excuse_delay", "void"])
                | Q(of__isnull=False),
            ),
            models.UniqueConstraint(
                name="work_act_void_once", fields=["agency", "of"], condition=Q(kind="void", of__isnull=False)
            ),
            models.UniqueConstraint(name="work_act_once", fields=["agency", "once"], condition=Q(once__isnull=False)),
        ]
        indexes = [models.Index(fields=["agency", "assignment", "id"], name="work_act_order")]


class Proof(TrailModel):
    """Minh chứng công việc: a file that came with a delivery. A record."""

    act = TrailKey(Act, on_delete=models.PROTECT, related_name="proofs")
    file = TrailKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "work_proof"
