"""What is done in this room. Each verb checks, does and records; keyword-only; the actor is always an argument."""

from canbo.office.opinions.actions.drawing import commit, finish, publish_frame, publish_plan, reveal

__all__ = ["commit", "finish", "publish_frame", "publish_plan", "reveal"]
