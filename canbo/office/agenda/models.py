"""Agenda: private calendar addresses, how an agency reminds, who wants no letters, and the letters themselves."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from canbo.office.base.models import Account, Agency
from canbo.office.base.trail import TrailModel
from canbo.office.people.models import Person

WAITING, SENDING, SENT, REFUSED = "waiting", "sending", "sent", "refused"


class Feed(models.Model):
    """Địa chỉ lịch riêng: a secret address at which a calendar program reads an account's deadlines.

    Only the SHA-256 of the secret is kept: it is shown once. One open address an account; a new one ends the old.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "feed"
        constraints = [
            models.UniqueConstraint(name="feed_one_open", fields=["account"], condition=Q(ended_at__isnull=True))
        ]


class MailChoice(models.Model):
    """Lựa chọn nhận thư: whether an account's person wants reminders by e-mail. A record; the newest counts."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    wanted = models.BooleanField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "mail_choice"
        indexes = [models.Index(fields=["account", "id"], name="mail_choice_newest")]


class MailRule(TrailModel):
    """Cách nhắc việc of an agency: letters or none, from how many days before, at which hour; after how many days
    overdue the head is told, and by which text of the agency. A record; the newest counts."""

    enabled = models.BooleanField("Gửi thư nhắc việc")
    days_before = models.SmallIntegerField("Nhắc trước (ngày)")
    hour = models.SmallIntegerField("Giờ gửi")
    escalate_after = models.SmallIntegerField("Báo người đứng đầu sau (ngày)", null=True)
    basis = models.CharField("Căn cứ", max_length=200, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "mail_rule"
        constraints = [
            models.CheckConstraint(name="mail_rule_days", condition=Q(days_before__gte=0, days_before__lte=30)),
            models.CheckConstraint(name="mail_rule_hour", condition=Q(hour__gte=0, hour__lte=23)),
            models.CheckConstraint(
                name="mail_rule_basis",
                condition=Q(escalate_after__isnull=True) | (Q(escalate_after__gte=1) & ~Q(basis="")),
            ),
        ]
        indexes = [models.Index(fields=["agency", "id"], name="mail_rule_newest")]


class Round(TrailModel):
    """Lượt nhắc việc: the letters of an agency's day were written, so many. Whoever writes the row writes them."""

    day = models.DateField()
    letters = models.IntegerField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "reminder_round"
        constraints = [models.UniqueConstraint(name="round_once_a_day", fields=["agency", "day"])]


class Letter(models.Model):
    """Thư nhắc việc: the one digest of a person's day, and how its sending goes. Not a record, as a job is none.

    `message_id` stays the same however often it is tried, so that a mail server can tell a repetition.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    address = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField()
    message_id = models.CharField(max_length=120)
    at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, default=WAITING)
    tries = models.SmallIntegerField(default=0)
    next_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "letter"
        constraints = [
            models.UniqueConstraint(name="letter_once_a_day", fields=["person", "day"]),
            models.CheckConstraint(name="letter_state", condition=Q(state__in=[WAITING, SENDING, SENT, REFUSED])),
            models.CheckConstraint(name="letter_sent", condition=~Q(state=SENT) | Q(sent_at__isnull=False)),
        ]
        indexes = [
            models.Index(fields=["state", "next_at"], name="letter_waiting"),
            models.Index(fields=["agency", "day"], name="letter_agency_day"),
        ]
