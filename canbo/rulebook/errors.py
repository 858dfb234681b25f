"""What can go wrong with rules; every error says where and what was expected, in Vietnamese (officers read them)."""

from __future__ import annotations

from collections.abc import Iterable


class RuleError(Exception):
    """Rules asked for something they do not have, or used against their own terms."""


class PackError(RuleError):
    """A fault in a pack or a refinement: file, line (from 1), what is wrong, what was expected."""

    def __init__(self, file: str, line: int, message: str, expected: str = "") -> None:
        self.file, self.line, self.message, self.expected = file, line, message, expected
        tail = f"; cần: {expected}" if expected else ""
        super().__init__(f"{file}:{line}: {message}{tail}")


class SettingsError(RuleError):
    """Settings unfilled or out of range: `problems` is a tuple of (setting key, message)."""

    def __init__(self, problems: Iterable[tuple[str, str]]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{key}: {message}" for key, message in self.problems))
