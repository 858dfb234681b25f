"""A group held against the others: each person is one observation, however many months there are of them.

Months of one person resemble each other, so 20 people in 12 months are not 240 observations; taking them so would find
levelling everywhere. What stands here needs no assumption about how much they do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, inf, pi, sqrt
from statistics import median

from canbo.rulebook.levelling.distributions import ratio_below, student_above

PEOPLE = 8  # the fewest of whom a spread of 1 point against 5 is found nine times in ten from one month alone
ROBUST = 1.4826  # median distance from the median to a standard deviation, for the normal distribution
MEDIAN_VARIANCE = pi / 2  # of a median of n, in variances over n
HALF_NORMAL = pi / 2 - 1  # squared coefficient of variation of one distance from the middle, for normal totals


@dataclass(frozen=True, slots=True)
class Measured:
    """A signal in one group: its value (mean over people of each one's mean), people, sheets per person, the squared
    coefficient of variation between people; of a share also its double arcsine (see `higher`)."""

    value: float
    people: int
    months: float
    variation: float
    angle: float


def measured(by_person: Sequence[Sequence[float]]) -> Measured:
    """From each person's numbers; nobody may have none."""
    means = [sum(numbers) / len(numbers) for numbers in by_person]
    n = len(means)
    value = sum(means) / n
    squares = sum((mean - value) ** 2 for mean in means) / (n - 1) if n > 1 else 0.0
    months = sum(map(len, by_person)) / n
    return Measured(value, n, months, squares / value**2 if value else 0.0, _angle(value, n))


def narrower(one: Measured, others: Sequence[Measured], share: float, honest: float | None) -> tuple[float, float]:
    """The typical spread, and p for: the group's spread is at least `share` of it.

    Distances from the middle are positive and skewed, so means of them are held to be gamma, the two first moments
    matched; a ratio of two such means is then F (the distances of Brown and Forsythe's test, with degrees of freedom
    corrected for the shape of the distribution as Shoemaker 2003 does for the F test). How distances vary between
    people comes from the other groups, so neither heavy tails nor months that repeat themselves make false alarms. With
    fewer months than others have, it is taken to vary as much more as independent months would.
    `honest`: the spread to hold against where it is set; without others, then, as if all months of a person were one.
    Typical 0 where the others do not differ either: p is then 1.
    """
    typical, certain = honest or 0.0, inf
    if honest is None:
        values = [other.value for other in others]
        typical = median(values)
        away = ROBUST * median(abs(value - typical) for value in values)
        certain = len(values) * typical**2 / (MEDIAN_VARIANCE * away**2) if away else inf
    if typical <= 0:
        return 0.0, 1.0
    variation = HALF_NORMAL
    if others:
        seen = [other.variation for other in others if other.value]
        months = median(other.months for other in others)
        variation = (median(seen) if seen else 0.0) * max(1.0, months / one.months) or HALF_NORMAL
    return typical, ratio_below(one.value / (share * typical), one.people / variation, certain)


def higher(one: Measured, others: Sequence[Measured]) -> tuple[float, float]:
    """The typical share, and p for: the group's share is no higher than honest groups differ anyway.

    Freeman and Tukey's double arcsine (1950) gives a share of n people the variance 1/(n + ½) whatever the share is, 0
    and 1 included. To that comes what groups truly differ by (a random effect), estimated from the others by medians,
    so that some levelled groups among them do not hide the rest.
    """
    angles = [other.angle for other in others]
    centre = median(angles)
    total = (ROBUST * median(abs(angle - centre) for angle in angles)) ** 2
    between = max(0.0, total - median(1 / (other.people + 0.5) for other in others))
    wide = sqrt(between + 1 / (one.people + 0.5) + MEDIAN_VARIANCE * total / len(angles))
    typical = median(other.value for other in others)
    return typical, student_above((one.angle - centre) / wide, len(angles) - 1)


def _angle(share: float, n: int) -> float:
    held = min(1.0, share) * n
    return asin(sqrt(held / (n + 1))) + asin(sqrt((held + 1) / (n + 1)))
