"""The content of every official form, free of layout. The same dataclass becomes the Word file and the PDF.

Marks and points are whole hundredths of a point (8750 is 87,5); None is "not marked". Names of levels, criteria,
legal grounds and every other text of law are given by the caller. Long texts may hold line breaks.
"""

from canbo.paperwork.documents.model.commitments import Commitment, Promise, PromiseGroup
from canbo.paperwork.documents.model.common import Align, Ground, Letterhead, Mark, Signatory, SignatureSpace, Style
from canbo.paperwork.documents.model.meetings import AccountSlip, AccountSlips, Invitation, MeetingMinutes, VoteLine
from canbo.paperwork.documents.model.reports import Grid, Part, Report
from canbo.paperwork.documents.model.results import (
    Decision,
    LevelCount,
    Notice,
    RosterLine,
    RosterSection,
    SummaryRoster,
)
from canbo.paperwork.documents.model.sheets import CriteriaGroup, Criterion, Person, ScoreSheet, TraceNode, TraceSheet

Document = (
    ScoreSheet
    | SummaryRoster
    | Notice
    | Decision
    | TraceSheet
    | AccountSlips
    | MeetingMinutes
    | Commitment
    | Invitation
    | Report
)

__all__ = [
    "AccountSlip",
    "AccountSlips",
    "Align",
    "Commitment",
    "CriteriaGroup",
    "Criterion",
    "Decision",
    "Document",
    "Grid",
    "Ground",
    "Invitation",
    "Letterhead",
    "LevelCount",
    "Mark",
    "MeetingMinutes",
    "Notice",
    "Part",
    "Person",
    "Promise",
    "PromiseGroup",
    "Report",
    "RosterLine",
    "RosterSection",
    "ScoreSheet",
    "Signatory",
    "SignatureSpace",
    "Style",
    "SummaryRoster",
    "TraceNode",
    "TraceSheet",
    "VoteLine",
]
