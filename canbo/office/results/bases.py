"""The basis of a decision: marks or shorter periods, facts, and what the rules make of them. One sheet as many.

Marks stand where somebody competent gave them; a longer period without marks of its own rests on its shorter ones.
A mark confirmed as missing counts 0, and is kept as 0, so that the decision can be recomputed from its own inputs.
A mark that comes from work is what the work says now, whatever was handed in, and the lines are kept with it. Where no
work was assigned there is no total: grounds may decide a level without points, else the head does, with a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from canbo.office.evaluations import cases
from canbo.office.evaluations.cases import Case
from canbo.office.evaluations.computed import NOTHING, Computed
from canbo.office.evaluations.models import Marking
from canbo.office.evaluations.stage import SETTLED, SHORT
from canbo.office.results import facts, longer
from canbo.office.results.known import Known
from canbo.rulebook import FactValue, Trace, aggregate, explain, fingerprint, grading, scoring, trace, worked
from canbo.rulebook.aggregate import Aggregate, PeriodResult
from canbo.rulebook.grading import Grading
from canbo.rulebook.scoring import Score

DECIDE = "decide"
Figures = tuple[int | None, ...]


@dataclass(frozen=True)
class Basis:
    """`marks` or, where there are none, `periods`; `problems` say why it cannot be decided yet, and what to do.

    `total` and `grading` are None where nothing was marked and no period counts; only `total` where a mark that comes
    from work cannot be computed. `computed`: what comes from work.
    """

    case: Case
    marks: Figures
    periods: tuple[PeriodResult, ...]
    facts: Mapping[str, FactValue]
    combined: Aggregate | None
    score: Score | None
    grading: Grading | None
    problems: tuple[str, ...]
    computed: Computed = NOTHING

    @property
    def total(self) -> int | None:
        return self.score.total if self.score else None

    @property
    def level(self) -> str:
        """The level the rules give; "" for a subject that is not to be rated."""
        return (self.grading.level if self.grading else None) or ""

    @property
    def seen(self) -> str:
        """What a page shows of it: a decision made on something else since is refused."""
        shown = f"{'' if self.total is None else self.total}:{self.level}"
        of_work = [str(self.marks[index]) for index in self.computed.marks] if self.marks else []
        return ":".join((shown, *of_work))

    @property
    def is_unmeasured(self) -> bool:
        """Whether there is no total since no work was assigned."""
        return bool(self.marks) and self.computed.lacks(self.marks)

    @property
    def wants_reason(self) -> bool:
        """Whether whatever is decided needs a reason: no points, and no ground that decides without them."""
        return self.is_unmeasured and not self.level

    @property
    def moved(self) -> tuple[str, ...]:
        """What the work says otherwise now than when the sheet was last marked, in words."""
        row = _newest(self.case)
        return self.computed.moves(self.case.form, row.marks) if row and self.marks else ()

    @cached_property
    def trace(self) -> Trace:
        """Why: the tree an auditor gets from the same inputs."""
        rules, form = self.case.rules, self.case.form
        if self.combined is not None:
            return explain.year(rules, form, self.combined, self.facts)
        return explain.sheet(rules, form, self.marks, self.facts, self.computed.lines)

    def kept(self) -> dict[str, Any]:
        """What a decision keeps so that anybody can recompute it (`Decision.inputs`)."""
        kept: dict[str, Any] = {"facts": dict(self.facts)} if self.facts else {}
        if self.combined is not None:
            kept["into"] = self.case.sheet.cycle.period_kind
            kept["periods"] = [period_data(one) for one in self.periods]
        elif (lines := self.computed.lines) is not None:
            kept["work"] = worked.data(lines)
        return kept

    @property
    def trace_hash(self) -> str:
        if self.score is None or self.combined is not None or self.computed.lines is not None:
            return trace.digest(self.trace)
        return fingerprint.sheet(self.case.rules, self.case.form, self.marks, self.score, self.facts)


def period_data(one: PeriodResult) -> dict[str, Any]:
    """A shorter period as a dossier writes it."""
    return {
        "period": one.period.key, "total": one.total, "level": one.level, "counted": one.counted,
        "reason": one.reason, "unit": one.unit,
    }  # fmt: skip


def of(found: Mapping[int, Case], marks: Mapping[int, Figures] | None = None) -> dict[int, Basis]:
    """The bases of these cases by sheet id, in their order. `marks`: the decider's own, where given with the decision.
    A constant number of queries."""
    known = Known(found)
    given = marks or {}
    return {pk: _basis(known, case, given.get(pk)) for pk, case in found.items()}


def load(sheets: Iterable[int], *, hold: bool = False) -> dict[int, Basis]:
    """The bases of sheets by id; `hold` as in `cases.load`."""
    return of(cases.load(sheets, hold=hold))


def standing_marks(case: Case) -> Figures | None:
    """The marks a decision rests on: the decider's newest, else the last reviewer's, unmarked items counting 0."""
    row = _newest(case)
    return _filled(row.marks) if row else None


def _filled(marks: Figures) -> Figures:
    return tuple([mark or 0 for mark in marks]) if None in marks else marks


def _newest(case: Case) -> Marking | None:
    current = case.current()
    return current.get(DECIDE) or current.get("review")


def _basis(known: Known, case: Case, given: Figures | None) -> Basis:
    own = facts.of(known, case)
    marks = given if given is not None else standing_marks(case)
    if marks is None:
        # A year that somebody began to mark waits for the marks; one that nobody marks rests on its periods.
        periods = () if case.current() else longer.behind(known, case)
        return _of_periods(case, periods, own) if periods else _unready(case, own)
    problems = [problem.message_vi for problem in scoring.check_marks(case.form, marks)]
    if problems:
        return Basis(case, marks, (), own, None, None, None, tuple(problems))
    late = () if case.stage in (DECIDE, *SETTLED) else (_waiting(case),)
    of_work = known.computed[case.sheet.pk]
    marks = of_work.over(_filled(marks))
    if of_work.lacks(marks):
        result = grading.whatever(case.rules, case.form, marks, own)
        return Basis(case, marks, (), own, None, None, result, (*late, *_missing(case, result)), of_work)
    score = scoring.score(case.rules, case.form, marks)
    result = fingerprint.grade(case.rules, case.form, score, own)
    return Basis(case, marks, (), own, None, score, result, (*late, *_missing(case, result)), of_work)


def _unready(case: Case, own: dict[str, FactValue]) -> Basis:
    return Basis(case, (), (), own, None, None, None, (_waiting(case),))


def _of_periods(case: Case, periods: tuple[PeriodResult, ...], own: dict[str, FactValue]) -> Basis:
    combined = aggregate.combine(case.rules, periods, case.sheet.cycle.period_kind)  # type: ignore[arg-type]
    if combined.total is None:
        return Basis(case, (), periods, own, combined, None, None, ())
    score = scoring.of_total(case.rules, case.form, combined.total)
    result = grading.grade(case.rules, case.form, score, {**own, **combined.facts})
    return Basis(case, (), periods, own, combined, score, result, _missing(case, result))


def _missing(case: Case, result: Grading) -> tuple[str, ...]:
    if not result.missing_facts:
        return ()
    labels = {fact.key: fact.label for fact in case.rules.facts}
    names = "; ".join(labels[key] for key in result.missing_facts)
    return (f"Còn thiếu thông tin để xếp loại: {names}.",)


def _waiting(case: Case) -> str:
    return f"Đang ở bước “{SHORT[case.stage]}”, chưa đến bước quyết định."
