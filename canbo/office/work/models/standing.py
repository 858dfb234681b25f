"""Where an assignment stands, as the lists read it. Derived from its acts."""

from __future__ import annotations

from django.db import models

from canbo.office.base.fields import PathField
from canbo.office.base.trail import TrailKey, TrailModel
from canbo.office.people.models import Person
from canbo.office.work.models.assignments import Assignment

STAGES = [
    ("new", "Chưa nhận"),
    ("doing", "Đang làm"),
    ("review", "Chờ nghiệm thu"),
    ("redo", "Phải làm lại"),
    ("paused", "Tạm dừng"),
    ("done", "Đã xong"),
    ("closed", "Đã hủy, đã chuyển"),
]


class Standing(TrailModel):
    """Tình trạng tóm tắt of an assignment, kept in the transaction of each act, for figures, boards and lists;
    `canbo check summaries` proves it equal to the records. Derived, never a source.

    `quantity`: pieces still counted as assigned. `counts_on`: the due day that decides the period; `last_due`: the
    newest; `due`: the one being waited for, None when nothing is. As JSON text, since lists read thousands of them and
    most are alike: `fates`, the accepted pieces by what happened to them (see `standing.Fate`); `terms`, the due days;
    `waits`, the deliveries not yet reviewed.
    """

    assignment = TrailKey(Assignment, on_delete=models.PROTECT, related_name="standing")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    unit_path = PathField()
    coefficient = models.IntegerField()
    counts_on = models.DateField()
    last_due = models.DateField()
    terms = models.TextField(default="[]")
    due = models.DateField(null=True)
    quantity = models.IntegerField()
    passed = models.IntegerField(default=0)
    pending = models.IntegerField(default=0)
    redo = models.IntegerField(default=0)
    rest = models.IntegerField(default=0)
    fates = models.TextField(default="[]")
    waits = models.TextField(default="[]")
    stage = models.CharField(max_length=8, choices=STAGES, default="new")

    class Meta:
        db_table = "work_standing"
        constraints = [models.UniqueConstraint(name="work_standing_once", fields=["agency", "assignment"])]
        indexes = [
            models.Index(fields=["agency", "person", "counts_on"], name="work_standing_person"),
            models.Index(fields=["agency", "unit_path", "counts_on"], name="work_standing_unit"),
            # What waits is few among years of work: the reminders begin here.
            models.Index(fields=["stage", "person"], name="work_standing_stage"),
            models.Index(fields=["due", "person"], name="work_standing_due"),
        ]
