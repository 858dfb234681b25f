"""Fixtures of the office's tests: the town, and no second factor unless a test asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.town import Town


@pytest.fixture(autouse=True)
def one_factor(settings: Any) -> None:
    """The second factor has its own tests; the others log officers in directly."""
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def town(db: None) -> Town:
    """The cast in an empty database."""
    from tests.town import build

    return build()
