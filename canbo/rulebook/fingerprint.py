"""The fingerprint of a sheet's trace without its tree: what closing thousands of sheets asks for.

`explain` alone says what a trace holds. Here the tree of a form is made once, with places where the numbers of a sheet
go, and that of a level once for each total and facts met; both are filled in as text. So a digest costs less than a
tenth, and is letter for letter `trace.digest(explain.sheet(…))`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from operator import itemgetter

from canbo.rulebook import canonical, explain, grading, scoring, trace
from canbo.rulebook.grading import Grading
from canbo.rulebook.model import Facts, Form, Rules
from canbo.rulebook.remembered import by_identity
from canbo.rulebook.scoring import Score

PLACE = "\0"  # no text of a pack holds it
LEVELS = 4096  # kept for a form: totals × facts are few, while marks hardly repeat


class Written:
    """A form's trace as text with places for numbers, and the levels met so far."""

    __slots__ = ("form", "levels", "order", "rules", "template")

    def __init__(self, rules: Rules, form: Form) -> None:
        self.rules, self.form = rules, form
        self.template = _template(rules, form).encode()
        self.order = itemgetter(*_order(rules, form))
        self.levels: dict[tuple[int, int, str], tuple[Grading, bytes]] = {}

    def level(self, score: Score, facts: Facts) -> tuple[Grading, bytes]:
        """The level of a score under facts, and its part of the trace as canonical text, which ends it."""
        key = (score.total, score.percent, repr(facts))
        found = self.levels.get(key)
        if found is None:
            if len(self.levels) >= LEVELS:
                self.levels.clear()
            result = grading.grade(self.rules, self.form, score, facts)
            why = explain.grading(self.rules, self.form, score, facts)
            found = self.levels[key] = result, f"{canonical.text_of(trace.structure(why))}]]".encode()
        return found


@by_identity
def written(rules: Rules, form: Form) -> Written:
    """The prepared trace of a form."""
    return Written(rules, form)


def grade(rules: Rules, form: Form, score: Score, facts: Facts) -> Grading:
    """`grading.grade`, remembered."""
    return written(rules, form).level(score, facts)[0]


def sheet(rules: Rules, form: Form, marks: Sequence[int | None], score: Score, facts: Facts) -> str:
    """The digest of the trace of a sheet; `score` is the score of these marks."""
    if score.missing:
        return trace.digest(explain.sheet(rules, form, marks, facts))
    prepared = written(rules, form)
    numbers = prepared.order((score.total, score.percent, *score.groups, *marks))
    return sha256(prepared.template % numbers + prepared.level(score, facts)[1]).hexdigest()


def _order(rules: Rules, form: Form) -> Iterator[int]:
    """Where each number of the template is found among total, percent, points of the groups, marks."""
    parts = scoring.compiled(rules, form).parts
    yield from (0, 0, 1)
    for at, part in enumerate(parts, start=2):
        yield at
        yield from range(2 + len(parts) + part.start, 2 + len(parts) + part.stop)


def _template(rules: Rules, form: Form) -> str:
    """The text of the tree up to the level, with %d for the sheet's total, the total and percent of its points, and for
    each group its points and its items' marks, in this order."""
    blank = (0,) * len(form.items)
    found = trace.structure(explain.sheet(rules, form, blank, {}))
    head, (points, _) = found[:-1], found[-1]  # type: ignore[misc]
    head[2] = points[2] = points[4] = PLACE  # type: ignore[has-type]
    for group in points[-1]:  # type: ignore[has-type]
        for step in (group, *group[-1]):
            if step[0] in ("group", "item"):
                step[2] = PLACE
    text = canonical.text_of([*head, [points]])  # type: ignore[has-type]
    return text.removesuffix("]]").replace("%", "%%").replace(canonical.text_of(PLACE), "%d") + ","
