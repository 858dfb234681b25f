"""A draw by lot: the list drawn from, the plan, what was committed, what was revealed, the result. All records."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from canbo.office.base.fields import PathField
from canbo.office.base.models import Account, StoredFile
from canbo.office.base.trail import TrailKey, TrailModel
from canbo.office.people.models import Unit


class DrawFrame(TrailModel):
    """Danh sách bốc thăm: who can be drawn, as published; `sha256` is of the file. A record."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_path = PathField()
    title = models.CharField(max_length=200)
    file = TrailKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    count = models.IntegerField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "draw_frame"
        indexes = [models.Index(fields=["unit_path"], name="draw_frame_unit")]


class Draw(TrailModel):
    """Cuộc bốc thăm: the plan as published under `plan_hash`. A record; to draw again is another one that names in
    `replaces` the one before it and says why."""

    frame = TrailKey(DrawFrame, on_delete=models.PROTECT, related_name="draws")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_path = PathField()
    title = models.CharField(max_length=200)
    key = models.CharField(max_length=100)
    levels = models.JSONField()  # [[level, how many], …] in order
    reserve = models.SmallIntegerField()
    contributors = models.JSONField()
    beacon = models.CharField(max_length=200, blank=True)
    plan_hash = models.CharField(max_length=64)
    replaces = TrailKey("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "draw"
        constraints = [
            models.UniqueConstraint(name="draw_key", fields=["agency", "key"]),
            models.UniqueConstraint(
                name="draw_replaced_once", fields=["agency", "replaces"], condition=Q(replaces__isnull=False)
            ),
            models.CheckConstraint(name="draw_again_says_why", condition=Q(replaces__isnull=True) | ~Q(reason="")),
        ]
        indexes = [
            models.Index(fields=["unit_path"], name="draw_unit"),
            models.Index(fields=["plan_hash"], name="draw_plan"),
        ]


class DrawCommitment(TrailModel):
    """Cam kết số bốc thăm: the fingerprint of a contributor's digits, shown before anybody's are known. A record."""

    draw = TrailKey(Draw, on_delete=models.PROTECT, related_name="commitments")
    name = models.CharField(max_length=120)
    value = models.CharField(max_length=64)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "draw_commitment"
        constraints = [models.UniqueConstraint(name="draw_commitment_once", fields=["agency", "draw", "name"])]


class DrawReveal(TrailModel):
    """Mở số bốc thăm: what a contributor had committed to. A record; before all have committed there is none."""

    draw = TrailKey(Draw, on_delete=models.PROTECT, related_name="reveals")
    name = models.CharField(max_length=120)
    digits = models.CharField(max_length=100)
    salt = models.CharField(max_length=32)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "draw_reveal"
        constraints = [models.UniqueConstraint(name="draw_reveal_once", fields=["agency", "draw", "name"])]


class DrawResult(TrailModel):
    """Kết quả bốc thăm: `record` is the text of record.json, from which anybody computes the draw again. A record."""

    draw = TrailKey(Draw, on_delete=models.PROTECT, related_name="results")
    seed = models.CharField(max_length=64)
    record = models.TextField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "draw_result"
        constraints = [models.UniqueConstraint(name="draw_result_once", fields=["agency", "draw"])]
