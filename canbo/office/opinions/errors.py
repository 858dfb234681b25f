"""Refusals of this room that a page shows in a particular way."""

from __future__ import annotations

from canbo.office.base.errors import ActionError


class NotTheirs(ActionError):
    """The person has no part in this: pages answer 404."""
