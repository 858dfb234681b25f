"""Public holidays in Vietnam, lunar ones included, as the package `holidays` has them (Bộ luật Lao động, Điều 112).

The days of Tết that the Government moves each year are known to the package only once published: a working-day
deadline around Tết is worth a second look, and can be extended.
"""

from __future__ import annotations

from datetime import date
from functools import cache

import holidays


class Vietnam:
    """The days off, as a container of dates: `date(2027, 1, 1) in Vietnam()`."""

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and day in _year(day.year)


def named(first: date, last: date) -> dict[date, str]:
    """The days off from a day to a day, with their Vietnamese names, in order."""
    years = range(first.year, last.year + 1)
    return {day: name for year in years for day, name in sorted(_year(year).items()) if first <= day <= last}


@cache
def _year(year: int) -> dict[date, str]:
    return dict(holidays.country_holidays("VN", years=year, language="vi"))
