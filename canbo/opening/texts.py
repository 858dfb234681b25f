"""Texts as the panel gets them: cut from everything else, in random order, with typing habits levelled.

Levelling takes away habits of typing (where the tone mark stands, y or i, capitals, repeated marks, emoji, hidden
characters). It does not take away style, and changes no word.
"""

from __future__ import annotations

import re
import unicodedata

TONES = "\u0300\u0301\u0303\u0309\u0323"
# "hoà", "khoẻ", "thuỷ" to "hòa", "khỏe", "thủy": the tone of an open oa, oe, uy goes onto its first vowel.
OPEN_PAIR = re.compile(rf"(?<![qQ])(o)([ae])([{TONES}])(?![\w])|(?<![qQ])(u)(y)([{TONES}])(?![\w])", re.IGNORECASE)
# "kỹ", "lý", "mỹ", "sỹ", "tỷ", "hy" to "kĩ", "lí", …: one letter after these consonants, where nothing follows.
LONE_Y = re.compile(rf"(?<!\w)([hklmst])y([{TONES}]?)(?!\w)", re.IGNORECASE)
REPEATED = re.compile(r"([!?.,;:…\-_=~*])\1+")
SENTENCE = re.compile(r"(^|[.!?]\s+|\n)(\w)")
SPACES = re.compile(r"[^\S\n]+")


def level(text: str) -> str:
    """A text without its writer's typing habits. Levelling twice is levelling once."""
    lines_alike = text.replace("\r\n", "\n").replace("\r", "\n")
    lower = unicodedata.normalize("NFC", unicodedata.normalize("NFC", lines_alike).lower())
    apart = unicodedata.normalize("NFD", "".join(map(_kept, lower)))
    apart = LONE_Y.sub(r"\1i\2", OPEN_PAIR.sub(_moved, apart))
    joined = REPEATED.sub(r"\1", unicodedata.normalize("NFC", apart))
    lines = (SPACES.sub(" ", line).strip() for line in joined.split("\n"))
    return SENTENCE.sub(_capital, "\n".join(line for line in lines if line))


def _kept(one: str) -> str:
    """Letters, their marks, figures, punctuation and spaces as they are; for a picture a space; nothing for what
    cannot be seen."""
    kind = unicodedata.category(one)
    if one == "\n" or kind[0] in "LNP" or kind in ("Sc", "Sm") or (kind == "Mn" and one in TONES):
        return one
    return " " if kind[0] in "ZS" or one == "\t" else ""


def _moved(found: re.Match[str]) -> str:
    first, second, tone = (found[1], found[2], found[3]) if found[1] else (found[4], found[5], found[6])
    return first + tone + second


def _capital(found: re.Match[str]) -> str:
    upper = found[2].upper()
    return found[1] + (upper if upper.lower() == found[2] else found[2])
