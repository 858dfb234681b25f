"""What is done in training. Each verb checks, does and records; keyword-only; the actor is always an argument."""

from canbo.office.training.actions.finishing import pay_back, record_result
from canbo.office.training.actions.importing import carry_out, reading_of, upload
from canbo.office.training.actions.planning import allot, call_off, make_course, make_plan
from canbo.office.training.actions.sending import Chosen, Report, drop, send

__all__ = [
    "Chosen",
    "Report",
    "allot",
    "call_off",
    "carry_out",
    "drop",
    "make_course",
    "make_plan",
    "pay_back",
    "reading_of",
    "record_result",
    "send",
    "upload",
]
