"""Text typed in the fonts of before Unicode, TCVN3 (".VnTime", also called ABC) and VNI ("VNI-Times").

In those fonts a Vietnamese letter is stored as one or two Western letters ("NguyÔn V¨n An", "Nguyeãn Vaên An"),
and nothing in the file says so reliably. The encoding is therefore inferred from the words: the reading under
which more of them are possible Vietnamese syllables wins. A text that can be read in one way only decides for itself;
others follow what stands beside and below them (`canbo.paperwork.roster.conversion`). Every converted text is
reported, so that a person can see and refuse it.

Sources: TCVN 5712:1993 (VN3) for the first table; the VNI-Windows character set for the second.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Literal

from canbo.paperwork.syllables import is_syllable

Encoding = Literal["unicode", "tcvn3", "vni"]

_TCVN3_BYTES = (
    "A1A2A3A4A5A6A7A8A9AAABACADAE" "B5B6B7B8B9BBBCBDBEC6" "C7C8C9CACB" "CCCECFD0D1" "D2D3D4D5D6" "D7D8DCDDDE"
    "DFE1E2E3E4" "E5E6E7E8E9" "EAEBECEDEE" "EFF1F2F3F4" "F5F6F7F8F9" "FAFBFCFDFE"
)  # fmt: skip
_TCVN3_LETTERS = (
    "ĂÂÊÔƠƯĐăâêôơưđ" "àảãáạằẳẵắặ" "ầẩẫấậ" "èẻẽéẹ" "ềểễếệ" "ìỉĩíị" "òỏõóọ" "ồổỗốộ" "ờởỡớợ" "ùủũúụ" "ừửữứự" "ỳỷỹýỵ"
)  # fmt: skip
_TCVN3 = dict(zip(bytes.fromhex(_TCVN3_BYTES), _TCVN3_LETTERS, strict=True))

# VNI: a base letter followed by a Western letter standing for its marks.
_VNI_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_CIRCUMFLEX = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_VNI_BREVE = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_VNI_SINGLE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni_table() -> dict[str, str]:
    table = dict(_VNI_SINGLE)
    for base, letter in [(v, v) for v in "aeouy"] + [("ô", "ơ"), ("ö", "ư")]:
        table |= {base + mark: letter + tone for mark, tone in _VNI_TONES.items()}
    for base in "aeo":
        table |= {base + mark: base + "\u0302" + tone for mark, tone in _VNI_CIRCUMFLEX.items()}
    table |= {"a" + mark: "a\u0306" + tone for mark, tone in _VNI_BREVE.items()}
    return {legacy: unicodedata.normalize("NFC", letter) for legacy, letter in table.items()}


_VNI = _vni_table()
_VNI_UNIT = re.compile("|".join(sorted(_VNI, key=len, reverse=True)), re.IGNORECASE)
# Letters no single-byte font can hold: one of them proves that the text is Unicode already.
_UNICODE_LETTER = re.compile("[\u0100-\u024f\u1e00-\u1eff\u0300-\u036f]")
_LEGACY_MARK = re.compile("[\u00a1-\u00ff]")


def from_tcvn3(text: str) -> str:
    """TCVN3 text to Unicode; characters outside the table stay."""
    return text.translate(_TCVN3)


def from_vni(text: str) -> str:
    """VNI text to Unicode; characters outside the table stay. The case of the base letter decides."""

    def letter(found: re.Match[str]) -> str:
        unit = found[0]
        plain = _VNI[unit.lower()]
        return plain.upper() if unit[0].isupper() else plain

    return _VNI_UNIT.sub(letter, text)


_DECODERS: dict[Encoding, Callable[[str], str]] = {"tcvn3": from_tcvn3, "vni": from_vni}


def decode(text: str, encoding: Encoding) -> str:
    """Text read as typed in `encoding`, composed (NFC). Unicode text, and text without marks, stays as it is."""
    if encoding == "unicode" or not _may_be_legacy(text):
        return text
    converted = unicodedata.normalize("NFC", _DECODERS[encoding](text))
    return converted if _syllables(converted, text) >= _syllables(text, text) else text


def candidates(text: str) -> tuple[Encoding, ...]:
    """The encodings under which most of the marked words of `text` are Vietnamese, Unicode first.

    One where the text decides for itself; all of them where none makes a Vietnamese word of it.
    """
    if not _may_be_legacy(text):
        return ("unicode",)
    counts: dict[Encoding, int] = {"unicode": _syllables(text, text)}
    counts |= {name: _syllables(decoder(text), text) for name, decoder in _DECODERS.items()}
    most = max(counts.values())
    return tuple(name for name, count in counts.items() if count == most)


def detect(texts: Iterable[str], fallback: Encoding | None = None) -> Encoding:
    """The encoding under which the most marked words of `texts` are Vietnamese.

    With fewer than three words that tell the encodings apart, `fallback` decides when given.
    """
    votes: Counter[Encoding] = Counter()
    telling = 0
    for text in texts:
        if not _may_be_legacy(text):
            telling += 1 if _UNICODE_LETTER.search(text) else 0
            votes["unicode"] += 1 if _UNICODE_LETTER.search(text) else 0
            continue
        counts: dict[Encoding, int] = {"unicode": _syllables(text, text)}
        counts |= {name: _syllables(decoder(text), text) for name, decoder in _DECODERS.items()}
        votes.update(counts)
        telling += max(counts.values()) - min(counts.values())
    if fallback is not None and telling < 3:
        return fallback
    # Unicode is first in the order, so it wins a tie: converting needs a reason.
    order: tuple[Encoding, ...] = ("unicode", "tcvn3", "vni")
    return max(order, key=lambda name: votes[name])


def _may_be_legacy(text: str) -> bool:
    return bool(_LEGACY_MARK.search(text)) and not _UNICODE_LETTER.search(text)


def _syllables(reading: str, original: str) -> int:
    """How many words of `reading` are Vietnamese, among those that `original` writes with a mark."""
    pairs = zip(reading.split(" "), original.split(" "), strict=False)
    return sum(is_syllable(_bare(word)) for word, typed in pairs if _LEGACY_MARK.search(typed))


def _bare(word: str) -> str:
    return word.strip("\"'.,;:()[]/-+*")
