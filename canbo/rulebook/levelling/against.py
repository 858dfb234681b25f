"""A group held against the others: each person is one observation, however many months there are of them.

Months of one person resemble each other, so 20 people in 12 months are not 240 observations; taking them so would find
levelling everywhere. What stands here needs no assumption about how much they do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, inf, pi, sqrt

from canbo.rulebook.levelling.distributions import ratio_below, student_above
from canbo.rulebook.levelling.others import Numbers

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


class Crowd:
    """The groups that are each other's measure, in one signal."""

    def __init__(self, groups: Sequence[Measured]) -> None:
        self.count = len(groups)
        self._values = Numbers(one.value for one in groups)
        self._angles = Numbers(one.angle for one in groups)
        self._months = Numbers(one.months for one in groups)
        self._variations = Numbers(one.variation for one in groups if one.value)
        self._chances = Numbers(_chance(one) for one in groups)

    def beside(self, one: Measured | None) -> Beside:
        """What is typical of all but this one of them; of all where None."""
        if one is None:
            every = (self._values.median(), self._values.away(), self._angles.median(), self._angles.away())
            return Beside(self.count, *every, self._months.median(), self._variations.median(), self._chances.median())
        return Beside(
            self.count - 1,
            self._values.median(one.value),
            self._values.away(one.value),
            self._angles.median(one.angle),
            self._angles.away(one.angle),
            self._months.median(one.months),
            self._variations.median(one.variation if one.value else None),
            self._chances.median(_chance(one)),
        )


@dataclass(frozen=True, slots=True)
class Beside:
    """The other groups: how many, the median of their values and angles and the median distance from these, and the
    medians of sheets per person, of the variation between people and of what chance alone does to an angle."""

    count: int
    value: float
    value_away: float
    angle: float
    angle_away: float
    months: float
    variation: float
    chance: float


def narrower(one: Measured, others: Beside | None, share: float, honest: float | None) -> tuple[float, float]:
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
    if honest is None and others is not None:
        typical = others.value
        away = ROBUST * others.value_away
        certain = others.count * typical**2 / (MEDIAN_VARIANCE * away**2) if away else inf
    if typical <= 0:
        return 0.0, 1.0
    variation = HALF_NORMAL
    if others is not None:
        variation = others.variation * max(1.0, others.months / one.months) or HALF_NORMAL
    return typical, ratio_below(one.value / (share * typical), one.people / variation, certain)


def higher(one: Measured, others: Beside) -> tuple[float, float]:
    """The typical share, and p for: the group's share is no higher than honest groups differ anyway.

    Freeman and Tukey's double arcsine (1950) gives a share of n people the variance 1/(n + ½) whatever the share is, 0
    and 1 included. To that comes what groups truly differ by (a random effect), estimated from the others by medians,
    so that some levelled groups among them do not hide the rest.
    """
    total = (ROBUST * others.angle_away) ** 2
    between = max(0.0, total - others.chance)
    wide = sqrt(between + _chance(one) + MEDIAN_VARIANCE * total / others.count)
    return others.value, student_above((one.angle - others.angle) / wide, others.count - 1)


def _chance(one: Measured) -> float:
    return 1 / (one.people + 0.5)


def _angle(share: float, n: int) -> float:
    held = min(1.0, share) * n
    return asin(sqrt(held / (n + 1))) + asin(sqrt((held + 1) / (n + 1)))
