"""The age of retirement by the months of birth in Annex I of NĐ 135/2020."""

from __future__ import annotations

from datetime import date

import pytest

from canbo.rulebook.retirement import ages


@pytest.mark.parametrize(
    ("sex", "born", "month"),
    [
        ("M", (1961, 1), (2021, 4)),  # 60 years 3 months
        ("M", (1961, 9), (2021, 12)),
        ("M", (1961, 10), (2022, 4)),  # 60 years 6 months
        ("M", (1966, 4), (2028, 4)),  # 62 years, and no more
        ("M", (1980, 6), (2042, 6)),
        ("F", (1966, 8), (2021, 12)),  # 55 years 4 months
        ("F", (1966, 9), (2022, 5)),  # 55 years 8 months
        ("F", (1975, 5), (2035, 5)),  # 60 years
        ("M", (1960, 12), (2020, 12)),  # before the road map: 60, and 55
        ("F", (1965, 2), (2020, 2)),
    ],
)
def test_the_month_of_retirement(sex: str, born: tuple[int, int], month: tuple[int, int]) -> None:
    assert ages().month(date(*born, 17), sex) == date(*month, 1)


def test_nothing_is_guessed_for_who_is_not_known_to_be_a_man_or_a_woman() -> None:
    assert ages().month(date(1970, 1, 1), "") is None
