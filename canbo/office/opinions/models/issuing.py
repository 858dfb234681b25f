"""Ballots handed out online: who may take one, and that handing out has ended.

No time and no actor stand on an issue, and no journal tells of one: what is kept is what answers the same question
again (the blinded number's hash and its signature), and it goes when the signing keys go. Anonymity design §5, §6.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from canbo.office.base.models import Account
from canbo.office.base.trail import TrailKey, TrailModel
from canbo.office.opinions.models.campaigns import Campaign
from canbo.office.people.models import Person


class CampaignInvitation(TrailModel):
    """Người được mời: who may take one ballot online, about which unit and as which audience. Not a record: chosen
    until the campaign is frozen, which puts in `group`. `blinded` (sha256 of the number that was signed, in hex) and
    `signed` are there from the issue to the end of issuing; nothing here can say who answered."""

    campaign = TrailKey(Campaign, on_delete=models.PROTECT, related_name="invitations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=60)
    audience = models.CharField(max_length=60)
    group = models.CharField(max_length=200, blank=True)
    issued = models.BooleanField(default=False)
    blinded = models.CharField(max_length=64, blank=True)
    signed = models.TextField(blank=True)

    class Meta:
        db_table = "campaign_invitation"
        constraints = [
            models.UniqueConstraint(name="campaign_invitation_once", fields=["agency", "campaign", "person"]),
            models.UniqueConstraint(
                name="campaign_invitation_number", fields=["agency", "campaign", "blinded"], condition=~Q(blinded="")
            ),
            models.CheckConstraint(
                name="campaign_invitation_signed", condition=Q(issued=True) | Q(blinded="", signed="")
            ),
        ]


class CampaignIssuing(TrailModel):
    """Kết thúc phát phiếu trực tuyến: the signing keys with these fingerprints were destroyed, so that nobody can make
    a ballot any more. `by` is empty where the clock did it. A record; the counts are in the paper `handed`."""

    campaign = TrailKey(Campaign, on_delete=models.PROTECT, related_name="issuings")
    keys = models.JSONField()
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "campaign_issuing"
        constraints = [models.UniqueConstraint(name="campaign_issuing_once", fields=["agency", "campaign"])]
