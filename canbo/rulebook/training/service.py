"""What follows from a sending: the service promised, and what is paid back where it is not served.

The sources give multiples and the formula, not the unit of time. Days are counted, both ends included (our reading);
`repayment` takes any one unit for both times. Money in whole đồng.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from canbo.rulebook import trace
from canbo.rulebook.amounts import divide
from canbo.rulebook.errors import RuleError
from canbo.rulebook.model import Trace, TracePart
from canbo.rulebook.training.reading import TrainingRules


@dataclass(frozen=True, slots=True)
class Obligation:
    """`trained` and `committed` days; service runs from the day after the training to `until`, that day included."""

    trained: int
    committed: int
    until: date


@dataclass(frozen=True, slots=True)
class Repayment:
    """đồng to pay back, with why."""

    amount: int
    why: Trace


def obligation(rules: TrainingRules, start: date, end: date) -> Obligation:
    """The service promised for a training from `start` to `end`. RuleError where it ends before it starts."""
    if end < start:
        raise RuleError("ngày kết thúc khóa học trước ngày bắt đầu")
    trained = (end - start).days + 1
    committed = rules.multiple * trained
    return Obligation(trained, committed, end + timedelta(days=committed))


def repayment(rules: TrainingRules, case: str, cost: int, committed: int = 0, served: int = 0) -> Repayment:
    """What is paid back: F = `cost` đồng, T1 = `committed`, T2 = `served`, times in one unit. Served in full: nothing.

    RuleError where the instrument gives no rule of repayment, knows no such case, or the numbers make no sense.
    """
    if rules.repayment is None:
        raise RuleError(f"{rules.instrument.number}: chưa có nguồn về cách tính đền bù; tính theo văn bản của năm đó")
    ground = rules.repayment.get(case)
    if ground is None:
        raise RuleError(f"không có trường hợp đền bù “{case}”; có: " + ", ".join(rules.repayment))
    part = ground.pays == "unserved"
    if cost < 0 or served < 0 or (part and committed <= 0):
        raise RuleError("chi phí và thời gian phục vụ không được âm, thời gian cam kết phải lớn hơn 0")
    share = Fraction(max(0, committed - served), committed) if part else Fraction(1)
    amount = divide(cost * share, 1, "half_up")
    times = f"{cost} / {committed} × ({committed} − {min(served, committed)})" if part else "toàn bộ chi phí"
    what: list[TracePart] = [case, ground.pays, cost, committed, served, amount]
    return Repayment(amount, trace.step(what, ground.label, f"{times} = {amount} đồng", ground.cite))
