"""Vietnamese personal names: parts, order and search, the same on every database engine.

A name is written family first ("Nguyễn Thị Thu Hà") and filed by its last syllable, the given name ("Hà").
Neither SQLite nor a C-collated PostgreSQL knows that order, so it is computed here once and stored.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

# Tone marks in the order of Vietnamese dictionaries: level, huyền, hỏi, ngã, sắc, nặng.
TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
# Marks that make another letter of the alphabet: a < ă < â, e < ê, o < ô < ơ, u < ư; d < đ is handled apart.
_CIRCUMFLEX, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"
_LETTER_RANK = {
    ("a", _BREVE): "1", ("a", _CIRCUMFLEX): "2",
    ("e", _CIRCUMFLEX): "1",
    ("o", _CIRCUMFLEX): "1", ("o", _HORN): "2",
    ("u", _HORN): "1",
}  # fmt: skip


class NameParts(NamedTuple):
    """`family`: family and middle names ("họ và chữ đệm"), empty for a name of one syllable; `given`: the last."""

    family: str
    given: str


def tidy(text: str) -> str:
    """Canonically composed (NFC) text with every run of white space made one plain space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def split(name: str) -> NameParts:
    """Family (with middle names) and given name of a full name; both empty for empty text."""
    family, _, given = tidy(name).rpartition(" ")
    return NameParts(family, given)


def join(family: str, given: str) -> str:
    """The full name of the two columns "họ đệm" and "tên"."""
    return tidy(f"{family} {given}")


def proper_case(name: str) -> str:
    """ "NGUYỄN VĂN AN" or "nguyễn văn an" to "Nguyễn Văn An"; a name in mixed case comes back as typed."""
    name = tidy(name)
    if name != name.upper() and name != name.lower():
        return name
    return re.sub(r"[^\W\d_]+", lambda word: word[0][0].upper() + word[0][1:].lower(), name)


def sort_key(name: str) -> str:
    """A key for ordering names as a Vietnamese office files them: by given name, then family and middle names.

    Syllables compare by their letters in the order of the alphabet, and by tone only when the letters agree.
    The key holds only a-z and 0-9, so it sorts alike by code point and under any collation that puts digits
    before letters. About 2.5 characters per letter of the name.
    """
    family, given = split(name.lower())
    return "".join(_syllable_key(word) for word in re.findall(r"[^\W_]+", f"{given} {family}"))


def search_key(text: str) -> str:
    """Text without diacritics, capitals, punctuation or double spaces: "Đỗ  Thị-Ước" gives "do thi uoc"."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", plain.replace("đ", "d")))


def slug(text: str) -> str:
    """ASCII lower-case words joined by hyphens, for file names and addresses: "Tổ Đảng số 1" gives "to-dang-so-1".

    May be empty when nothing of the text is a Latin letter or a digit.
    """
    return "-".join(re.findall(r"[a-z0-9]+", search_key(text)))


def _syllable_key(syllable: str) -> str:
    letters: list[str] = []
    tone = "0"
    for char in unicodedata.normalize("NFC", syllable):
        base, *marks = list(unicodedata.normalize("NFD", char))
        tone = next((TONES[m] for m in marks if m in TONES), tone)
        letters.append(_letter_key(base, marks))
    # "0" closes the syllable: it is below every letter, so "An" comes before "Anh" whatever the tones.
    return "".join(letters) + "0" + tone


def _letter_key(base: str, marks: list[str]) -> str:
    if base == "đ":
        return "d1"
    if "a" <= base <= "z":
        return base + next((_LETTER_RANK[base, m] for m in marks if (base, m) in _LETTER_RANK), "0")
    if base.isascii() and base.isdigit():
        return "1" + base
    return f"z9{ord(base):06x}"
