"""Vectors of marks for every level with total, the grade and the hash of the trace that the rulebook gives them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cached_property

from canbo.office.base.fields import MarksField
from canbo.office.regulations import queries as regulations
from canbo.rulebook import Form, Rules, explain, grading, scoring, trace

from .country import SEED

HALF_POINT = 50
VARIANTS = 64  # vectors of each level
BANDS = {"excellent": (9000, 9700), "good": (7000, 8950), "completed": (5000, 6950), "not_completed": (3500, 4950)}
NOT_RATED = "good"  # what the rules would give whoever is not rated for reasons beside the marks
FORM = "staff"


@dataclass(frozen=True)
class Vector:
    """Marks in hundredths, their total, and what a decision on them keeps."""

    marks: tuple[int, ...]
    total: int
    level: str
    trace_hash: str

    @cached_property
    def packed(self) -> str:
        """The marks as COPY reads bytes."""
        return rf"\\x{MarksField().pack(self.marks).hex()}"


def vectors(digest: str) -> dict[str, list[Vector]]:
    """`VARIANTS` vectors of each level under these rules; those of "" are of `NOT_RATED`."""
    rules, dice = regulations.rules(digest), random.Random(SEED)
    form = rules.form(FORM)
    found = {
        level: [_vector(rules, form, level, dice.randrange(low, high + 1, HALF_POINT), dice) for _ in range(VARIANTS)]
        for level, (low, high) in BANDS.items()
    }
    return found | {"": found[NOT_RATED]}


def _vector(rules: Rules, form: Form, level: str, total: int, dice: random.Random) -> Vector:
    """Marks that come to this total, each about the same share of its item's maximum."""
    most = [item.scale.max for item in form.items]
    marks = [one * total // sum(most) // HALF_POINT * HALF_POINT for one in most]
    while sum(marks) < total:
        at = dice.randrange(len(marks))
        marks[at] += HALF_POINT if marks[at] < most[at] else 0
    score = scoring.score(rules, form, marks)
    given = grading.grade(rules, form, score, {}).level
    if (score.total, given) != (total, level):
        raise AssertionError(f"{total} came to {score.total}, {given} instead of {level}")
    return Vector(tuple(marks), total, level, trace.digest(explain.sheet(rules, form, marks, {})))
