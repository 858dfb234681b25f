"""Work given to a person, once or every month."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from canbo.office.base.fields import PathField
from canbo.office.base.models import Account
from canbo.office.base.trail import TrailKey, TrailModel
from canbo.office.people.models import Person, Unit
from canbo.office.work.models.catalogues import Product


class Routine(TrailModel):
    """Việc định kỳ: work a person is given every month, due on `due_day` (31: the month's last). A record; it is
    ended by a row, and names its product by code so that it outlives a catalogue."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    quantity = models.IntegerField("Số lượng")
    what = models.CharField("Nội dung", max_length=400, blank=True)
    due_day = models.SmallIntegerField("Hạn là ngày")
    once = models.CharField(max_length=80, null=True)  # null: SQLite adds it without rebuilding the record
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "routine"
        constraints = [
            models.CheckConstraint(name="routine_quantity", condition=Q(quantity__gt=0)),
            models.CheckConstraint(name="routine_due_day", condition=Q(due_day__gte=1, due_day__lte=31)),
            models.UniqueConstraint(name="routine_once", fields=["agency", "once"], condition=Q(once__isnull=False)),
        ]
        indexes = [models.Index(fields=["agency", "person"], name="routine_person")]


class RoutineEnd(TrailModel):
    """Thôi giao định kỳ. A record."""

    routine = TrailKey(Routine, on_delete=models.PROTECT, related_name="ends")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "routine_end"
        constraints = [models.UniqueConstraint(name="routine_end_once", fields=["agency", "routine"])]


class Assignment(TrailModel):
    """Việc được giao: so many pieces of a product, to a person in a unit, until a day. A record.

    `by_person` is the superior who gave it (`on_behalf_of` where somebody stood in). `continues` names the assignment
    whose rest this is; `missed` the due days the same person had already missed with that rest. `routine` and `month`
    ("2026-11") keep recurring work from being given twice; `once` (the page it was sent from, and the row) any other.

    `unit` and `unit_path` are those of the day it was given and stay so: a transfer takes the rest along by a new
    assignment (`actions.reassign`), and what was handed in before is reviewed by the head of the unit that gave it, who
    knows the work; where that unit has ended, by the head above. Who is the person's superior today may read it.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_path = PathField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    product = TrailKey(Product, on_delete=models.PROTECT, related_name="+")
    quantity = models.IntegerField("Số lượng")
    what = models.CharField("Nội dung cụ thể", max_length=400, blank=True)
    assigned_on = models.DateField("Ngày giao")
    due = models.DateField("Hạn hoàn thành")
    continues = TrailKey("self", null=True, on_delete=models.PROTECT, related_name="continued")
    missed = models.SmallIntegerField(default=0)
    routine = TrailKey(Routine, null=True, on_delete=models.PROTECT, related_name="+")
    month = models.CharField(max_length=7, blank=True)
    once = models.CharField(max_length=80, null=True)  # null: SQLite adds it without rebuilding the record
    by_person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "assignment"
        constraints = [
            models.CheckConstraint(name="assignment_quantity", condition=Q(quantity__gt=0)),
            models.CheckConstraint(name="assignment_dates", condition=Q(due__gte=F("assigned_on"))),
            models.CheckConstraint(name="assignment_not_own", condition=~Q(person=F("by_person"))),
            models.CheckConstraint(
                name="assignment_not_for_own",
                condition=Q(on_behalf_of__isnull=True) | ~Q(person=F("on_behalf_of")),
            ),
            models.UniqueConstraint(
                name="assignment_routine_once",
                fields=["agency", "routine", "month"],
                condition=Q(routine__isnull=False),
            ),
            models.UniqueConstraint(name="assignment_once", fields=["agency", "once"], condition=Q(once__isnull=False)),
        ]
        indexes = [models.Index(fields=["agency", "person", "due"], name="assignment_person_due")]
