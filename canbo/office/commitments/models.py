"""Commitments: what a person promised for a year, in which words, who signed when; competency frameworks beside.

Nothing here has a status column: where a commitment stands is derived from its records (`standing.py`).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from canbo.office.base.fields import PathField
from canbo.office.base.models import Account, StoredFile
from canbo.office.base.trail import TrailKey, TrailModel
from canbo.office.people.models import Person, Unit
from canbo.office.regulations.models import Adoption, RulesText
from canbo.office.signatures.models import Signature

PARTS = [("subject", "Người cam kết"), ("superior", "Cấp trên trực tiếp")]
STAGES = [
    ("subject", "Chưa ký"),
    ("superior", "Chờ cấp trên ký"),
    ("done", "Đã ký đủ"),
    ("withdrawn", "Đã rút"),
]


class Commitment(TrailModel):
    """Bản cam kết of one person for one year under one criteria set. A record.

    It keeps the unit, its path and the post of its day, and `due`, the last day to sign in time. Of a person, year and
    criteria set the highest `number` stands; the next one names in `replaces` the withdrawn one before it.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="commitments")
    year = models.SmallIntegerField()
    adoption = models.ForeignKey(Adoption, on_delete=models.PROTECT, related_name="+")
    rules = models.ForeignKey(RulesText, on_delete=models.PROTECT, related_name="+")
    pack = models.CharField(max_length=60)
    form = models.CharField(max_length=30)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_path = PathField()
    evaluated_by = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    rank = models.CharField(max_length=6)
    post_title = models.CharField(max_length=160)
    number = models.SmallIntegerField(default=1)
    replaces = TrailKey("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    due = models.DateField(null=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "commitment"
        constraints = [
            models.UniqueConstraint(name="commitment_number", fields=["agency", "person", "year", "pack", "number"]),
            models.UniqueConstraint(
                name="commitment_replaced_once", fields=["agency", "replaces"], condition=Q(replaces__isnull=False)
            ),
            models.CheckConstraint(
                name="commitment_first_or_replaces",
                condition=Q(number=1, replaces__isnull=True) | Q(number__gt=1, replaces__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["person", "year"], name="commitment_person_year")]


class CommitmentText(TrailModel):
    """Nội dung cam kết: the person's words beside the items, as [{"key", "text"}]; items without words are left out.
    A record: an edit is a new row, the newest stands, and a signing names the row it signed."""

    commitment = TrailKey(Commitment, on_delete=models.PROTECT, related_name="texts")
    items = models.JSONField(default=list)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "commitment_text"
        indexes = [models.Index(fields=["agency", "commitment", "id"], name="commitment_text_newest")]


class CommitmentPaper(TrailModel):
    """Bản in để ký: a text as the PDF that is signed, dated `day`, kept so that what comes back can be held against it.
    Printed anew on every day it is to be signed, since a paper bears the day of its signing. A record."""

    text = TrailKey(CommitmentText, on_delete=models.PROTECT, related_name="papers")
    file = TrailKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    day = models.DateField(null=True)  # none: printed before this was kept
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "commitment_paper"
        constraints = [models.UniqueConstraint(name="commitment_paper_once", fields=["agency", "text", "day"])]


class CommitmentSigning(TrailModel):
    """Ký cam kết: who signed which text, by which signature, and whether later than `due`. A record.

    `on_behalf_of` names the superior for whom somebody signed under a delegation.
    """

    commitment = TrailKey(Commitment, on_delete=models.PROTECT, related_name="signings")
    text = TrailKey(CommitmentText, on_delete=models.PROTECT, related_name="signings")
    part = models.CharField(max_length=10, choices=PARTS)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    signature = TrailKey(Signature, on_delete=models.PROTECT, related_name="+")
    late = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        db_table = "commitment_signing"
        constraints = [
            models.UniqueConstraint(name="commitment_signing_once", fields=["agency", "text", "part"]),
            models.UniqueConstraint(name="commitment_signing_signature", fields=["agency", "signature"]),
        ]
        indexes = [models.Index(fields=["agency", "commitment", "id"], name="commitment_signing_order")]


class CommitmentReturn(TrailModel):
    """Trả lại cam kết: a signed text goes back to the person, with a reason. A record; its signings stand no more."""

    commitment = TrailKey(Commitment, on_delete=models.PROTECT, related_name="returns")
    text = TrailKey(CommitmentText, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "commitment_return"
        constraints = [models.UniqueConstraint(name="commitment_return_once", fields=["agency", "text"])]


class CommitmentWithdrawal(TrailModel):
    """Rút cam kết: it no longer stands, with the reason. A record; another one may then be prepared."""

    commitment = TrailKey(Commitment, on_delete=models.PROTECT, related_name="withdrawals")
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "commitment_withdrawal"
        constraints = [models.UniqueConstraint(name="commitment_withdrawal_once", fields=["agency", "commitment"])]


class CommitmentReminder(TrailModel):
    """Nhắc ký cam kết: somebody reminded whoever a commitment waited for. A record."""

    commitment = TrailKey(Commitment, on_delete=models.PROTECT, related_name="reminders")
    part = models.CharField(max_length=10, choices=PARTS)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "commitment_reminder"
        indexes = [models.Index(fields=["agency", "commitment", "id"], name="commitment_reminder_newest")]


class CommitmentDraft(TrailModel):
    """Bản nháp cam kết: words being written. Not a record; `version` guards two screens."""

    commitment = TrailKey(Commitment, on_delete=models.PROTECT, related_name="drafts")
    items = models.JSONField(default=list)
    version = models.IntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "commitment_draft"
        constraints = [models.UniqueConstraint(name="commitment_draft_once", fields=["agency", "commitment"])]


class CommitmentState(TrailModel):
    """Trạng thái cam kết: a summary kept in the transaction of each act, for boards and lists; `canbo check summaries`
    proves it equal to the records. Derived, never a source. `late`: the person's standing signing came after `due`."""

    commitment = TrailKey(Commitment, on_delete=models.PROTECT, related_name="state")
    year = models.SmallIntegerField()
    unit_path = PathField()
    stage = models.CharField(max_length=10, choices=STAGES, default="subject")
    late = models.BooleanField(default=False)

    class Meta:
        db_table = "commitment_state"
        constraints = [models.UniqueConstraint(name="commitment_state_once", fields=["agency", "commitment"])]
        indexes = [
            models.Index(fields=["year", "unit_path"], name="commitment_state_board"),
            models.Index(fields=["stage", "unit_path"], name="commitment_state_stage"),
        ]


class FrameworkImport(TrailModel):
    """Nhập khung năng lực: an uploaded file, its preview, and whether it was carried out. All or nothing."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    file = TrailKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField("Áp dụng từ ngày")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "framework_import"


class Framework(TrailModel):
    """Khung năng lực of a job position (by its title) in a unit and below, from a day. A record; a newer one of the
    same unit and title takes its place. `items`: [{"group", "name", "level", "description"}], in their order."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    title = models.CharField("Vị trí việc làm", max_length=160)
    title_key = models.CharField(max_length=200)
    valid_from = models.DateField("Áp dụng từ ngày")
    items = models.JSONField()
    source = TrailKey(FrameworkImport, on_delete=models.PROTECT, related_name="frameworks")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "framework"
        constraints = [
            models.UniqueConstraint(name="framework_one_per_day", fields=["agency", "unit", "title_key", "valid_from"]),
        ]
        indexes = [models.Index(fields=["title_key", "valid_from"], name="framework_title")]


class FrameworkEnd(TrailModel):
    """Thôi áp dụng khung năng lực: it ends on a day (exclusive), with a reason. A record."""

    framework = TrailKey(Framework, on_delete=models.PROTECT, related_name="ends")
    day = models.DateField("Từ ngày")
    reason = models.CharField("Lý do", max_length=300)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "framework_end"
        constraints = [models.UniqueConstraint(name="framework_end_once", fields=["agency", "framework"])]
