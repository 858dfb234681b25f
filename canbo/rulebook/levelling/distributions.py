"""Tail probabilities of the distributions the signals are tested by; the standard library has only the normal one.

Continued fractions and series by Lentz's method: NIST Digital Library of Mathematical Functions (DLMF) 8.7.1, 8.9.2,
8.17.22.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from math import exp, inf, lgamma, log

_ENOUGH = 1e-12
_TINY = 1e-300
_MOST = 10_000  # terms; far more than any degrees of freedom here need


def gamma_below(shape: float, value: float) -> float:
    """The chance that a gamma variable of this shape and scale 1 is at most `value` (DLMF 8.2.4)."""
    if value <= 0:
        return 0.0
    scale = exp(shape * log(value) - value - lgamma(shape))
    if value < shape + 1:
        term = total = 1 / shape
        for n in range(1, _MOST):
            term *= value / (shape + n)
            total += term
            if term < total * _ENOUGH:
                break
        return min(1.0, total * scale)
    fraction = _lentz(value + 1 - shape, ((-n * (n - shape), value + 2 * n + 1 - shape) for n in range(1, _MOST)))
    return max(0.0, 1 - scale / fraction)


def beta_below(a: float, b: float, value: float) -> float:
    """The chance that a beta variable is at most `value` (DLMF 8.17.2)."""
    if value <= 0 or value >= 1:
        return 0.0 if value <= 0 else 1.0
    if value > (a + 1) / (a + b + 2):
        return 1 - beta_below(b, a, 1 - value)
    scale = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(value) + b * log(1 - value)) / a
    return min(1.0, scale / _lentz(1.0, _beta_terms(a, b, value)))


def _beta_terms(a: float, b: float, x: float) -> Iterator[tuple[float, float]]:
    for n in range(_MOST):
        yield -(a + n) * (a + b + n) * x / ((a + 2 * n) * (a + 2 * n + 1)), 1.0
        m = n + 1
        yield m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), 1.0


def _lentz(first: float, terms: Iterator[tuple[float, float]]) -> float:
    """first + a₁/(b₁ + a₂/(b₂ + …)) for the pairs (a, b)."""
    value = c = first or _TINY
    d = 0.0
    for a, b in terms:
        d = 1 / ((b + a * d) or _TINY)
        c = (b + a / c) or _TINY
        value *= c * d
        if abs(c * d - 1) < _ENOUGH:
            break
    return value


def ratio_below(value: float, above: float, below: float) -> float:
    """The chance that a ratio of two means is at most `value` where both truly are equal: each the mean of gamma
    variables, of shape `above` and `below` in all. It is F with twice these degrees of freedom; `below` infinite: the
    denominator is known."""
    if below == inf:
        return gamma_below(above, above * value)
    return beta_below(above, below, above * value / (above * value + below))


def student_above(value: float, freedom: float) -> float:
    """The chance that Student's t with these degrees of freedom is at least `value`."""
    half = beta_below(freedom / 2, 0.5, freedom / (freedom + value * value)) / 2
    return half if value >= 0 else 1 - half


@cache
def student_within(share: float, freedom: float) -> float:
    """The bound that Student's t stays within, on both sides, with this chance; by bisection."""
    low, high = 0.0, 1.0
    while 2 * student_above(high, freedom) > 1 - share:
        high *= 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if 2 * student_above(middle, freedom) > 1 - share else (low, middle)
    return high
