"""Each document's content laid out as a paper: one module a family of forms."""

from __future__ import annotations

from functools import singledispatch

from canbo.paperwork.documents.blocks import Paper
from canbo.paperwork.documents.compose import (
    commitment,
    invitation,
    issued,
    meeting,
    report,
    roster,
    score_sheet,
    slips,
    trace,
)
from canbo.paperwork.documents.model import (
    AccountSlips,
    Commitment,
    Decision,
    Document,
    Invitation,
    MeetingMinutes,
    Notice,
    Report,
    ScoreSheet,
    SummaryRoster,
    TraceSheet,
)


@singledispatch
def compose(document: Document) -> Paper:
    """The paper of a document."""
    raise TypeError(f"not a document: {document!r}")


compose.register(ScoreSheet, score_sheet.compose)
compose.register(SummaryRoster, roster.compose)
compose.register(Notice, issued.compose_notice)
compose.register(Decision, issued.compose_decision)
compose.register(TraceSheet, trace.compose)
compose.register(AccountSlips, slips.compose)
compose.register(MeetingMinutes, meeting.compose)
compose.register(Commitment, commitment.compose)
compose.register(Invitation, invitation.compose)
compose.register(Report, report.compose)
