"""Evaluations: sheets, who acts on them, drafts, markings, returns, meetings, evidence. The stage is derived."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from canbo.office.base.fields import MarksField, PathField
from canbo.office.base.models import Account, StoredFile
from canbo.office.base.trail import TrailKey, TrailModel
from canbo.office.cycles.models import Cycle, Reminder
from canbo.office.people.models import KINDS, Person, Unit

STEPS = [("self", "Tự chấm"), ("review", "Cấp trên trực tiếp"), ("meeting", "Họp đơn vị"), ("decide", "Quyết định")]


class Sheet(TrailModel):
    """Phiếu đánh giá of one subject (a person or a unit) in one cycle.

    It keeps the unit, its path, the post, the kind and the task group of its day: people move, results stay. Its unique
    keys begin with the subject and so find the sheets of one, too.
    """

    cycle = TrailKey(Cycle, on_delete=models.PROTECT, related_name="sheets")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, db_index=False, related_name="sheets")
    collective = models.ForeignKey(
        Unit, null=True, on_delete=models.PROTECT, db_index=False, related_name="collective_sheets"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="sheets")
    unit_path = PathField()
    form = models.CharField(max_length=30)
    kind = models.CharField(max_length=20, choices=[*KINDS, ("collective", "Tập thể")])
    rank = models.CharField(max_length=6, default="staff")
    post_title = models.CharField(max_length=160, blank=True)
    task_group = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "sheet"
        constraints = [
            models.UniqueConstraint(
                name="sheet_one_per_person", fields=["person", "cycle", "agency"], condition=Q(person__isnull=False)
            ),
            models.UniqueConstraint(
                name="sheet_one_per_collective",
                fields=["collective", "cycle", "agency"],
                condition=Q(collective__isnull=False),
            ),
            models.CheckConstraint(
                name="sheet_person_or_collective",
                condition=Q(person__isnull=False, collective__isnull=True)
                | Q(person__isnull=True, collective__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["agency", "cycle", "unit_path"], name="sheet_cycle_path")]

    @property
    def subject(self) -> str:
        """Whom the sheet is about: a person's name or a unit's."""
        return str(self.person or self.collective)


class Assignee(TrailModel):
    """Người được giao: who may act in a step of a sheet. A change closes a row and adds another."""

    sheet = TrailKey(Sheet, on_delete=models.PROTECT, db_index=False, related_name="assignees")
    step = models.CharField(max_length=10, choices=STEPS)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, db_index=False, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "assignee"
        constraints = [
            models.UniqueConstraint(
                name="assignee_once", fields=["sheet", "step", "person", "agency"], condition=Q(ended_at__isnull=True)
            )
        ]
        indexes = [models.Index(fields=["person", "step", "sheet"], name="assignee_person_sheets")]


class Draft(TrailModel):
    """Bản nháp: marks being entered by one person in one step. Not a record; `version` guards two screens."""

    sheet = TrailKey(Sheet, on_delete=models.PROTECT, related_name="drafts")
    step = models.CharField(max_length=10, choices=STEPS)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    marks = MarksField()
    words = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    version = models.IntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "draft"
        constraints = [
            models.UniqueConstraint(name="draft_one_per_author", fields=["agency", "sheet", "step", "author"])
        ]


class Marking(TrailModel):
    """Bản chấm điểm: all marks of one submission as a vector, with its total. A record.

    `facts` holds the figures entered beside the marks (share of tasks done …). A later marking of the same step
    stands for the earlier ones; those remain. `comment` is the reviewer's overall word. `on_behalf_of` names the
    person whose turn it was when somebody acted for them under a delegation.
    """

    sheet = TrailKey(Sheet, on_delete=models.PROTECT, related_name="markings")
    step = models.CharField(max_length=10, choices=STEPS)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_index=False, related_name="+")
    marks = MarksField()
    total = models.IntegerField()
    facts = models.JSONField(default=dict)
    comment = models.TextField(blank=True)
    late = models.BooleanField(default=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "marking"


class Word(TrailModel):
    """Lời ghi: the words beside one item of a marking (sparse). A record."""

    marking = TrailKey(Marking, on_delete=models.PROTECT, related_name="words")
    item = models.SmallIntegerField()
    text = models.CharField(max_length=1000)

    class Meta:
        db_table = "word"
        constraints = [models.UniqueConstraint(name="word_once", fields=["agency", "marking", "item"])]


class Evidence(TrailModel):
    """Minh chứng: a file beside a sheet, or beside one item of it. Withdrawn by a new row's `withdraws`."""

    sheet = TrailKey(Sheet, on_delete=models.PROTECT, related_name="evidence")
    item = models.SmallIntegerField(null=True)
    file = TrailKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    withdraws = TrailKey("self", null=True, on_delete=models.PROTECT, related_name="withdrawals")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "evidence"


class Return(TrailModel):
    """Trả lại: a sheet goes back to a step for correction, with a reason. A record."""

    sheet = TrailKey(Sheet, on_delete=models.PROTECT, related_name="returns")
    to_step = models.CharField(max_length=10, choices=STEPS)
    from_step = models.CharField(max_length=10, choices=STEPS)
    after = TrailKey(Marking, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "sheet_return"
        indexes = [models.Index(fields=["agency", "sheet", "id"], name="return_newest")]


class Extension(TrailModel):
    """Gia hạn riêng: one sheet's step may be done later than the cycle's deadline, with a reason. A record."""

    sheet = TrailKey(Sheet, on_delete=models.PROTECT, related_name="extensions")
    step = models.CharField(max_length=10, choices=STEPS)
    due = models.DateField("Hạn mới")
    reason = models.CharField("Lý do", max_length=300)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "extension"
        indexes = [models.Index(fields=["agency", "sheet", "step", "id"], name="extension_newest")]


class Meeting(TrailModel):
    """Họp đơn vị: the meeting that discussed sheets of a cycle, and its minutes. A record."""

    cycle = TrailKey(Cycle, on_delete=models.PROTECT, related_name="meetings")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField("Ngày họp")
    invited = models.IntegerField("Triệu tập")
    present = models.IntegerField("Có mặt")
    chair = models.CharField("Chủ trì", max_length=120)
    secretary = models.CharField("Thư ký", max_length=120)
    notes = models.TextField("Nội dung", blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "meeting"
        constraints = [
            models.CheckConstraint(name="meeting_present", condition=Q(present__lte=models.F("invited"), present__gt=0))
        ]


class Vote(TrailModel):
    """Biểu quyết: a meeting's recorded vote on one sheet. A record; the newest stands."""

    meeting = TrailKey(Meeting, on_delete=models.PROTECT, related_name="votes")
    sheet = TrailKey(Sheet, on_delete=models.PROTECT, related_name="votes")
    level = models.CharField(max_length=30)
    agree = models.IntegerField("Đồng ý")
    disagree = models.IntegerField("Không đồng ý")
    abstain = models.IntegerField("Ý kiến khác")
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "vote"
        constraints = [
            models.UniqueConstraint(name="vote_once_per_meeting", fields=["agency", "meeting", "sheet"]),
            models.CheckConstraint(name="vote_counts", condition=Q(agree__gte=0, disagree__gte=0, abstain__gte=0)),
        ]


class Reminded(TrailModel):
    """Phiếu được nhắc: one sheet a reminder was about, so that its people see it and others do not. A record."""

    reminder = TrailKey(Reminder, on_delete=models.PROTECT, related_name="sheets")
    sheet = TrailKey(Sheet, on_delete=models.PROTECT, related_name="reminders")

    class Meta:
        db_table = "reminded"
        constraints = [models.UniqueConstraint(name="reminded_once", fields=["agency", "reminder", "sheet"])]


class State(TrailModel):
    """Trạng thái tóm tắt of a sheet, kept in the transaction of each act, for boards and lists; `canbo check
    summaries` proves it equal to the records. Derived, never a source."""

    sheet = TrailKey(Sheet, on_delete=models.PROTECT, db_index=False, related_name="state")
    cycle = TrailKey(Cycle, on_delete=models.PROTECT, related_name="+")
    unit_path = PathField()
    stage = models.CharField(max_length=12, default="self")
    self_total = models.IntegerField(null=True)
    review_total = models.IntegerField(null=True)
    total = models.IntegerField(null=True)
    level = models.CharField(max_length=30, blank=True)

    class Meta:
        db_table = "sheet_state"
        constraints = [models.UniqueConstraint(name="sheet_state_once", fields=["sheet", "agency"])]
        indexes = [
            models.Index(fields=["agency", "cycle", "unit_path"], name="sheet_state_board"),
            # What waits is few among years of sheets: every "what is there to do" begins here.
            models.Index(fields=["stage", "cycle"], name="sheet_state_stage"),
        ]


class Opened(TrailModel):
    """Số phiếu: how many sheets of a cycle, unit and kind were opened. Derived, kept in the transaction that opens
    them, so that nobody counts the sheets of years again; `canbo check summaries` proves it equal to the sheets."""

    cycle = TrailKey(Cycle, on_delete=models.PROTECT, related_name="opened")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    sheets = models.IntegerField(default=0)

    class Meta:
        db_table = "sheets_opened"
        constraints = [models.UniqueConstraint(name="sheets_opened_once", fields=["agency", "cycle", "unit", "kind"])]


class Tally(TrailModel):
    """Số phiếu theo cơ quan: how many sheets of a cycle whose unit belongs to a body were opened and decided, without a
    level and at each from the best down, by kind. Derived from `Opened` and the summaries of results, kept in the same
    transactions, so that a province is not counted unit by unit; `canbo check summaries` proves it."""

    cycle = TrailKey(Cycle, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Unit, on_delete=models.PROTECT, db_index=False, related_name="+")
    kind = models.CharField(max_length=20)
    opened = models.IntegerField(default=0)
    unrated = models.IntegerField(default=0)
    level_1 = models.IntegerField(default=0)
    level_2 = models.IntegerField(default=0)
    level_3 = models.IntegerField(default=0)
    level_4 = models.IntegerField(default=0)
    level_5 = models.IntegerField(default=0)
    level_6 = models.IntegerField(default=0)
    level_7 = models.IntegerField(default=0)
    level_8 = models.IntegerField(default=0)
    level_9 = models.IntegerField(default=0)

    class Meta:
        db_table = "tally"
        constraints = [models.UniqueConstraint(name="tally_once", fields=["body", "cycle", "kind", "agency"])]
