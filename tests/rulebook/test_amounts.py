"""Numbers as they are sent."""

from __future__ import annotations

import pytest

from canbo.rulebook.amounts import natural


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0), ("007", 7), ("9" * 18, 10**18 - 1), ("9" * 19, None), ("", None), ("-1", None), ("+1", None),
        (" 1", None), ("1_0", None), ("1.0", None), ("1e3", None), ("٣", None), ("²", None),
    ],
)  # fmt: skip
def test_a_natural_number_is_digits_and_few(text: str, number: int | None) -> None:
    assert natural(text) == number


def test_how_many_digits_is_for_the_caller_to_say() -> None:
    assert [natural("1234", digits) for digits in (3, 4)] == [None, 1234]
