"""What is done in this room. Each verb checks, does and records; keyword-only; the actor is always an argument."""

from canbo.office.opinions.actions.answering import respond, summarise
from canbo.office.opinions.actions.campaigning import begin, bring, change, freeze
from canbo.office.opinions.actions.drawing import commit, finish, publish_frame, publish_plan, reveal
from canbo.office.opinions.actions.following import again, view_self
from canbo.office.opinions.actions.inviting import invite, invite_again
from canbo.office.opinions.actions.issuing import end_due, end_issuing, forget_issuing, issue
from canbo.office.opinions.actions.voting import attend, begin_vote, close_vote

__all__ = [
    "again", "attend", "begin", "begin_vote", "bring", "change", "close_vote", "commit", "end_due", "end_issuing",
    "finish", "forget_issuing", "freeze", "invite", "invite_again", "issue", "publish_frame", "publish_plan", "respond",
    "reveal", "summarise", "view_self",
]  # fmt: skip
