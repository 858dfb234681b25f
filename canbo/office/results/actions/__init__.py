"""What is done with results. Each verb checks, does and records; keyword-only; the actor is always an argument."""

from canbo.office.results.actions.closing import close, decide_rest, undecided
from canbo.office.results.actions.correcting import correct
from canbo.office.results.actions.deciding import Choice, Report, decide, decide_many
from canbo.office.results.actions.petitioning import answer, petition
from canbo.office.results.actions.publishing import publish, receive
from canbo.office.results.actions.recording import kinds_for, record_ground, revoke_ground

__all__ = [
    "Choice",
    "Report",
    "answer",
    "close",
    "correct",
    "decide",
    "decide_many",
    "decide_rest",
    "kinds_for",
    "petition",
    "publish",
    "receive",
    "record_ground",
    "revoke_ground",
    "undecided",
]
