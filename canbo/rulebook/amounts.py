"""Hundredths in and out of text, and the named roundings. One place for both."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

# No exponents, no underscores, no other alphabets' digits: what Decimal would take but nobody writes as points.
_DECIMAL = re.compile(r"[+-]?[0-9]{1,9}(\.[0-9]{1,9})?")

COMMON_YEAR = 2001  # one without 29 February

Rounding = Literal["half_up", "half_even", "floor", "ceiling"]


def hundredths(text: str) -> int | None:
    """The whole hundredths in a decimal text ("8.5" → 850); None where it is no number or finer than 0.01."""
    if not _DECIMAL.fullmatch(text.strip()):
        return None
    scaled = Decimal(text.strip()) * 100
    return int(scaled) if scaled == scaled.to_integral_value() else None


def whole(text: str) -> int | None:
    """A whole number, or None."""
    return int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else None


def natural(text: str, digits: int = 18) -> int | None:
    """A whole number of at most so many digits 0 to 9 and nothing else, as an id or a count is sent (18: what any
    column of ids holds); None otherwise."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None


def percent(text: str) -> int | None:
    """The hundredths in a percent text ("20%" → 2000); None where the sign or the number is missing."""
    text = text.strip()
    return hundredths(text[:-1]) if text.endswith("%") else None


def divide(numerator: int | Fraction, denominator: int, rounding: Rounding) -> int:
    """numerator / denominator rounded once to an integer by the named rounding; denominator > 0.

    half_up takes 0,5 upwards, half_even to the even neighbour, floor down, ceiling up.
    """
    if rounding == "half_up":
        return int((2 * numerator + denominator) // (2 * denominator))
    if rounding == "floor":
        return int(numerator // denominator)
    if rounding == "ceiling":
        return int(-(-numerator // denominator))
    return round(Fraction(numerator) / denominator)


def shown(value: int) -> str:
    """Hundredths as an office writes them: comma, no idle zeros (850 → "8,5", 3000 → "30")."""
    sign, size = ("-" if value < 0 else ""), abs(value)
    whole, part = divmod(size, 100)
    return f"{sign}{whole}" + (f",{part:02d}".rstrip("0") if part else "")


def shown_share(value: int) -> str:
    """A share or percent in hundredths as an office writes it (2000 → "20%")."""
    return shown(value) + "%"


def day_of_year_fault(given: object) -> str | None:
    """What is wrong with a {"month", "day"} (Vietnamese), or None: every year has the day, so never 29 February."""
    if isinstance(given, Mapping) and set(given) == {"month", "day"}:
        try:
            date(COMMON_YEAR, given["month"], given["day"])
            return None
        except (TypeError, ValueError):
            pass
    return "nhập ngày và tháng năm nào cũng có, như 30/01"
