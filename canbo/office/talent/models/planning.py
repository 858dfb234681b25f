"""Planning of cadres: a unit's plan for a term, its posts, the people on its lists, the steps, the public part.

Nothing of a list is edited: who is proposed, put in or taken out are rows with a day, a reason and a paper, and who
stands on a list on a day is derived.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from canbo.office.base.models import Account, StoredFile
from canbo.office.base.trail import TrailKey, TrailModel
from canbo.office.people.models import Person, Unit
from canbo.office.regulations.models import Choice

LEVELS = [
    ("central", "Trung ương"), ("province", "Cấp tỉnh"), ("district", "Cấp huyện"), ("commune", "Cấp xã"),
    ("unit", "Phòng, ban, đơn vị trực thuộc"),
]  # fmt: skip
ACTS = [("proposed", "Đề xuất"), ("put_in", "Đưa vào quy hoạch"), ("taken_out", "Đưa ra khỏi quy hoạch")]
POTENTIALS = [("high", "Cao"), ("middle", "Khá"), ("low", "Hạn chế")]


class PlanningRules(Choice):
    """Thiết lập quy hoạch: what a body chose for an instrument on planning (shares, ages), or for the axes of its
    nine-box view, from a day on. A record; the newest of the nearest unit upwards holds."""

    class Meta:
        db_table = "planning_rules"
        indexes = [models.Index(fields=["agency", "unit", "instrument"], name="planning_rules_newest")]


class CadrePlan(TrailModel):
    """Quy hoạch of a unit for a term. `began`: the day it was begun, under the instrument of that day. A record."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("Tên quy hoạch", max_length=200)
    first_year = models.SmallIntegerField("Nhiệm kỳ từ năm")
    last_year = models.SmallIntegerField("Đến năm")
    began = models.DateField("Ngày bắt đầu xây dựng")
    document = models.CharField("Văn bản", max_length=200)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "cadre_plan"
        constraints = [
            models.CheckConstraint(name="cadre_plan_term", condition=Q(last_year__gt=F("first_year"))),
            models.UniqueConstraint(name="cadre_plan_once", fields=["agency", "unit", "name"]),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def term(self) -> str:
        """ "2025–2030"."""
        return f"{self.first_year}–{self.last_year}"


class PlanPost(TrailModel):
    """Chức danh quy hoạch: a post people are planned for, with the level it counts at. A record."""

    plan = TrailKey(CadrePlan, on_delete=models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    title = models.CharField("Chức danh", max_length=160)
    level = models.CharField("Cấp", max_length=10, choices=LEVELS)
    leads = models.CharField(
        "Vai trò", max_length=6, choices=[("head", "Người đứng đầu"), ("deputy", "Cấp phó"), ("member", "Ủy viên")]
    )
    order = models.SmallIntegerField("Thứ tự", default=0)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "plan_post"
        constraints = [models.UniqueConstraint(name="plan_post_once", fields=["agency", "plan", "unit", "title"])]

    def __str__(self) -> str:
        return f"{self.title}, {self.unit}"


class PlanStep(TrailModel):
    """Bước quy hoạch: a step of the procedure as it was held, who was there, its minutes. Votes are counted by hand
    (`PlanVote`), or come from a vote held in the room of opinions (`campaign`). A record; held again, a new row."""

    plan = TrailKey(CadrePlan, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField("Bước", max_length=20)
    held_on = models.DateField("Ngày")
    invited = models.IntegerField("Số được triệu tập")
    present = models.IntegerField("Số có mặt")
    returned = models.IntegerField("Số phiếu thu về", null=True)
    chair = models.CharField("Chủ trì", max_length=120)
    document = models.CharField("Biên bản", max_length=200)
    minutes = TrailKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    campaign = TrailKey("opinions.Campaign", null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "plan_step"
        constraints = [
            models.CheckConstraint(name="plan_step_present", condition=Q(present__gt=0, present__lte=F("invited"))),
            models.CheckConstraint(
                name="plan_step_returned",
                condition=Q(returned=None) | Q(returned__gte=0, returned__lte=F("present"), campaign=None),
            ),
        ]


class PlanVote(TrailModel):
    """Phiếu giới thiệu: what the secretary counted by hand for one person and post in a step. A record."""

    step = TrailKey(PlanStep, on_delete=models.PROTECT, related_name="votes")
    post = TrailKey(PlanPost, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agree = models.IntegerField("Đồng ý")
    disagree = models.IntegerField("Không đồng ý")

    class Meta:
        db_table = "plan_vote"
        constraints = [
            models.UniqueConstraint(name="plan_vote_once", fields=["agency", "step", "post", "person"]),
            models.CheckConstraint(name="plan_vote_counts", condition=Q(agree__gte=0, disagree__gte=0)),
        ]


class PlanEntry(TrailModel):
    """Dòng quy hoạch: a person was proposed for a post, put in, or taken out, on a day, why and by which paper. Unit
    and post are those of the day: people move, the row stays. A record; the newest of a person and post stands."""

    post = TrailKey(PlanPost, on_delete=models.PROTECT, related_name="entries")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    act = models.CharField("Việc", max_length=10, choices=ACTS)
    step = models.CharField("Ở bước", max_length=20, blank=True)
    day = models.DateField("Ngày")
    reason = models.CharField("Lý do", max_length=500, blank=True)
    document = models.CharField("Văn bản", max_length=200, blank=True)
    held_unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    held_title = models.CharField(max_length=160, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "plan_entry"
        constraints = [
            models.CheckConstraint(name="plan_entry_reason", condition=~Q(act="taken_out") | ~Q(reason="")),
            models.CheckConstraint(name="plan_entry_document", condition=Q(act="proposed") | ~Q(document="")),
        ]
        indexes = [models.Index(fields=["agency", "person"], name="plan_entry_person")]


class PlanFact(TrailModel):
    """Xác nhận của cơ quan tham mưu: what no record tells of a person for a post and the rules ask, with its paper. A
    record; the newest of a fact stands."""

    post = TrailKey(PlanPost, on_delete=models.PROTECT, related_name="facts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    fact = models.CharField("Nội dung", max_length=40)
    value = models.BooleanField("Giá trị")
    document = models.CharField("Văn bản", max_length=200)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "plan_fact"


class PlanPotential(TrailModel):
    """Nhận định triển vọng of a person, as the council recorded it: one axis of the nine-box view. A record; the newest
    stands."""

    plan = TrailKey(CadrePlan, on_delete=models.PROTECT, related_name="potentials")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    level = models.CharField("Triển vọng", max_length=10, choices=POTENTIALS)
    day = models.DateField("Ngày nhận định")
    document = models.CharField("Biên bản", max_length=200)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "plan_potential"


class PlanPublication(TrailModel):
    """Công khai danh sách: how a list was published in the unit, from when until when, and the lines as published:
    [{"post", "unit", "person", "name", "held", "act"}]. A record."""

    plan = TrailKey(CadrePlan, on_delete=models.PROTECT, related_name="publications")
    day = models.DateField("Từ ngày")
    until = models.DateField("Đến hết ngày")
    place = models.CharField("Hình thức, nơi công khai", max_length=200)
    lines = models.JSONField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "plan_publication"
        constraints = [models.CheckConstraint(name="plan_publication_days", condition=Q(until__gte=F("day")))]


class PlanNotice(TrailModel):
    """Báo cho người trong danh sách: that a list with the person on it was published, or that they were put in or taken
    out. A record; when it was read is a row of its own."""

    plan = TrailKey(CadrePlan, on_delete=models.PROTECT, related_name="notices")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    publication = TrailKey(PlanPublication, null=True, on_delete=models.PROTECT, related_name="notices")
    entry = TrailKey(PlanEntry, null=True, on_delete=models.PROTECT, related_name="notices")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "plan_notice"
        constraints = [
            models.CheckConstraint(
                name="plan_notice_of_one",
                condition=Q(publication=None, entry__isnull=False) | Q(publication__isnull=False, entry=None),
            )
        ]
        indexes = [models.Index(fields=["person", "id"], name="plan_notice_person")]


class PlanNoticeRead(TrailModel):
    """Đã xem báo tin quy hoạch. A record."""

    notice = TrailKey(PlanNotice, on_delete=models.PROTECT, related_name="reads")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "plan_notice_read"
        constraints = [models.UniqueConstraint(name="plan_notice_read_once", fields=["agency", "notice"])]


class PlanComment(TrailModel):
    """Ý kiến về danh sách công khai, by name, to the officer. A record."""

    publication = TrailKey(PlanPublication, on_delete=models.PROTECT, related_name="comments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = models.TextField("Ý kiến")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "plan_comment"


class PlanAnswer(TrailModel):
    """Trả lời ý kiến về danh sách. A record, one a comment."""

    comment = TrailKey(PlanComment, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField("Trả lời")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "plan_answer"
        constraints = [models.UniqueConstraint(name="plan_answer_once", fields=["agency", "comment"])]


class PlanApproval(TrailModel):
    """Phê duyệt quy hoạch: the signed decision on the list as it stood that day, or on a yearly review of it. `report`:
    what the check said then; where something was broken there is a `reason`. A record."""

    plan = TrailKey(CadrePlan, on_delete=models.PROTECT, related_name="approvals")
    number = models.CharField("Số quyết định", max_length=60)
    day = models.DateField("Ngày ký")
    authority = models.CharField("Người ký, chức vụ", max_length=200)
    instrument = models.CharField(max_length=40)
    report = models.JSONField(default=dict)
    reason = models.CharField("Lý do", max_length=1000, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "plan_approval"
        constraints = [models.UniqueConstraint(name="plan_approval_once", fields=["agency", "plan", "number"])]
