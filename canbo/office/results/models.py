"""Results: grounds, decisions, closing under the ceiling, publication, notices, petitions, summaries."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from canbo.office.base.fields import DigestField, MarksField
from canbo.office.base.models import Account, StoredFile
from canbo.office.base.trail import TrailKey, TrailModel
from canbo.office.cycles.models import Cycle
from canbo.office.evaluations.models import Sheet
from canbo.office.people.models import Person, Unit


class Ground(TrailModel):
    """Căn cứ: a dated fact about a person or unit that the rules name (discipline with its level, a conclusion,
    maternity). Sensitive: read by the organisation officer, the decider and the person only. A record;
    `revokes` names the one it takes back."""

    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    collective = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    fact = models.CharField(max_length=60)
    value = models.JSONField()
    day = models.DateField("Ngày")
    until = models.DateField("Đến ngày", null=True, blank=True)
    degree = models.CharField("Hình thức, mức độ", max_length=120, blank=True)
    document = models.CharField("Văn bản", max_length=200)
    revokes = TrailKey("self", null=True, on_delete=models.PROTECT, related_name="revoked_by")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "ground"
        constraints = [
            models.CheckConstraint(
                name="ground_person_or_collective",
                condition=Q(person__isnull=False, collective__isnull=True)
                | Q(person__isnull=True, collective__isnull=False),
            )
        ]
        indexes = [
            models.Index(fields=["agency", "person", "day"], name="ground_person_day"),
            models.Index(fields=["agency", "collective", "day"], name="ground_collective_day"),
        ]


class Decision(TrailModel):
    """Quyết định: the grade of a sheet, by the person in authority. A record with all its inputs.

    `computed_level` is what the rules gave; where `level` differs there is a `reason`. `inputs` and `trace_hash`
    let anybody recompute it; `kept` is what of the inputs its sheet and cycle, records too, do not say. `corrects`
    names the decision it replaces (correction, petition accepted).
    """

    sheet = TrailKey(Sheet, on_delete=models.PROTECT, related_name="decisions")
    marks = MarksField()
    total = models.IntegerField(null=True)
    computed_level = models.CharField(max_length=30, blank=True)
    level = models.CharField(max_length=30, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    kept = models.JSONField()
    trace_hash = DigestField()
    corrects = TrailKey("self", null=True, on_delete=models.PROTECT, db_index=False, related_name="corrections")
    decider = models.ForeignKey(Person, on_delete=models.PROTECT, db_index=False, related_name="+")
    on_behalf_of = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, db_index=False, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, db_index=False, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "decision"
        constraints = [
            models.UniqueConstraint(
                name="decision_corrected_once", fields=["corrects", "agency"], condition=Q(corrects__isnull=False)
            ),
            models.UniqueConstraint(
                name="decision_first_once", fields=["agency", "sheet"], condition=Q(corrects__isnull=True)
            ),
            models.CheckConstraint(
                name="decision_reason", condition=Q(level=models.F("computed_level")) | ~Q(reason="")
            ),
        ]

    def inputs(self, sheet: Sheet) -> dict[str, Any]:
        """All it rests on beside its marks, as `canbo.rulebook.replay` reads it. `sheet`: its own, with its cycle."""
        return {"form": sheet.form, "rules_hash": sheet.cycle.rules_id, "facts": {}} | self.kept


class Closing(TrailModel):
    """Chốt kết quả: the head closed a cycle: the ceiling report as it stood, and the reason where it is exceeded."""

    cycle = TrailKey(Cycle, on_delete=models.PROTECT, related_name="closings")
    number = models.CharField("Số quyết định", max_length=60, blank=True)
    exceptional = models.BooleanField(default=False)
    exceptional_document = models.CharField(max_length=200, blank=True)
    report = models.JSONField()
    reason = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "closing"


class Publication(TrailModel):
    """Công bố: the results of a cycle were published to the unit, level only or with points. A record."""

    cycle = TrailKey(Cycle, on_delete=models.PROTECT, related_name="publications")
    with_points = models.BooleanField()
    day = models.DateField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "publication"


class Notice(TrailModel):
    """Thông báo kết quả to the person: sent with the publication or a correction; `read_at` by a `NoticeRead`."""

    decision = TrailKey(Decision, on_delete=models.PROTECT, related_name="notices")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notices")
    petition_until = models.DateField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "notice"
        constraints = [models.UniqueConstraint(name="notice_once", fields=["agency", "decision", "person"])]
        indexes = [models.Index(fields=["person", "id"], name="notice_person")]


class NoticeRead(TrailModel):
    """Đã nhận: the person opened the notice. A record."""

    notice = TrailKey(Notice, on_delete=models.PROTECT, related_name="reads")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "notice_read"
        constraints = [models.UniqueConstraint(name="notice_read_once", fields=["agency", "notice"])]


class Petition(TrailModel):
    """Kiến nghị on a result, within its deadline; answer due by the rules. A record."""

    decision = TrailKey(Decision, on_delete=models.PROTECT, related_name="petitions")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="petitions")
    text = models.TextField()
    file = TrailKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    answer_due = models.DateField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "petition"
        constraints = [models.UniqueConstraint(name="petition_once", fields=["agency", "decision"])]


class PetitionAnswer(TrailModel):
    """Trả lời kiến nghị: kept or changed (then a correcting decision), by dialogue or in writing. A record."""

    petition = TrailKey(Petition, on_delete=models.PROTECT, related_name="answers")
    accepted = models.BooleanField()
    manner = models.CharField(max_length=10, choices=[("dialogue", "Đối thoại"), ("writing", "Bằng văn bản")])
    text = models.TextField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "petition_answer"
        constraints = [models.UniqueConstraint(name="petition_answer_once", fields=["agency", "petition"])]


class Summary(TrailModel):
    """Tổng hợp: how many sheets of a cycle, unit and kind hold each level, and their points. Derived, kept in the
    transaction; a check proves it equal to the decisions."""

    cycle = TrailKey(Cycle, on_delete=models.PROTECT, related_name="summaries")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    level = models.CharField(max_length=30, blank=True)
    sheets = models.IntegerField(default=0)
    points = models.BigIntegerField(default=0)

    class Meta:
        db_table = "summary"
        constraints = [
            models.UniqueConstraint(name="summary_once", fields=["agency", "cycle", "unit", "kind", "level"])
        ]
