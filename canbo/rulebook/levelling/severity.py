"""Whether somebody marks more severely than those who marked the same sheets; of everybody else it cannot be told.

An evaluator whose people nobody else marks may be severe, or may have people who did worse: totals alone cannot tell
these apart, whatever model is fitted to them. So only sheets marked by two or more count, and the answer is about the
evaluators of those sheets, not about all. Who marks second often has seen the first mark: then differences are smaller
than they would be, and "no difference" means little.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import sqrt
from statistics import fmean, variance

from canbo.rulebook.errors import RuleError
from canbo.rulebook.levelling.against import PEOPLE
from canbo.rulebook.levelling.discoveries import adjusted
from canbo.rulebook.levelling.distributions import student_above, student_within

CONFIDENCE = 0.95
ALONE = "không ai khác chấm những người này: không phân biệt được chấm chặt với kết quả thấp"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One evaluator's total of a sheet, in hundredths of a point of 100."""

    sheet: str
    person: str
    evaluator: str
    total: int


@dataclass(frozen=True, slots=True)
class Severity:
    """An evaluator beside those who marked the same sheets; `people`: how many people these sheets are about.

    `value`: hundredths of a point (of 100) by which they mark lower (negative: higher), mean over the people, with the
    interval from `low` to `high` that holds the true one in 95 of 100 cases; `rate` as of a finding, two-sided, over
    all evaluators told of. Where it cannot be told these are None and `silence` says why.
    """

    evaluator: str
    people: int
    value: int | None = None
    low: int | None = None
    high: int | None = None
    rate: float | None = None
    silence: str = ""


class Shared:
    """The sheets marked by two or more, taken in one after another: only what evaluators differ by is kept."""

    def __init__(self) -> None:
        self._below: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))

    def add(self, person: str, totals: Mapping[str, int]) -> None:
        """Take in one sheet: whom it is about, and what each evaluator gave, in hundredths of a point of 100."""
        given, count = sum(totals.values()), len(totals) - 1
        for evaluator, total in totals.items():
            below = self._below[evaluator]
            if count:
                below[person].append((given - total) / count - total)

    def told(self, people: int = PEOPLE) -> tuple[Severity, ...]:
        """Every evaluator, by name; never an order by severity. `people`: with fewer shared people nothing is said.
        RuleError for `people` under 3."""
        if people < 3:
            raise RuleError("cần ít nhất 3 người được chấm chung")
        told = [_told(evaluator, self._below[evaluator], people) for evaluator in sorted(self._below)]
        rates = iter(adjusted([p for _, p in told if p is not None]))
        return tuple(one if p is None else replace(one, rate=next(rates)) for one, p in told)


def severity(judgements: Iterable[Judgement], people: int = PEOPLE) -> tuple[Severity, ...]:
    """Every evaluator, of judgements that are at hand together: see `Shared`. RuleError where somebody judged one sheet
    twice."""
    sheets: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for one in judgements:
        totals = sheets[one.sheet, one.person]
        if one.evaluator in totals:
            raise RuleError(f"một người chấm phiếu “{one.sheet}” hai lần")
        totals[one.evaluator] = one.total
    shared = Shared()
    for (_, person), totals in sheets.items():
        shared.add(person, totals)
    return shared.told(people)


def _told(evaluator: str, below: Mapping[str, list[float]], least: int) -> tuple[Severity, float | None]:
    """Student's test of one mean, each person one observation: months of one person are not independent."""
    said = Severity(evaluator, len(below))
    if not below:
        return replace(said, silence=ALONE), None
    if len(below) < least:
        return replace(said, silence=f"chỉ có {len(below)} người được chấm chung, cần ít nhất {least}"), None
    means = [fmean(numbers) for numbers in below.values()]
    value, freedom = fmean(means), len(means) - 1
    error = sqrt(variance(means) / len(means))
    if not error:
        return replace(said, silence="mọi chênh lệch bằng nhau: không có cơ sở để ước lượng sai số"), None
    wide = student_within(CONFIDENCE, freedom) * error
    found = replace(said, value=round(value), low=round(value - wide), high=round(value + wide))
    return found, 2 * student_above(abs(value) / error, freedom)
