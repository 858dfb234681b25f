"""What is done in commendation. Each verb checks, does and records; keyword-only; the actor is always an argument."""

from canbo.office.awards.actions.council import Count, hold_council
from canbo.office.awards.actions.deciding import decide, withdraw
from canbo.office.awards.actions.importing import carry_out, reading_of, upload
from canbo.office.awards.actions.recording import confirm_conduct, record_fact, revoke_fact
from canbo.office.awards.actions.rounds import Choice, Report, drop, open_round, propose

__all__ = [
    "Choice",
    "Count",
    "Report",
    "carry_out",
    "confirm_conduct",
    "decide",
    "drop",
    "hold_council",
    "open_round",
    "propose",
    "reading_of",
    "record_fact",
    "revoke_fact",
    "upload",
    "withdraw",
]
