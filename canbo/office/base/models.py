"""Base: agencies, accounts, the journal, stored files, background jobs."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone

from canbo.office.base.trail import TrailKey, TrailModel


class Agency(models.Model):
    """Cơ quan: a body that keeps its own paper trail and journal. People and units are not its property."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)

    class Meta:
        db_table = "agency"

    def __str__(self) -> str:
        return self.name


class AccountManager(BaseUserManager["Account"]):
    def create_user(self, username: str, password: str | None = None, **extra: object) -> Account:
        account = self.model(username=username, **extra)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username=(username or "").strip().lower())


class Account(AbstractBaseUser):
    """Tài khoản: who may log in. `must_change` until the one-time code is replaced; closed from a day on."""

    username = models.CharField("Tên đăng nhập", max_length=60, unique=True)
    must_change = models.BooleanField(default=False)
    code_expires = models.DateTimeField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    density = models.CharField(max_length=10, default="dense")
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    objects = AccountManager()

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Whether the account may log in, and stay: not closed by now, its one-time code not run out."""
        closed = self.closed_on is not None and self.closed_on <= timezone.localdate()
        stale = self.must_change and self.code_expires is not None and self.code_expires <= timezone.now()
        return not (closed or stale)

    class Meta:
        db_table = "account"

    def __str__(self) -> str:
        return self.username


class Event(TrailModel):
    """Sự kiện: one legal act in the journal of an agency. Written in the act's own transaction.

    `data` holds what the act changed, without personal data beyond identifiers; `digest` is the SHA-256 of the
    canonical event (see journal.py).
    """

    at = models.DateTimeField()
    actor = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    actor_name = models.CharField(max_length=120)
    verb = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    data = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)

    class Meta:
        db_table = "journal_event"
        indexes = [
            models.Index(fields=["agency", "subject_type", "subject_id"], name="journal_event_subject"),
            models.Index(fields=["agency", "id"], name="journal_event_order"),
        ]


class Link(TrailModel):
    """Mắt xích: an event's place in its agency's chain. hash = SHA-256(previous hash ‖ event digest)."""

    position = models.BigIntegerField()
    event = TrailKey(Event, on_delete=models.PROTECT, related_name="+")
    hash = models.CharField(max_length=64)

    class Meta:
        db_table = "journal_link"
        constraints = [
            models.UniqueConstraint(fields=["agency", "position"], name="journal_link_position"),
            models.UniqueConstraint(fields=["agency", "event"], name="journal_link_event"),
        ]


class Seal(TrailModel):
    """Niêm phong: the head of the chain at a moment, printed on minutes.

    Every event up to `floor` was already chained then, and no transaction old enough to add one is left.
    """

    number = models.IntegerField()
    position = models.BigIntegerField()
    head = models.CharField(max_length=64)
    floor = models.BigIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        db_table = "journal_seal"
        constraints = [models.UniqueConstraint(fields=["agency", "number"], name="journal_seal_number")]


class StoredFile(TrailModel):
    """Tệp: something uploaded or made, kept by the hash of its content under the data folder."""

    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "stored_file"
        indexes = [models.Index(fields=["agency", "sha256"], name="stored_file_sha256")]


class Job(models.Model):
    """Việc nền: long work with progress a person sees. Not a record: it may be repeated after a crash.

    `file_until`: when the content of the made file is removed from the disk; None where it stays.
    """

    kind = models.CharField(max_length=60)
    label = models.CharField(max_length=200)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    arguments = models.JSONField(default=dict)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    state = models.CharField(max_length=10, default="waiting")
    message = models.TextField(blank=True)
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    file_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "job"
        constraints = [
            models.CheckConstraint(
                name="job_state", condition=models.Q(state__in=["waiting", "running", "done", "failed"])
            )
        ]
