"""Work: catalogues of products with their coefficients, work assigned, and every act on it. The standing is derived."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from canbo.office.base.fields import PathField
from canbo.office.base.models import Account, StoredFile
from canbo.office.base.trail import TrailKey, TrailModel
from canbo.office.people.models import Person, Unit

KINDS = [
    ("accept", "Nhận việc"),
    ("deliver", "Nộp sản phẩm"),
    ("pass", "Đạt yêu cầu"),
    ("fail", "Không đạt, có lỗi nghiêm trọng"),
    ("excuse_review", "Lỗi do nguyên nhân khách quan"),
    ("excuse_delay", "Chậm do nguyên nhân khách quan"),
    ("due", "Đổi hạn"),
    ("pause", "Tạm dừng"),
    ("resume", "Làm tiếp"),
    ("cancel", "Hủy phần còn lại"),
    ("move", "Chuyển phần còn lại"),
    ("void", "Ghi lại cho đúng"),
]
STAGES = [
    ("new", "Chưa nhận"),
    ("doing", "Đang làm"),
    ("review", "Chờ nghiệm thu"),
    ("redo", "Phải làm lại"),
    ("paused", "Tạm dừng"),
    ("done", "Đã xong"),
    ("closed", "Đã hủy, đã chuyển"),
]


class Catalogue(TrailModel):
    """Danh mục sản phẩm, công việc of a unit and those below it, from a day. A record; a change is a new catalogue.

    `method` is the key of one of the rules' methods; `divisor` (hundredths of a point) is the one it named on that
    day: coefficient = points / divisor. None where coefficients are given directly.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    number = models.CharField("Văn bản ban hành", max_length=120)
    title = models.CharField("Tên danh mục", max_length=200)
    standard = models.CharField("Sản phẩm chuẩn", max_length=300, blank=True)
    method = models.CharField(max_length=30)
    divisor = models.IntegerField(null=True)
    valid_from = models.DateField("Áp dụng từ ngày")
    file = TrailKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "catalogue"
        constraints = [
            models.CheckConstraint(name="catalogue_divisor", condition=Q(divisor__isnull=True) | Q(divisor__gt=0)),
        ]
        indexes = [models.Index(fields=["agency", "unit", "valid_from"], name="catalogue_unit")]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"


class CatalogueEnd(TrailModel):
    """Thôi áp dụng: a catalogue is no longer in force from `day` on. A record."""

    catalogue = TrailKey(Catalogue, on_delete=models.PROTECT, related_name="ends")
    day = models.DateField("Thôi áp dụng từ ngày")
    reason = models.CharField("Lý do", max_length=300)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "catalogue_end"
        constraints = [models.UniqueConstraint(name="catalogue_end_once", fields=["agency", "catalogue"])]


class CatalogueImport(TrailModel):
    """Nhập danh mục: an uploaded catalogue and what is said about it, until it is carried out. All or nothing."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    file = TrailKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    said = models.JSONField(default=dict)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    catalogue = TrailKey(Catalogue, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "catalogue_import"


class Product(TrailModel):
    """Sản phẩm, công việc of a catalogue. `coefficient` K in ten-thousandths, exact; `points` in hundredths where
    the coefficient was computed from points; `days` the usual time in calendar days. A record."""

    catalogue = TrailKey(Catalogue, on_delete=models.PROTECT, related_name="products")
    position = models.CharField("Vị trí việc làm", max_length=160, blank=True)
    code = models.CharField("Mã", max_length=40)
    name = models.CharField("Sản phẩm, công việc", max_length=400)
    count_unit = models.CharField("Đơn vị tính", max_length=40, blank=True)
    points = models.IntegerField(null=True)
    coefficient = models.IntegerField("Hệ số quy đổi")
    days = models.SmallIntegerField("Thời gian thực hiện", null=True)
    search_key = models.CharField(max_length=460)

    class Meta:
        db_table = "product"
        constraints = [
            models.UniqueConstraint(name="product_code", fields=["agency", "catalogue", "code"]),
            models.CheckConstraint(name="product_coefficient", condition=Q(coefficient__gt=0)),
            models.CheckConstraint(name="product_points", condition=Q(points__isnull=True) | Q(points__gt=0)),
            models.CheckConstraint(name="product_days", condition=Q(days__isnull=True) | Q(days__gt=0)),
        ]


class Routine(TrailModel):
    """Việc định kỳ: work a person is given every month, due on `due_day` (31: the month's last). A record; it is
    ended by a row, and names its product by code so that it outlives a catalogue."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    quantity = models.IntegerField("Số lượng")
    what = models.CharField("Nội dung", max_length=400, blank=True)
    due_day = models.SmallIntegerField("Hạn là ngày")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "routine"
        constraints = [
            models.CheckConstraint(name="routine_quantity", condition=Q(quantity__gt=0)),
            models.CheckConstraint(name="routine_due_day", condition=Q(due_day__gte=1, due_day__lte=31)),
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
    ("2026-11") keep recurring work from being given twice.
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
        ]
        indexes = [models.Index(fields=["agency", "person", "due"], name="assignment_person_due")]


class Act(TrailModel):
    """Việc đã làm với một việc được giao: accepted, delivered, reviewed, excused, moved … in the order of their ids.
    A record; a wrong one is corrected by an act of kind "void" that names it.

    `of`: the act this one is about (a review's delivery, a redone delivery's review, what is excused or voided).
    `day`: the delivery's day, a new due day, the day by which rework is wanted, the days a pause begins and ends.
    `pieces`: how many are delivered or reviewed, or no longer asked for (cancel, move). `objective`: a new due day
    given because the old one was missed for an objective cause.
    """

    assignment = TrailKey(Assignment, on_delete=models.PROTECT, related_name="acts")
    kind = models.CharField(max_length=14, choices=KINDS)
    of = TrailKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    pieces = models.IntegerField(null=True)
    day = models.DateField(null=True)
    objective = models.BooleanField(default=False)
    text = models.CharField(max_length=500, blank=True)
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
                condition=~Q(kind__in=["deliver", "due", "pause", "resume"]) | Q(day__isnull=False),
            ),
            models.CheckConstraint(
                name="work_act_reason",
                condition=Q(kind__in=["accept", "deliver", "pass", "resume"]) | ~Q(text=""),
            ),
            models.CheckConstraint(
                name="work_act_of",
                condition=~Q(kind__in=["pass", "fail", "excuse_review", "excuse_delay", "void"]) | Q(of__isnull=False),
            ),
            models.UniqueConstraint(
                name="work_act_void_once", fields=["agency", "of"], condition=Q(kind="void", of__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["agency", "assignment", "id"], name="work_act_order")]


class Proof(TrailModel):
    """Minh chứng công việc: a file that came with a delivery. A record."""

    act = TrailKey(Act, on_delete=models.PROTECT, related_name="proofs")
    file = TrailKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "work_proof"


class Initiative(TrailModel):
    """Sáng kiến, giải pháp hiệu quả of a unit, recorded by its head or the head above; Điều 15 đ asks for one.
    A record; `withdraws` names one recorded by mistake."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    day = models.DateField("Ngày")
    title = models.CharField("Sáng kiến, giải pháp", max_length=300)
    document = models.CharField("Văn bản công nhận", max_length=200, blank=True)
    withdraws = TrailKey("self", null=True, on_delete=models.PROTECT, related_name="withdrawals")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "initiative"


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
