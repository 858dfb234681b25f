"""Vietnamese numbers: decimals take a comma, thousands a dot. Points are whole hundredths; no float is kept."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

_PLAIN = re.compile(r"(-?)(\d+)(?:([.,])(\d+))?")
_GROUPED = re.compile(r"(-?)(\d{1,3}(?:([. ,])\d{3})(?:\3\d{3})*)(?:([.,])(\d+))?")
_LONGEST = 24  # characters; no mark or total is near it


class NumberError(ValueError):
    """Text that is not one clear number. The message is Vietnamese and says what to type."""


def parse_hundredths(text: str) -> int:
    """Typed points to whole hundredths of a point: "8,5" and "8.5" give 850, "1.234,5" gives 123450.

    Raises NumberError for words, more than two decimals, and texts of two meanings ("1.234": 1234 or 1,234).
    """
    return _parsed(text.strip())


# A screen sends its thirty marks at every save, and few are different. What is none is not kept, however long.
@lru_cache(maxsize=2048)
def _parsed(text: str) -> int:
    cleaned = text.replace("\u2212", "-").replace("\u00a0", " ").replace("\u202f", " ")
    if not cleaned:
        raise NumberError("Chưa nhập số.")
    if not cleaned.isascii() or len(cleaned) > _LONGEST:
        raise _not_a_number(text)
    if plain := _PLAIN.fullmatch(cleaned):
        sign, whole, separator, decimals = plain.groups()
        if separator and len(decimals) == 3 and len(whole) <= 3 and whole.lstrip("0"):
            raise NumberError(
                f"“{text.strip()}” có thể hiểu hai cách ({whole}{decimals} hoặc {whole},{decimals}). "
                f"Hãy nhập {whole}{decimals} hoặc số có tối đa hai chữ số thập phân."
            )
        return _hundredths(text, sign, whole, decimals or "")
    if grouped := _GROUPED.fullmatch(cleaned):
        sign, whole, group, separator, decimals = grouped.groups()
        if group != separator and not (group == "," and separator is None):
            return _hundredths(text, sign, re.sub(r"\D", "", whole), decimals or "")
    raise _not_a_number(text)


def cell_hundredths(value: object) -> int:
    """A spreadsheet cell (number or typed text) to hundredths of a point.

    A number is accepted when it is two decimals to within a spreadsheet's own rounding noise (1e-7).
    Raises NumberError otherwise.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return parse_hundredths(str(value))
    exact = Decimal(str(value)) * 100
    if not exact.is_finite() or abs(exact) >= 10**12:
        raise _not_a_number(str(value))
    nearest = exact.to_integral_value(ROUND_HALF_UP)
    if abs(exact - nearest) > Decimal("1e-5"):
        raise _too_many_decimals(str(value).replace(".", ","))
    return int(nearest)


def format_hundredths(hundredths: int, *, places: int | None = None) -> str:
    """Points for reading: 8750 gives "87,5", 8700 gives "87"; with places=2 "87,50".

    `places` is a fixed count of decimals, 0 to 2; ValueError if it would drop a digit that is not zero.
    """
    whole, rest = divmod(abs(hundredths), 100)
    decimals = f"{rest:02d}"
    shown = decimals.rstrip("0") if places is None else decimals[:places]
    if places is not None and (places not in (0, 1, 2) or decimals[places:].strip("0")):
        raise ValueError(f"{hundredths} hundredths do not fit {places} decimals")
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{format_integer(whole)}" + (f",{shown}" if shown else "")


def format_integer(number: int) -> str:
    """Thousands with dots: 2129000 gives "2.129.000"."""
    return f"{number:,}".replace(",", ".")


def format_percent(part: int, whole: int) -> str:
    """Share of `part` in `whole` with at most one decimal, rounded half up: (1, 3) gives "33,3%". "–" of nothing."""
    if whole == 0:
        return "–"
    tenths = Decimal(part * 1000) / whole
    return format_hundredths(int(tenths.to_integral_value(ROUND_HALF_UP)) * 10) + "%"


def _hundredths(text: str, sign: str, whole: str, decimals: str) -> int:
    if len(decimals.rstrip("0")) > 2:
        raise _too_many_decimals(text.strip())
    value = int(whole) * 100 + int(decimals[:2].ljust(2, "0"))
    return -value if sign else value


def _not_a_number(text: str) -> NumberError:
    return NumberError(f"“{text.strip()[:40]}” không phải là số. Hãy nhập số, phần thập phân sau dấu phẩy, ví dụ 8,5.")


def _too_many_decimals(text: str) -> NumberError:
    return NumberError(f"“{text[:40]}” có quá hai chữ số thập phân. Hãy làm tròn đến hai chữ số, ví dụ 8,25.")
