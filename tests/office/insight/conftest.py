"""A ward in which one office of twelve is levelled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.town import Town


@pytest.fixture
def ward(town: Town) -> Town:
    """Two closed months of twelve offices, in one of which everybody got the same."""
    from tests.office.insight import examination as examples

    examples.units(town, 12)
    for number in (6, 7):
        examples.closed_month(town, examples.plan(), number)
    return town
