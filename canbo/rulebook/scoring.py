"""Marks to points. The number and its explanation come from the same parts (`points_of`, `Compiled`).

Guarantees: each group's points lie in 0..max; the total is their sum; raising a mark never lowers it; a mark
not given counts 0 and is named. Rounding happens once per weighted group, by the rules' named rounding, and
once for `percent`.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from operator import contains, mul
from typing import NamedTuple

from canbo.rulebook import amounts
from canbo.rulebook.errors import RuleError
from canbo.rulebook.model import Form, Group, Item, Rules, Scale
from canbo.rulebook.remembered import by_identity

Mark = int | Fraction | None
FEW = 512  # marks of an item that are looked up rather than counted off


class Score(NamedTuple):
    """A marked sheet: total and groups in hundredths of a point, indices of missing marks, percent in hundredths."""

    total: int
    groups: tuple[int, ...]
    missing: tuple[int, ...]
    percent: int


@dataclass(frozen=True, slots=True)
class MarkProblem:
    """A mark that cannot stand: its index in the form's items and why (Vietnamese)."""

    index: int
    message_vi: str


class Part:
    """One group, prepared: which slice of the marks it reads and with which multipliers."""

    __slots__ = ("denominator", "factors", "group", "most", "start", "stop")

    def __init__(self, group: Group, start: int) -> None:
        self.group, self.most, self.start, self.stop = group, group.max, start, start + len(group.items)
        self.factors: tuple[int, ...] = ()
        self.denominator = 1
        if group.combine == "weighted":
            # max × Σ w·(mark / full) / Σ w over one denominator, so that it is rounded once, from exact integers.
            common = lcm(*(full_mark(item) for item in group.items))
            self.factors = tuple(group.max * item.weight * (common // full_mark(item)) for item in group.items)
            self.denominator = common * sum(item.weight for item in group.items)


class Compiled:
    """A form prepared for scoring under one rounding."""

    __slots__ = ("form", "max", "parts", "rounding", "size")

    def __init__(self, form: Form, rounding: amounts.Rounding) -> None:
        self.form, self.rounding, self.size, self.max = form, rounding, len(form.items), form.max
        parts, start = [], 0
        for group in form.groups:
            parts.append(Part(group, start))
            start += len(group.items)
        self.parts = tuple(parts)


def full_mark(item: Item) -> int:
    """The mark that earns an item's whole weight: 100 % for percents and choices, else its maximum."""
    return 10000 if item.scale.kind in ("percent", "choice") else item.scale.max


@by_identity
def compiled(rules: Rules, form: Form) -> Compiled:
    """The prepared form."""
    return Compiled(form, rules.rounding)


def points_of(part: Part, marks: Sequence[Mark], rounding: amounts.Rounding) -> int:
    """A group's points in hundredths from the whole mark vector; missing marks count 0."""
    own = marks[part.start : part.stop]
    if None in own:
        own = [mark or 0 for mark in own]
    most = part.most
    raw: int | Fraction = sum(map(mul, part.factors, own)) if part.factors else sum(own)  # type: ignore[arg-type]
    points = raw if type(raw) is int and part.denominator == 1 else amounts.divide(raw, part.denominator, rounding)
    return 0 if points < 0 else most if points > most else points


def score(rules: Rules, form: Form, marks: Sequence[Mark]) -> Score:
    """The score of a mark vector (hundredths, in the order of `form.items`; None = not marked yet).

    Exact fractions (from `workload.ratios`) may stand for percents; they are rounded only with their group.
    Raises RuleError where the vector has another length than the form.
    """
    prepared = compiled(rules, form)
    if len(marks) != prepared.size:
        raise RuleError(f"phiếu có {len(marks)} mục, biểu “{form.label}” có {prepared.size} mục")
    rounding = prepared.rounding
    groups = tuple([points_of(part, marks, rounding) for part in prepared.parts])
    total = sum(groups)
    missing = tuple([index for index, mark in enumerate(marks) if mark is None]) if None in marks else ()
    return Score(total, groups, missing, percent_of(total, prepared.max, rounding))


def bounds(form: Form, marks: Sequence[int | None]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The marks with the missing ones as low, and as high, as they could be."""
    given = list(zip(form.items, marks, strict=True))
    lowest = tuple(0 if mark is None else mark for _, mark in given)
    return lowest, tuple(full_mark(item) if mark is None else mark for item, mark in given)


def of_total(rules: Rules, form: Form, total: int) -> Score:
    """The score of a sheet that has a total but no marks (a year from its months)."""
    return Score(total, (), (), percent_of(total, form.max, rules.rounding))


def percent_of(total: int, most: int, rounding: amounts.Rounding) -> int:
    """A total as hundredths of a percent of the form's maximum."""
    return amounts.divide(total * 10000, most, rounding) if most else 0


def check_marks(form: Form, marks: Sequence[int | None]) -> tuple[MarkProblem, ...]:
    """Every mark that is out of range, off its step or not among its choices. Missing marks are no problem here."""
    allowed = _allowed(form)
    if len(marks) != len(allowed):
        return (MarkProblem(-1, f"Phiếu có {len(marks)} mục, biểu có {len(allowed)} mục."),)
    if set(map(type, marks)) == {int} and all(map(contains, allowed, marks)):
        return ()
    wrong = [
        index
        for index, (mark, good) in enumerate(zip(marks, allowed, strict=True))
        if mark is not None and (type(mark) is not int or mark not in good)
    ]
    items = form.items if wrong else ()
    return tuple(
        MarkProblem(index, f"Mục {index + 1} “{items[index].label}”: {_problem(items[index], marks[index])}")
        for index in wrong
    )


@by_identity
def _allowed(form: Form) -> tuple[Container[int], ...]:
    """The marks that may stand, item by item."""
    return tuple(_marks_of(item.scale) for item in form.items)


def _marks_of(scale: Scale) -> Container[int]:
    if scale.kind == "met":
        return (0, scale.max)
    if scale.kind == "choice":
        return frozenset(choice.value for choice in scale.choices)
    every = range(scale.min, scale.max + 1, scale.step)
    return frozenset(every) if len(every) < FEW else every


def _problem(item: Item, mark: object) -> str:
    """Why a mark may not stand."""
    scale = item.scale
    if isinstance(mark, bool) or not isinstance(mark, int):
        return "không phải là một con số."
    show = amounts.shown_share if scale.kind in ("percent", "choice") else amounts.shown
    if scale.kind == "met":
        return "chỉ nhận đạt hoặc chưa đạt."
    if scale.kind == "choice":
        return "chọn một trong " + ", ".join(show(choice.value) for choice in scale.choices) + "."
    if mark < scale.min:
        return f"{show(mark)} thấp hơn mức tối thiểu {show(scale.min)}."
    if mark > scale.max:
        return f"{show(mark)} vượt mức tối đa {show(scale.max)}."
    return f"{show(mark)} không đúng bước chấm {show(scale.step)}."
