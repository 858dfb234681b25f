"""Regulations: what a body adopted, from when, with which settings; announcements and who has read them."""

from __future__ import annotations

from django.db import models

from canbo.office.base.models import Account
from canbo.office.base.trail import TrailModel
from canbo.office.people.models import Person, Unit


class RulesText(models.Model):
    """Văn bản quy tắc: the canonical JSON of rules with every setting filled, under its own hash, for ever."""

    hash = models.CharField(max_length=64, primary_key=True)
    text = models.TextField()
    pack = models.CharField(max_length=60)
    title = models.CharField(max_length=300)

    class Meta:
        db_table = "rules_text"


class AdoptionDraft(models.Model):
    """Dự thảo: an adoption being prepared: settings half filled, refinement not yet valid. Not a record.

    `settings` holds values as the pack takes them; `typed` what was typed into a setting and is not yet such a value.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    pack = models.CharField(max_length=60, blank=True)
    refines = models.ForeignKey("Adoption", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("Tên loại văn bản", max_length=60, blank=True)
    number = models.CharField("Số, ký hiệu", max_length=60, blank=True)
    title = models.CharField("Trích yếu", max_length=300, blank=True)
    issued = models.DateField("Ngày ban hành", null=True, blank=True)
    valid_from = models.DateField("Áp dụng từ ngày", null=True, blank=True)
    settings = models.JSONField(default=dict)
    typed = models.JSONField(default=dict)
    refinement = models.TextField(blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "adoption_draft"


class Adoption(models.Model):
    """Áp dụng: a unit and all below it are evaluated by these rules from a day. A record: a change is a new one.

    `kind` is what the adopting document is called ("Quyết định", "Kế hoạch"); null where it was not asked for yet.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="adoptions")
    rules = models.ForeignKey(RulesText, on_delete=models.PROTECT, related_name="adoptions")
    pack = models.CharField(max_length=60)
    refines = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="refinements")
    refinement = models.TextField(blank=True)
    settings = models.JSONField(default=dict)
    kind = models.CharField("Tên loại văn bản", max_length=60, null=True)
    number = models.CharField("Số, ký hiệu", max_length=60)
    title = models.CharField("Trích yếu", max_length=300)
    issued = models.DateField("Ngày ban hành")
    valid_from = models.DateField("Áp dụng từ ngày")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "adoption"
        indexes = [models.Index(fields=["unit", "valid_from"], name="adoption_unit_from")]

    @property
    def document(self) -> str:
        """What it is called and its number, as one cites it: "Kế hoạch số 05-KH/BCN"."""
        return f"{self.kind or 'Văn bản'} số {self.number}"


class AdoptionEnd(models.Model):
    """Thôi áp dụng: an adoption ends on a day (exclusive), with a reason. A record."""

    adoption = models.OneToOneField(Adoption, on_delete=models.PROTECT, related_name="end")
    day = models.DateField()
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "adoption_end"


class Announcement(models.Model):
    """Thông báo: a regulation or plan announced to the people of a unit and below. A record."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="announcements")
    adoption = models.ForeignKey(Adoption, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField("Tiêu đề", max_length=300)
    body = models.TextField("Nội dung")
    file = models.ForeignKey(
        "base.StoredFile", null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "announcement"


class Receipt(models.Model):
    """Đã đọc: a person confirmed having read an announcement. A record."""

    announcement = models.ForeignKey(Announcement, on_delete=models.PROTECT, related_name="receipts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="receipts")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "receipt"
        constraints = [models.UniqueConstraint(name="receipt_once", fields=["announcement", "person"])]


class Choice(TrailModel):
    """Abstract: what a body chose where an instrument leaves it open, from a day on. A record; the newest of the
    nearest unit upwards holds. Each room that reads such instruments has a table of its own."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    instrument = models.CharField(max_length=40)
    values = models.JSONField()
    valid_from = models.DateField("Áp dụng từ ngày")
    document = models.CharField("Văn bản", max_length=200)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
