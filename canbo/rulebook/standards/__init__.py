"""Standards of titles: what a body asks of who holds them, dated and its own; who meets them on a day, who lacks what.

A record that is silent is not known; a record that says "none" is a no. Nothing is guessed.
"""

from canbo.rulebook.standards.judging import Profile, explain, facts_of, judged, meets, meets_all
from canbo.rulebook.standards.reading import Standard, StandardSet, asked, from_table, kinds, on, read, text_of

__all__ = [
    "Profile",
    "Standard",
    "StandardSet",
    "asked",
    "explain",
    "facts_of",
    "from_table",
    "judged",
    "kinds",
    "meets",
    "meets_all",
    "on",
    "read",
    "text_of",
]
