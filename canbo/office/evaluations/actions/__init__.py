"""What is done with sheets. Each verb checks, does and records; keyword-only; the actor is always an argument."""

from canbo.office.evaluations.actions.acting import Report
from canbo.office.evaluations.actions.assigning import extend_sheet, reassign
from canbo.office.evaluations.actions.drafts import Entry, save_draft, save_drafts
from canbo.office.evaluations.actions.evidence import add_evidence, withdraw_evidence
from canbo.office.evaluations.actions.meetings import Ballot, record_meeting
from canbo.office.evaluations.actions.opening import enrol, open_repeating, open_with_sheets
from canbo.office.evaluations.actions.outcomes import set_outcomes
from canbo.office.evaluations.actions.reminding import remind
from canbo.office.evaluations.actions.returning import send_back, send_back_many, withdraw
from canbo.office.evaluations.actions.submitting import approve_many, submit, submit_many
from canbo.office.evaluations.outcome import Outcome

__all__ = [
    "Ballot",
    "Entry",
    "Outcome",
    "Report",
    "add_evidence",
    "approve_many",
    "enrol",
    "extend_sheet",
    "open_repeating",
    "open_with_sheets",
    "reassign",
    "record_meeting",
    "remind",
    "save_draft",
    "save_drafts",
    "send_back",
    "send_back_many",
    "set_outcomes",
    "submit",
    "submit_many",
    "withdraw",
    "withdraw_evidence",
]
