"""What an action raises when it may not be done. Views turn them into pages; nothing is lost."""

from __future__ import annotations


class ActionError(Exception):
    """The act is refused for a reason the person can do something about; the message is Vietnamese."""


class NotTheirs(ActionError):
    """The person has no part in this: pages answer 404."""


class Conflict(ActionError):
    """Somebody else changed the same thing meanwhile; what was entered is kept for the person to see."""
