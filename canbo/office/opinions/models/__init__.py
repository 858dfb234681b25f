"""Opinions in confidence: who is drawn by lot, what is asked, what was released. No table here can reach an answer:
those lie sealed in the box, and the keys with the trustees."""

from canbo.office.opinions.models.campaigns import (
    Campaign,
    CampaignOpening,
    CampaignPaper,
    CampaignPlan,
    CampaignResponse,
    CampaignTheme,
)
from canbo.office.opinions.models.draws import Draw, DrawCommitment, DrawFrame, DrawResult, DrawReveal
from canbo.office.opinions.models.issuing import CampaignInvitation, CampaignIssuing
from canbo.office.opinions.models.rounds import CampaignAttendance, CampaignClosing, CampaignFollowing, CampaignSelfView

__all__ = [
    "Campaign", "CampaignAttendance", "CampaignClosing", "CampaignFollowing", "CampaignInvitation", "CampaignIssuing",
    "CampaignOpening", "CampaignPaper", "CampaignPlan", "CampaignResponse", "CampaignSelfView", "CampaignTheme", "Draw",
    "DrawCommitment", "DrawFrame", "DrawResult", "DrawReveal",
]  # fmt: skip
