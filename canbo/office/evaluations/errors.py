"""Refusals of this room that a page shows in a particular way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from canbo.office.base.errors import ActionError, Conflict, NotTheirs


class NotAssigned(NotTheirs):
    """The person has no part in this step of this sheet: pages answer 404."""


class MarksRefused(ActionError):
    """Some marks cannot stand: message by the item's index."""

    def __init__(self, problems: Mapping[int, str]) -> None:
        self.problems = dict(problems)
        super().__init__("Chưa gửi được: " + " ".join(self.problems.values()))


class MarksMissing(ActionError):
    """Some items have no mark yet: their indices. Sent anyway only when the person confirms."""

    def __init__(self, labels: Sequence[str], indices: Sequence[int]) -> None:
        self.indices = tuple(indices)
        shown = "; ".join(labels[:5]) + ("; …" if len(labels) > 5 else "")
        super().__init__(f"Còn {len(indices)} mục chưa chấm ({shown}). Mục chưa chấm tính 0 điểm.")


class FactsMissing(ActionError):
    """Figures the rules ask the reviewer for are not entered: message by the fact's key."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__("Chưa gửi được: " + " ".join(self.problems.values()))


class DraftConflict(Conflict):
    """The draft was saved from another screen meanwhile. `stored` is the version and marks kept there."""

    def __init__(self, message: str, version: int, stored: Sequence[int | None]) -> None:
        self.version, self.stored = version, tuple(stored)
        super().__init__(message)
