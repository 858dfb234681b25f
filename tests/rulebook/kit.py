"""What the engine's tests share: the small made-up pack and its rules under given settings."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from canbo.rulebook import Pack, Rules, load

SMALL = Path(__file__).parent / "small"
TEXTS = {"c1": "Tiêu chí một", "c1a": "Nội dung một", "c1b": "Nội dung hai"}


@cache
def small() -> Pack:
    """The small pack."""
    return load(SMALL)


def rules(**settings: object) -> Rules:
    """The small pack's rules; what is not given takes its default."""
    return small().rules({"texts": TEXTS, **settings})


# One object for all tests that need no settings of their own.
RULES = rules()
STAFF = RULES.form("staff")
LEADER = RULES.form("leader")
COLLECTIVE = RULES.form("collective")
