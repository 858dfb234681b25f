"""Commendation: what a body chose, what is on record of a year, rounds with their council, decisions, awards."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from canbo.office.base.models import Account, StoredFile
from canbo.office.base.trail import TrailKey, TrailModel
from canbo.office.people.models import Person, Unit
from canbo.office.regulations.models import Choice

ROUNDS = [("year", "Thi đua, khen thưởng năm"), ("month", "Thưởng tháng"), ("occasion", "Khen thưởng theo việc")]


def one_subject(name: str) -> models.CheckConstraint:
    """A row is about a person or about a collective, never both."""
    person = Q(person__isnull=False, collective__isnull=True)
    return models.CheckConstraint(name=name, condition=person | Q(person__isnull=True, collective__isnull=False))


class AwardRules(Choice):
    """Quy chế khen thưởng: what a body chose for an instrument on commendation, from a day on. A record; the newest of
    the nearest unit upwards holds."""

    class Meta:
        db_table = "award_rules"
        indexes = [models.Index(fields=["agency", "unit", "instrument", "valid_from"], name="award_rules_newest")]


class AwardImport(TrailModel):
    """Nhập ghi nhận: an uploaded table of facts and earlier titles, and when it was carried out. All or nothing."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    file = TrailKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "award_import"


class AwardFact(TrailModel):
    """Ghi nhận: what the results do not hold of a subject's year and a title asks: an initiative recognised, conduct
    confirmed, a rating from before, or (`fact` "titles") the titles of a year decided elsewhere. With its paper. A
    record; the newest of a fact stands, `revokes` takes one back."""

    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    collective = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    year = models.SmallIntegerField("Năm")
    fact = models.CharField("Nội dung", max_length=40)
    value = models.JSONField()
    document = models.CharField("Văn bản", max_length=200)
    revokes = TrailKey("self", null=True, on_delete=models.PROTECT, related_name="revoked_by")
    source = TrailKey(AwardImport, null=True, on_delete=models.PROTECT, related_name="facts")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "award_fact"
        constraints = [
            one_subject("award_fact_subject"),
            models.UniqueConstraint(
                name="award_fact_revoked_once", fields=["agency", "revokes"], condition=Q(revokes__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=["person", "year"], name="award_fact_person"),
            models.Index(fields=["collective", "year"], name="award_fact_collective"),
        ]


class AwardRound(TrailModel):
    """Đợt khen thưởng: a unit's round of a year, of a month, or for one occasion. Where it stands is derived."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("Loại", max_length=10, choices=ROUNDS)
    year = models.SmallIntegerField("Năm")
    month = models.SmallIntegerField("Tháng", null=True, blank=True)
    name = models.CharField("Tên đợt", max_length=200)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "award_round"
        constraints = [
            models.CheckConstraint(
                name="award_round_month",
                condition=Q(kind="month", month__gte=1, month__lte=12) | (~Q(kind="month") & Q(month__isnull=True)),
            )
        ]
        indexes = [models.Index(fields=["agency", "year", "kind"], name="award_round_year")]


class Proposal(TrailModel):
    """Đề nghị khen thưởng: a subject put forward for a title in a round, with what the rules said then. A record.

    `outcome` yes, no, unknown, or none (the instrument gives no conditions); where it is not yes there is a `reason`.
    Unit and post are those of the day: people move, proposals stay."""

    round = TrailKey(AwardRound, on_delete=models.PROTECT, related_name="proposals")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    collective = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    post_title = models.CharField(max_length=160, blank=True)
    title = models.CharField(max_length=40)
    label = models.CharField("Danh hiệu, hình thức", max_length=120)
    outcome = models.CharField(max_length=10)
    lacks = models.JSONField(default=list)
    amount = models.BigIntegerField("Mức thưởng (đồng)", null=True)
    achievement = models.CharField("Thành tích", max_length=500, blank=True)
    reason = models.CharField("Lý do", max_length=500, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "award_proposal"
        constraints = [
            one_subject("award_proposal_subject"),
            models.CheckConstraint(
                name="award_proposal_reason", condition=Q(outcome__in=["yes", "none"]) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="award_proposal_outcome", condition=Q(outcome__in=["yes", "no", "unknown", "none"])
            ),
        ]


class ProposalDrop(TrailModel):
    """Rút đề nghị: a proposal taken out of its round before the decision, with the reason. A record."""

    proposal = TrailKey(Proposal, on_delete=models.PROTECT, related_name="drops")
    reason = models.CharField("Lý do", max_length=500)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "award_proposal_drop"
        constraints = [models.UniqueConstraint(name="award_proposal_dropped_once", fields=["agency", "proposal"])]


class CouncilMeeting(TrailModel):
    """Họp hội đồng thi đua, khen thưởng on a round: who was there and what was said. A record."""

    round = TrailKey(AwardRound, on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField("Ngày họp")
    invited = models.IntegerField("Thành viên hội đồng")
    present = models.IntegerField("Có mặt")
    chair = models.CharField("Chủ trì", max_length=120)
    secretary = models.CharField("Thư ký", max_length=120)
    notes = models.TextField("Nội dung", blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "council_meeting"
        constraints = [
            models.CheckConstraint(
                name="council_meeting_present", condition=Q(present__lte=F("invited"), present__gt=0)
            )
        ]


class CouncilVote(TrailModel):
    """Biểu quyết của hội đồng on one proposal: counts typed by the secretary. A record; the newest meeting's stands."""

    meeting = TrailKey(CouncilMeeting, on_delete=models.PROTECT, related_name="votes")
    proposal = TrailKey(Proposal, on_delete=models.PROTECT, related_name="votes")
    agree = models.IntegerField("Đồng ý")
    disagree = models.IntegerField("Không đồng ý")
    abstain = models.IntegerField("Ý kiến khác")

    class Meta:
        db_table = "council_vote"
        constraints = [
            models.UniqueConstraint(name="council_vote_once", fields=["agency", "meeting", "proposal"]),
            models.CheckConstraint(
                name="council_vote_counts", condition=Q(agree__gte=0, disagree__gte=0, abstain__gte=0)
            ),
        ]


class AwardDecision(TrailModel):
    """Quyết định khen thưởng of a round, as signed on paper. `reason` where a ceiling is passed, or somebody is awarded
    against the council's count. A record; one a round."""

    round = TrailKey(AwardRound, on_delete=models.PROTECT, related_name="decisions")
    number = models.CharField("Số quyết định", max_length=60)
    day = models.DateField("Ngày ký")
    authority = models.CharField("Người ký, chức vụ", max_length=200)
    reason = models.CharField("Lý do", max_length=1000, blank=True)
    report = models.JSONField(default=list)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "award_decision"
        constraints = [models.UniqueConstraint(name="award_decision_once", fields=["agency", "round"])]


class Award(TrailModel):
    """Khen thưởng: what a decision gave a subject, with unit and post of that day. A record; withdrawn by a row."""

    decision = TrailKey(AwardDecision, on_delete=models.PROTECT, related_name="awards")
    proposal = TrailKey(Proposal, on_delete=models.PROTECT, related_name="awards")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    collective = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.SmallIntegerField("Năm")
    title = models.CharField(max_length=40)
    register = models.IntegerField("Số vào sổ")
    amount = models.BigIntegerField("Tiền thưởng (đồng)", null=True)

    class Meta:
        db_table = "award"
        constraints = [
            one_subject("award_subject"),
            models.UniqueConstraint(name="award_once_per_proposal", fields=["agency", "proposal"]),
            models.UniqueConstraint(name="award_register_once", fields=["agency", "year", "register"]),
        ]
        indexes = [
            models.Index(fields=["person", "year"], name="award_person"),
            models.Index(fields=["collective", "year"], name="award_collective"),
        ]


class AwardWithdrawal(TrailModel):
    """Hủy bỏ khen thưởng: an award withdrawn by a document, with the reason. A record."""

    award = TrailKey(Award, on_delete=models.PROTECT, related_name="withdrawals")
    document = models.CharField("Văn bản", max_length=200)
    reason = models.CharField("Lý do", max_length=500)
    day = models.DateField("Ngày")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "award_withdrawal"
        constraints = [models.UniqueConstraint(name="award_withdrawn_once", fields=["agency", "award"])]
