"""Training: what a body chose, plans with places and money, courses, sending, results, what is paid back."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from canbo.office.base.models import Account, StoredFile
from canbo.office.base.trail import TrailKey, TrailModel
from canbo.office.people.models import Person, Unit
from canbo.office.regulations.models import Choice

RESULTS = [("completed", "Hoàn thành"), ("failed", "Không hoàn thành"), ("left", "Bỏ dở")]


class TrainingChoice(Choice):
    """Quy định đào tạo của đơn vị: what a body chose for an instrument on training, from a day on. A record."""

    class Meta:
        db_table = "training_choice"
        indexes = [models.Index(fields=["agency", "unit", "instrument", "valid_from"], name="training_choice_newest")]


class TrainingImport(TrailModel):
    """Nhập lượt đào tạo: an uploaded table of past turns, and when it was carried out. All or nothing."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    file = TrailKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "training_import"


class TrainingPlan(TrailModel):
    """Kế hoạch đào tạo, bồi dưỡng of a unit for a year, with the money it may cost. A record."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.SmallIntegerField("Năm")
    name = models.CharField("Tên kế hoạch", max_length=200)
    money = models.BigIntegerField("Kinh phí (đồng)", null=True, blank=True)
    document = models.CharField("Văn bản", max_length=200, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "training_plan"
        constraints = [models.CheckConstraint(name="training_plan_money", condition=Q(money=None) | Q(money__gte=0))]
        indexes = [models.Index(fields=["agency", "unit", "year"], name="training_plan_year")]


class Course(TrailModel):
    """Lớp, khóa đào tạo, bồi dưỡng. `kind` and `step`: the qualification it gives, "" where none; `postgraduate`: the
    rules on sending, service and paying back bind. A record; called off by a row."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    plan = TrailKey(TrainingPlan, null=True, on_delete=models.PROTECT, related_name="courses")
    name = models.CharField("Tên lớp, khóa", max_length=200)
    content = models.CharField("Nội dung", max_length=30, blank=True)
    kind = models.CharField(max_length=30, blank=True)
    step = models.CharField(max_length=30, blank=True)
    postgraduate = models.BooleanField("Đào tạo sau đại học", default=False)
    organiser = models.CharField("Nơi mở lớp", max_length=200, blank=True)
    starts = models.DateField("Từ ngày")
    ends = models.DateField("Đến ngày")
    hours = models.IntegerField("Số giờ học", null=True, blank=True)
    places = models.IntegerField("Số chỗ")
    cost = models.BigIntegerField("Chi phí mỗi người (đồng)", null=True, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "course"
        constraints = [
            models.CheckConstraint(name="course_dates", condition=Q(ends__gte=F("starts"))),
            models.CheckConstraint(name="course_places", condition=Q(places__gt=0)),
        ]
        indexes = [models.Index(fields=["agency", "starts"], name="course_starts")]


class CourseEnd(TrailModel):
    """Hủy lớp: a course that is not held, with the reason. A record."""

    course = TrailKey(Course, on_delete=models.PROTECT, related_name="endings")
    reason = models.CharField("Lý do", max_length=500)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "course_end"
        constraints = [models.UniqueConstraint(name="course_ended_once", fields=["agency", "course"])]


class Allotment(TrailModel):
    """Phân bổ chỗ học of a course to a unit. The newest row of a unit stands. A record."""

    course = TrailKey(Course, on_delete=models.PROTECT, related_name="allotments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    places = models.IntegerField("Số chỗ")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "allotment"
        constraints = [models.CheckConstraint(name="allotment_places", condition=Q(places__gte=0))]


class Sending(TrailModel):
    """Cử đi học: a person sent to a course by a document, from the unit and post of the day. `outcome`: what the rules
    said (yes, no, unknown, or none where no rules bind); `exception`: the written ground for sending all the same. A
    record; taken back by a row."""

    course = TrailKey(Course, on_delete=models.PROTECT, related_name="sendings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    post_title = models.CharField(max_length=160, blank=True)
    day = models.DateField("Ngày cử")
    document = models.CharField("Văn bản cử", max_length=200)
    outcome = models.CharField(max_length=10)
    lacks = models.JSONField(default=list)
    exception = models.CharField("Lý do cử", max_length=500, blank=True)
    source = TrailKey(TrainingImport, null=True, on_delete=models.PROTECT, related_name="sendings")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "sending"
        constraints = [
            models.CheckConstraint(name="sending_outcome", condition=Q(outcome__in=["yes", "no", "unknown", "none"])),
            models.CheckConstraint(
                name="sending_exception", condition=Q(outcome__in=["yes", "none"]) | ~Q(exception="")
            ),
        ]
        indexes = [models.Index(fields=["person", "course"], name="sending_person")]


class SendingDrop(TrailModel):
    """Rút cử đi học, with the reason: the place is free again. A record."""

    sending = TrailKey(Sending, on_delete=models.PROTECT, related_name="drops")
    reason = models.CharField("Lý do", max_length=500)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "sending_drop"
        constraints = [models.UniqueConstraint(name="sending_dropped_once", fields=["agency", "sending"])]


class TrainingResult(TrailModel):
    """Kết quả học: attendance, what came of it, the certificate, what it cost. The newest row of a sending stands. A
    record."""

    sending = TrailKey(Sending, on_delete=models.PROTECT, related_name="results")
    result = models.CharField("Kết quả", max_length=10, choices=RESULTS)
    day = models.DateField("Ngày kết thúc")
    attended = models.IntegerField("Số giờ có mặt", null=True, blank=True)
    certificate = models.CharField("Văn bằng, chứng chỉ", max_length=200, blank=True)
    cost = models.BigIntegerField("Chi phí thực tế (đồng)", null=True, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "training_result"
        constraints = [
            models.CheckConstraint(name="training_result_cost", condition=Q(cost=None) | Q(cost__gte=0)),
            models.CheckConstraint(name="training_result_hours", condition=Q(attended=None) | Q(attended__gte=0)),
        ]


class PayBack(TrailModel):
    """Đền bù chi phí đào tạo: the calculation as it was made, by which document. A record; one a sending."""

    sending = TrailKey(Sending, on_delete=models.PROTECT, related_name="pay_backs")
    instrument = models.CharField(max_length=40)
    case = models.CharField(max_length=30)
    day = models.DateField("Ngày thôi phục vụ")
    cost = models.BigIntegerField()
    committed = models.IntegerField()
    served = models.IntegerField()
    amount = models.BigIntegerField("Phải đền bù (đồng)")
    document = models.CharField("Văn bản", max_length=200)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "pay_back"
        constraints = [
            models.UniqueConstraint(name="pay_back_once", fields=["agency", "sending"]),
            models.CheckConstraint(name="pay_back_amount", condition=Q(amount__gte=0) & Q(amount__lte=F("cost"))),
        ]
