"""What an action raises when it may not be done. Views turn them into pages; nothing is lost."""

from __future__ import annotations

from collections.abc import Sized


class ActionError(Exception):
    """The act is refused for a reason the person can do something about; the message is Vietnamese."""


class NotTheirs(ActionError):
    """The person has no part in this: pages answer 404."""


class Conflict(ActionError):
    """Somebody else changed the same thing meanwhile; what was entered is kept for the person to see."""


def refuse_faulty(problems: Sized) -> None:
    """ActionError where an uploaded file has problems: it is taken whole or not at all."""
    if problems:
        raise ActionError(f"Tệp còn {len(problems)} lỗi. Chưa nhập gì. Hãy sửa tệp và tải lên lại.")
