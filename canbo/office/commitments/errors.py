"""Refusals of this room that a page shows in a particular way."""

from __future__ import annotations

from collections.abc import Mapping

from canbo.office.base.errors import ActionError, Conflict


class WordsRefused(ActionError):
    """Some words cannot stand: message by item key."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__("Chưa lưu được: " + " ".join(self.problems.values()))


class DraftConflict(Conflict):
    """The draft was saved from another screen meanwhile; `words` and `version` are those kept there."""

    def __init__(self, version: int, words: Mapping[str, str]) -> None:
        self.version, self.words = version, dict(words)
        super().__init__(
            "Bản nháp vừa được lưu từ một màn hình khác. Phần bạn nhập vẫn còn ở đây; "
            "bấm lưu lần nữa thì nội dung ở màn hình này thay thế."
        )
