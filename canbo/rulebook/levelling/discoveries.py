"""Which of many small p-values to believe, so that of all that is reported a known share at most is a false alarm.

Benjamini and Hochberg 1995. It holds for tests that depend on each other positively (PRDS: Benjamini and Yekutieli
2001, who name one-sided comparisons of many with one common reference as such a case), and these do: they are
one-sided, all units are held against the same typical value, and the signals of one unit rise together. The
correction for any dependence whatever (Benjamini–Yekutieli) would ask about eight times more of 200 units with eight
signals each, for nothing.
"""

from __future__ import annotations

from collections.abc import Sequence


def adjusted(ps: Sequence[float]) -> list[float]:
    """The least rate of false discoveries at which each hypothesis is reported, in the order given."""
    order = sorted(range(len(ps)), key=lambda at: ps[at])
    found = [1.0] * len(ps)
    least = 1.0
    for rank in range(len(ps), 0, -1):
        at = order[rank - 1]
        least = min(least, ps[at] * len(ps) / rank)
        found[at] = least
    return found
