"""The meaning of single roster cells. Each reader returns a value or raises CellError with what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping

from canbo.paperwork.names import search_key, tidy
from canbo.paperwork.roster.vocabulary import vocabulary
from canbo.paperwork.spreadsheet import Cell

_FORMULA_ERRORS = ("#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!")
_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[A-Za-z]{2,}")


class CellError(ValueError):
    """A cell that cannot be understood. The message is Vietnamese and says what to do."""


def text_of(cell: Cell) -> str:
    """A cell as tidy text; whole numbers without ".0". Raises CellError for a formula error such as #REF!."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = tidy(str(cell))
    if text.upper() in _FORMULA_ERRORS:
        raise CellError(f"Ô có lỗi công thức {text}. Hãy sửa công thức hoặc gõ thẳng giá trị vào ô.")
    return text


def sex_of(text: str) -> str | None:
    return _meaning(text, vocabulary().sexes, "giới tính", ("Nam", "Nữ"))


def kind_of(text: str) -> str | None:
    return _meaning(text, vocabulary().kinds, "loại", vocabulary().kind_titles)


def yes_of(text: str) -> bool:
    """A mark in a yes/no column. Empty is no."""
    if text.lower() in vocabulary().marked:
        return True
    if text.lower() in vocabulary().unmarked:
        return False
    raise CellError(f"Không hiểu dấu “{text}”. Hãy ghi “x” nếu có, để trống nếu không.")


def phone_of(text: str) -> str:
    """Digits with a leading 0, which Excel drops from numbers typed as such; empty stays empty."""
    digits = re.sub(r"[\s.\-()]", "", text)
    if not digits:
        return ""
    if digits.startswith("+84"):
        digits = "0" + digits[3:]
    if re.fullmatch(r"[1-9]\d{8}", digits):
        digits = "0" + digits
    if not re.fullmatch(r"0\d{9,10}", digits):
        raise CellError(f"“{text[:30]}” không phải số điện thoại. Hãy nhập một số, 10 chữ số, bắt đầu bằng 0.")
    return digits


def email_of(text: str) -> str:
    if text and not _EMAIL.fullmatch(text):
        raise CellError(f"“{text[:60]}” không phải địa chỉ thư điện tử. Hãy nhập một địa chỉ dạng ten@donvi.gov.vn.")
    return text.lower()


def _meaning(text: str, words: Mapping[str, str], what: str, choices: tuple[str, ...]) -> str | None:
    if not text:
        return None
    if meaning := words.get(search_key(text)):
        return meaning
    raise CellError(f"Không hiểu {what} “{text[:40]}”. Hãy ghi một trong: {', '.join(choices)}.")
