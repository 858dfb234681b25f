"""Signals against levelling ("cào bằng"): where evaluation may have become a formality. See docs/levelling.md.

Pure functions from rows to findings. A finding is about a unit or an evaluator, never about a person, is never said of
a small group, and says why where nothing can be told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from canbo.rulebook import amounts
from canbo.rulebook.errors import RuleError
from canbo.rulebook.levelling import signals
from canbo.rulebook.levelling.against import PEOPLE, Crowd, Measured, higher, measured, narrower
from canbo.rulebook.levelling.discoveries import adjusted
from canbo.rulebook.levelling.rows import Row, Yardstick, gather
from canbo.rulebook.levelling.signals import Counted, Signal
from canbo.rulebook.levelling.words import WORDS, Words
from canbo.rulebook.process import Period

__all__ = [
    "WORDS", "Finding", "Reading", "Row", "Settings", "Words", "Yardstick", "by_period", "evidence", "examine",
    "sentence",
]  # fmt: skip

UNITS = "đơn vị"


@dataclass(frozen=True, slots=True)
class Settings:
    """What an agency may set. No law gives any of these numbers; docs/levelling.md gives the reason of each default.

    `people`: of fewer nothing is said. `others`: with fewer other groups to compare with nothing is said. `share`: a
    spread under this share (hundredths of a percent) of the typical one is levelling. `honest`: the spread to hold
    against instead of the others' (mean distance from the middle, hundredths of a point of 100). `rate`: of what is
    found, the share that may be false (hundredths of a percent). RuleError for values without sense.
    """

    people: int = PEOPLE
    others: int = 10
    share: int = 5000
    honest: int | None = None
    rate: int = 500

    def __post_init__(self) -> None:
        if self.people < signals.BESIDE or self.others < 3:
            raise RuleError(f"cần ít nhất {signals.BESIDE} người và 3 đơn vị khác để so sánh")
        if not (0 < self.share < 10_000 and 0 < self.rate < 10_000) or (self.honest is not None and self.honest <= 0):
            raise RuleError("tỷ lệ phải lớn hơn 0% và nhỏ hơn 100%; độ chênh phải lớn hơn 0")


@dataclass(frozen=True, slots=True)
class Finding:
    """A signal in a group. `value` and `typical`: hundredths of a percent, of `spread` hundredths of a point (of 100).

    `p`: the chance of a value this extreme without levelling. `rate`: the least rate of false discoveries over all
    groups and signals examined together at which this is one; `found`: it is within the settings' rate. Where nothing
    can be told all but `group`, `signal` and `people` are None (False) and `silence` says why.
    """

    group: str
    signal: str
    people: int
    value: int | None = None
    typical: int | None = None
    p: float | None = None
    rate: float | None = None
    found: bool = False
    silence: str = ""


def _signals(top: Collection[str]) -> dict[str, Signal]:
    return {
        "spread": signals.spread,
        "alike": signals.alike,
        "same_marks": signals.same_marks,
        "top": signals.top(top),
        "agreement": signals.agreement,
        "at_most": signals.at_most,
        "halo": signals.halo,
        "copied": signals.copied,
    }


class Reading:
    """What is measured of groups taken in one after another; their rows are forgotten, so that hundreds of thousands
    of sheets need no more memory than those of the largest group.

    `top`: the levels that count as the highest. `yardsticks` may grow as forms are met.
    """

    def __init__(self, yardsticks: Mapping[str, Yardstick], top: Collection[str] = ()) -> None:
        self._yardsticks, self._asked = yardsticks, _signals(top)
        self._groups: set[str] = set()
        self._known: dict[str, dict[str, Measured]] = {key: {} for key in self._asked}

    def add(self, rows: Iterable[Row]) -> None:
        """Take in whole groups. RuleError for rows that do not fit their form, and for a group already taken in."""
        for group, held in gather(rows, self._yardsticks).items():
            if group in self._groups:
                raise RuleError(f"các phiếu của “{group}” phải được xem cùng một lần")
            self._groups.add(group)
            for key, signal in self._asked.items():
                by_person: dict[str, list[float]] = defaultdict(list)
                for row, number in signal(held):
                    by_person[row.person].append(number)
                if by_person:
                    self._known[key][group] = measured(list(by_person.values()))

    def findings(self, settings: Settings | None = None, others: str = UNITS) -> tuple[Finding, ...]:
        """Every signal of every group, by group and signal. The groups are each other's measure, and false discoveries
        are counted over all of them together. `others`: what the groups are, where too few are said to be there."""
        settings = settings or Settings()
        crowds = {
            key: Crowd([one for one in groups.values() if one.people >= settings.people])
            for key, groups in self._known.items()
        }
        found = [
            _finding(group, key, self._known[key].get(group), crowds[key], settings, others)
            for group in sorted(self._groups)
            for key in self._asked
        ]
        return _believed(found, settings.rate)


def examine(
    rows: Iterable[Row],
    yardsticks: Mapping[str, Yardstick],
    top: Collection[str] = (),
    settings: Settings | None = None,
) -> tuple[Finding, ...]:
    """Every signal of every group, by group and signal, of rows that are at hand together: see `Reading`."""
    reading = Reading(yardsticks, top)
    reading.add(rows)
    return reading.findings(settings)


def _finding(group: str, key: str, one: Measured | None, crowd: Crowd, settings: Settings, noun: str) -> Finding:
    said = Finding(group, key, one.people if one else 0)
    if one is None:
        return replace(said, silence="không có dữ liệu để tính dấu hiệu này")
    if one.people < settings.people:
        return replace(said, silence=f"dưới {settings.people} người: không nói gì về nhóm nhỏ")
    others = crowd.beside(one)
    enough = others.count >= settings.others
    fixed = settings.honest if key == "spread" else None
    if not enough and fixed is None:
        return replace(said, silence=f"chỉ có {others.count} {noun} khác để so sánh, cần ít nhất {settings.others}")
    if key == "spread":
        typical, p = narrower(one, others if enough else None, settings.share / 10_000, fixed)
    else:
        typical, p = higher(one, others)
    if key == "spread" and not typical:
        return replace(said, silence=f"các {noun} khác cũng không có chênh lệch điểm: không có gì để so sánh")
    unit = 1 if key == "spread" else 10_000
    return replace(said, value=round(one.value * unit), typical=round(typical * unit), p=p)


def _believed(findings: Sequence[Finding], rate: int) -> tuple[Finding, ...]:
    """The findings with the rate at which each is a discovery."""
    rates = iter(adjusted([one.p for one in findings if one.p is not None]))
    return tuple(
        one if one.p is None else replace(one, rate=(own := next(rates)), found=own * 10_000 <= rate)
        for one in findings
    )


def evidence(
    rows: Iterable[Row], yardsticks: Mapping[str, Yardstick], group: str, signal: str, top: Collection[str] = ()
) -> tuple[str, ...]:
    """The sheets a signal of a group rests on, by period and person: of `spread` all that were compared, of the others
    those it is true of (of shares of items: the sheets where it is true of more than half). RuleError for a signal or
    group there is not."""
    counted = _counted(rows, yardsticks, group, signal, top)
    named = [row for row, number in counted if signal == "spread" or number > 0.5]
    return tuple(row.sheet for row in sorted(named, key=lambda row: (row.period, row.person, row.form)))


def _counted(
    rows: Iterable[Row], yardsticks: Mapping[str, Yardstick], group: str, signal: str, top: Collection[str]
) -> Counted:
    asked = _signals(top)
    held = gather((row for row in rows if row.group == group), yardsticks).get(group)
    if signal not in asked or held is None:
        raise RuleError(f"không có dấu hiệu “{signal}” của “{group}”")
    return asked[signal](held)


def by_period(
    rows: Iterable[Row], yardsticks: Mapping[str, Yardstick], group: str, signal: str, top: Collection[str] = ()
) -> dict[Period, int]:
    """A signal of a group in each period by itself, in the unit of `Finding.value`, in order; periods of which nothing
    can be counted are left out. RuleError for a signal or group there is not."""
    numbers: dict[Period, list[float]] = defaultdict(list)
    for row, number in _counted(rows, yardsticks, group, signal, top):
        numbers[row.period].append(number)
    unit = 1 if signal == "spread" else 10_000
    return {period: round(unit * sum(held) / len(held)) for period, held in sorted(numbers.items())}


def sentence(finding: Finding, others: str = UNITS) -> str:
    """A finding in Vietnamese with its numbers; of what is not found, that it is not. `others`: what is compared."""
    words = WORDS[finding.signal]
    if finding.value is None or finding.typical is None or finding.rate is None:
        return f"{words.label}: không nói được, {finding.silence}."
    shown = (lambda value: f"{amounts.shown(value)} điểm") if finding.signal == "spread" else amounts.shown_share
    numbers = f"{shown(finding.value)}, các {others} khác thường là {shown(finding.typical)}"
    if not finding.found:
        return f"{words.label}: {numbers}; không khác mức thường thấy đến mức phải nói."
    return f"{words.label}: {numbers}. {words.means} {words.not_means}"
