"""A kept signal as it is said on a page: what was found as it was told then, the rest in the words of today."""

from __future__ import annotations

from dataclasses import dataclass

from canbo.office.insight.models import Signal
from canbo.rulebook import amounts
from canbo.rulebook.levelling import WORDS, Words
from canbo.rulebook.levelling.words import SEVERITY

IN_POINTS = ("spread", SEVERITY)


@dataclass(frozen=True)
class Told:
    """A signal with its numbers as text; `rate` as a percentage that is at least a hundredth."""

    row: Signal
    words: Words
    value: str
    typical: str
    rate: str

    @property
    def label(self) -> str:
        return self.words.label


def told(row: Signal) -> Told:
    """A kept signal in words."""
    return Told(row, WORDS[row.signal], shown(row.signal, row.value), shown(row.signal, row.typical), _rate(row.rate))


def shown(signal: str, value: int | None) -> str:
    """A value as written: points with a comma, shares in whole percent; "–" where there is none."""
    if value is None:
        return "–"
    return f"{amounts.shown(value)} điểm" if signal in IN_POINTS else f"{(value + 50) // 100}%"


def _rate(rate: float | None) -> str:
    if rate is None:
        return "–"
    return "dưới 0,01%" if rate < 0.0001 else amounts.shown_share(round(rate * 10_000))
