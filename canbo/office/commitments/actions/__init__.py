"""What is done with commitments. Each verb checks, does and records; keyword-only; the actor is always an argument."""

from canbo.office.commitments.actions.drafting import save_draft
from canbo.office.commitments.actions.frameworks import carry_out, end_framework, upload_frameworks
from canbo.office.commitments.actions.opening import open_round
from canbo.office.commitments.actions.reminding import remind
from canbo.office.commitments.actions.returning import send_back, withdraw
from canbo.office.commitments.actions.signing import (
    Report,
    accept_signed,
    finish_token,
    paper_to_sign,
    sign,
    sign_many,
    start_token,
)

__all__ = [
    "Report",
    "accept_signed",
    "carry_out",
    "end_framework",
    "finish_token",
    "open_round",
    "paper_to_sign",
    "remind",
    "save_draft",
    "send_back",
    "sign",
    "sign_many",
    "start_token",
    "upload_frameworks",
    "withdraw",
]
