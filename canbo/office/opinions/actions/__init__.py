"""What is done in this room. Each verb checks, does and records; keyword-only; the actor is always an argument."""

from canbo.office.opinions.actions.answering import respond, summarise
from canbo.office.opinions.actions.campaigning import begin, bring, change, freeze
from canbo.office.opinions.actions.drawing import commit, finish, publish_frame, publish_plan, reveal

__all__ = [
    "begin", "bring", "change", "commit", "finish", "freeze", "publish_frame", "publish_plan", "respond", "reveal",
    "summarise",
]  # fmt: skip
