"""The personnel record. It follows the person from agency to agency, so its tables belong to the installation, like
persons and postings, and not to one agency's trail.

What was said and when is a record; the words themselves lie beside it in a table of their own, because the law may
demand that they go: then a `ProfileErasure` says so, and only then does the database let go of them.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from canbo.office.base.models import Account, StoredFile
from canbo.office.people.models import Dated, Person, Unit


class ProfileImport(models.Model):
    """Nhập hồ sơ: an uploaded spreadsheet of records, its preview, and whether it was carried out. All or nothing."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)
    result = models.JSONField(default=dict)

    class Meta:
        db_table = "profile_import"


class ProfileEntry(models.Model):
    """Mục hồ sơ: of a person and a field of the record, something was put on record. A record.

    `day`: since when it holds (gained, decided), `until`: until which day (exclusive), both where they are told. A
    correction names the entry it `replaces`. It stands while nothing replaces or withdraws it and its value is there.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="profile")
    field = models.CharField(max_length=40)
    day = models.DateField(null=True)
    until = models.DateField(null=True)
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    source = models.ForeignKey(ProfileImport, null=True, on_delete=models.PROTECT, related_name="entries")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "profile_entry"
        constraints = [
            models.CheckConstraint(
                name="profile_entry_days", condition=Q(until=None) | Q(day=None) | Q(until__gt=F("day"))
            )
        ]
        indexes = [models.Index(fields=["field", "person"], name="profile_entry_of")]


class ProfileValue(models.Model):
    """Nội dung mục hồ sơ: the words of an entry. Never changed; deleted only where an erasure of the entry says why.

    `text`: as the field keeps it (a step's key, an ISO day, words); `detail`: subject, school; `paper`: its ground.
    """

    entry = models.OneToOneField(ProfileEntry, on_delete=models.PROTECT, related_name="value")
    text = models.CharField(max_length=500)
    detail = models.CharField(max_length=300, blank=True)
    paper = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "profile_value"


class ProfileWithdrawal(models.Model):
    """Rút mục hồ sơ: an entry no longer stands, with the reason. A record."""

    entry = models.OneToOneField(ProfileEntry, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "profile_withdrawal"


class ProfileErasure(models.Model):
    """Xóa nội dung mục hồ sơ: the words of an entry were deleted, and why. `by` is empty where the clock did it by the
    retention set. A record."""

    entry = models.OneToOneField(ProfileEntry, on_delete=models.PROTECT, related_name="erasure")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "profile_erasure"


class Attained(Dated):
    """Trình độ theo hồ sơ: what the entries that stand say of somebody in a stretch of days: the highest step of each
    scale, the day of joining the service. Derived, never a record; see `profiles.attained`."""

    # Found by the constraint, which begins with the person.
    person = models.ForeignKey(Person, on_delete=models.PROTECT, db_index=False, related_name="attained")
    steps = models.CharField(max_length=200)
    recruited = models.DateField(null=True)

    class Meta:
        db_table = "profile_attained"
        constraints = [
            models.UniqueConstraint(name="profile_attained_once", fields=["person", "valid_from"]),
            models.CheckConstraint(
                name="profile_attained_days", condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from"))
            ),
        ]


class SensitiveRead(models.Model):
    """Lượt xem dữ liệu nhạy cảm: somebody read a sensitive field of somebody else, and why; never what it said.
    A record."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sensitive_reads")
    field = models.CharField(max_length=40)
    reader = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    why = models.CharField("Lý do", max_length=300)
    at = models.DateTimeField()

    class Meta:
        db_table = "sensitive_read"
        indexes = [models.Index(fields=["person", "at"], name="sensitive_read_of")]
