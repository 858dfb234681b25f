"""Is this word a possible Vietnamese syllable? Enough of the spelling rules to tell a text's encoding by.

Not a spell checker: it knows initials, rimes and the rule that a syllable ending in c, ch, p or t carries
sắc or nặng. Wrongly decoded text breaks one of them within a word or two.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from canbo.paperwork.names import TONES

_INITIAL = "ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx]"
_STOPPED = "(?:c|ch|p|t)"
_OPEN_CODA = "(?:m|n|ng|nh)"
_NUCLEUS_WITH_CODA = "oă|oa|oe|uyê|uâ|uê|uy|ua|uơ|iê|yê|uô|ươ|oo|[aăâeêioôơuưy]"
_OPEN_RIME = (
    "oai|oay|oao|oeo|uây|uyu|uya|uôi|ươi|ươu|iêu|yêu|oa|oe|uê|uy|uơ|ia|ya|ua|ưa|"
    "ai|ao|au|ay|âu|ây|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu|[aeêioôơuưy]"
)
_SYLLABLE = re.compile(rf"(?:{_INITIAL})?(?:(?:{_OPEN_RIME})|(?:{_NUCLEUS_WITH_CODA})(?:{_OPEN_CODA}|{_STOPPED}))")
_ENDS_STOPPED = re.compile(rf".*{_STOPPED}")


@lru_cache(maxsize=8192)  # a roster repeats its words
def is_syllable(word: str) -> bool:
    """True when `word` (one word, any case, with or without tone mark) could be written Vietnamese."""
    letters: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFD", word.lower()):
        (tones if char in TONES else letters).append(char)
    base = unicodedata.normalize("NFC", "".join(letters))
    if len(tones) > 1 or not _SYLLABLE.fullmatch(base):
        return False
    return not _ENDS_STOPPED.fullmatch(base) or tones in (["\u0301"], ["\u0323"])
