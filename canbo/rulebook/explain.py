"""Why: the trace of a sheet, built on request from the same parts the numbers came from.

Sensitive facts (discipline, conclusions) are named by their label only: their values and grounds stay in the record.
Every step says the same twice: in keys and numbers, which its fingerprint covers, and in words, which may be improved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from canbo.rulebook import amounts, canonical, conditions, scoring, words, worked
from canbo.rulebook import grading as grades
from canbo.rulebook.aggregate import Aggregate
from canbo.rulebook.conditions import Doubt
from canbo.rulebook.errors import RuleError
from canbo.rulebook.grading import Course
from canbo.rulebook.model import (
    Ceiling,
    Citation,
    Condition,
    Facts,
    FactValue,
    Form,
    Item,
    Level,
    Override,
    Rules,
    Trace,
)
from canbo.rulebook.quota import GroupReport
from canbo.rulebook.scoring import Mark, Part, Score
from canbo.rulebook.trace import step
from canbo.rulebook.workload import WorkLine

Work = Sequence[WorkLine] | None


def marking(rules: Rules, form: Form, marks: Sequence[Mark], score: Score, work: Work = None) -> Trace:
    """How marks became points. `work`: the lines that the items from work were computed from; None where they were
    entered. RuleError where `score` is not the score of these marks."""
    if scoring.score(rules, form, marks) != score:
        raise RuleError("điểm không phải là kết quả của các mục chấm này")
    prepared = scoring.compiled(rules, form)
    children = tuple(
        _group(rules, part, marks, points, work) for part, points in zip(prepared.parts, score.groups, strict=True)
    )
    if _unmeasured(form, marks, work):
        return step(("points", form.key, None, form.max), "Tổng điểm", worked.UNMEASURED, form.cite, children)
    what = ("points", form.key, score.total, form.max, score.percent)
    return step(what, "Tổng điểm", _total(rules, form, score), form.cite, children)


def _unmeasured(form: Form, marks: Sequence[Mark], work: Work) -> bool:
    """Whether a mark is missing since no work was assigned; one that was to be entered counts 0 instead."""
    return work is not None and any(marks[index] is None for index in worked.indices(form))


def _total(rules: Rules, form: Form, score: Score) -> str:
    total = f"{amounts.shown(score.total)}/{amounts.shown(form.max)} điểm"
    return f"{total}, đạt {amounts.shown_share(score.percent)}" if rules.basis == "percent" else total


def _group(rules: Rules, part: Part, marks: Sequence[Mark], points: int, work: Work) -> Trace:
    group, own = part.group, marks[part.start : part.stop]
    lines = [_item(rules, item, mark, work) for item, mark in zip(group.items, own, strict=True)]
    if work is not None and any(mark is None for item, mark in zip(group.items, own, strict=True) if _of_work(item)):
        return step(("group", group.key, None, group.max), group.label, worked.UNMEASURED, group.cite, lines)
    if part.factors:
        weights = (item.weight for item in group.items)
        lines.append(step(("weighted", *weights), "Cách tính", _weighted(part, own, points)))
    value = f"{amounts.shown(points)}/{amounts.shown(group.max)} điểm"
    return step(("group", group.key, points, group.max), group.label, value, group.cite, lines)


def _item(rules: Rules, item: Item, mark: Mark, work: Work) -> Trace:
    """An item with its mark; under one that comes from work, the work."""
    lines = worked.traced(rules, item, work) if work is not None and _of_work(item) else ()
    shown = worked.shown_mark(None) if mark is None and lines else words.mark(item, mark)
    return step(("item", item.key, _exact(mark)), _item_label(item), shown, item.cite, lines)


def _of_work(item: Item) -> bool:
    return item.source != "mark"


def _exact(mark: Mark) -> int | str | None:
    """A mark without rounding: hundredths, or a fraction as "2/3"."""
    return str(mark) if isinstance(mark, Fraction) else mark


def _item_label(item: Item) -> str:
    return " – ".join((*item.path, item.label))


def _weighted(part: Part, own: Sequence[Mark], points: int) -> str:
    """The formula with its figures: 70 × (92% + 82% + 88%) / 3 = 61,13."""
    terms = []
    for item, mark in zip(part.group.items, own, strict=True):
        share = amounts.divide(Fraction(mark or 0) * 10000, scoring.full_mark(item), "half_up")
        terms.append(
            amounts.shown_share(share) if item.weight == 1 else f"{item.weight} × {amounts.shown_share(share)}"
        )
    weights = sum(item.weight for item in part.group.items)
    return f"{amounts.shown(part.group.max)} × ({' + '.join(terms)}) / {weights} = {amounts.shown(points)} điểm"


def grading(rules: Rules, form: Form, score: Score, facts: Facts) -> Trace:
    """How points and facts became a level: bands and requirements, then overrides in their order."""
    course = grades.course(rules, form, score, facts)
    known = grades.compiled(rules, form).known(score, facts)
    result = course.grading(grades.compiled(rules, form))
    children: list[Trace] = []
    if not course.stopped:
        children.extend(_bands(rules, form, score, course, known))
    children.extend(_override(rules, rule, did) for rule, did in course.outcomes if did != "none")
    if result.missing_facts:
        labels = {fact.key: fact.label for fact in rules.facts}
        told = "; ".join(labels.get(key, key) for key in result.missing_facts)
        children.append(step(("missing", *result.missing_facts), "Còn thiếu thông tin", told))
    value = "chưa đủ thông tin để xếp loại" if result.undecided else words.level(rules, result.level)
    what = ("level", result.level, result.undecided)
    return step(what, "Mức xếp loại", value, _level_cite(rules, result.level), children)


def _level_cite(rules: Rules, key: str | None) -> Citation:
    return next((level.cite for level in rules.levels if level.key == key), rules.instrument.cite)


def _bands(rules: Rules, form: Form, score: Score, course: Course, known: Mapping[str, FactValue]) -> list[Trace]:
    """The band the points fall into, and each better level within reach whose requirements did not hold."""
    measure = score.percent if rules.basis == "percent" else score.total
    show = amounts.shown_share if rules.basis == "percent" else lambda value: f"{amounts.shown(value)} điểm"
    found = []
    for rank, level in enumerate(rules.levels):
        if level.min is not None and measure < level.min:
            continue
        if level.requires:
            found.append(_requirements(rules, form, level, known))
        if rank >= course.by_bands[1]:
            reach = "" if level.min is None else f" (từ {show(level.min)} trở lên)"
            settled = course.by_bands[0] == course.by_bands[1]
            value = f"{show(measure)}: {level.label}{reach}" if settled else f"{show(measure)}: chưa xác định được mức"
            what = ("band", level.key, level.min, measure, settled)
            found.append(step(what, "Theo điểm và điều kiện", value, level.cite))
            break
    return found


def _requirements(rules: Rules, form: Form, level: Level, known: Mapping[str, FactValue]) -> Trace:
    lines = []
    for part in level.requires:
        outcome = conditions.compiled(part, rules, form)(known)
        if outcome is not conditions.VOID:
            lines.append(_requirement(rules, part, outcome, known))
    return step(("requires", level.key), f"Điều kiện của mức “{level.label}”", "", level.cite, lines)


def _requirement(rules: Rules, part: Condition, outcome: bool | Doubt, known: Mapping[str, FactValue]) -> Trace:
    doubtful = isinstance(outcome, Doubt)
    word = "chưa có thông tin" if doubtful else "đủ" if outcome else "chưa đủ"
    facts = {fact.key: fact for fact in rules.facts}
    told = [
        test.fact
        for test in conditions.tests(part)
        if test.fact in known
        and not (test.fact in facts and (facts[test.fact].sensitive or facts[test.fact].type == "flag"))
    ]
    shown = "; ".join(words.fact_value(rules, facts.get(key), known.get(key), key) for key in told)
    condition = canonical.text_of(canonical.encode(part))
    what = ("condition", condition, None if doubtful else bool(outcome), *(known[key] for key in told))
    return step(what, words.condition(rules, part), f"{word} (thực tế: {shown})" if shown else word)


def _override(rules: Rules, rule: Override, did: str) -> Trace:
    value = {
        "acts": words.effect(rules, rule),
        "no_effect": "có, không làm thay đổi mức xếp loại",
        "unknown": "chưa có thông tin để kết luận",
    }[did]
    return step(("override", rule.key, did), rule.label, value, rule.cite)


def sheet(rules: Rules, form: Form, marks: Sequence[int | None], facts: Facts, work: Work = None) -> Trace:
    """The whole way from marks and facts to a level; `work` as in `marking`."""
    score = scoring.score(rules, form, marks)
    points = marking(rules, form, marks, score, work)
    if _unmeasured(form, marks, work):
        level = _without_points(rules, form, marks, facts)
        what, label = ("sheet", form.key, None), f"{form.label} theo {rules.instrument.number}"
        return step(what, label, f"{worked.UNMEASURED}; {level.value}", rules.instrument.cite, (points, level))
    return _whole(rules, form, points, grading(rules, form, score, facts), score)


def _without_points(rules: Rules, form: Form, marks: Sequence[int | None], facts: Facts) -> Trace:
    """The level of a sheet whose points are not known: what grounds decide, or none."""
    result = grades.whatever(rules, form, marks, facts)
    lowest = scoring.score(rules, form, scoring.bounds(form, marks)[0])
    told = {rule.key: (rule, did) for rule, did in grades.course(rules, form, lowest, facts).outcomes}
    lines = [_override(rules, *told[key]) for key in result.applied]
    value = words.level(rules, result.level) if result.level else "chưa xếp được loại theo điểm"
    what = ("level", result.level, result.undecided)
    return step(what, "Mức xếp loại", value, _level_cite(rules, result.level), lines)


def year(rules: Rules, form: Form, combined: Aggregate, facts: Facts) -> Trace:
    """The whole way from shorter periods and facts to a level; what the aggregate counted overrides `facts`."""
    if combined.total is None:
        return step(("sheet", form.key, None), form.label, "không có kỳ nào được tính", form.cite, (combined.trace,))
    score = scoring.of_total(rules, form, combined.total)
    return _whole(rules, form, combined.trace, grading(rules, form, score, {**facts, **combined.facts}), score)


def _whole(rules: Rules, form: Form, points: Trace, level: Trace, score: Score) -> Trace:
    value = f"{_total(rules, form, score)}; {level.value}"
    what, label = ("sheet", form.key, score.total), f"{form.label} theo {rules.instrument.number}"
    return step(what, label, value, rules.instrument.cite, (points, level))


def ceiling(rules: Rules, rule: Ceiling, report: GroupReport, exceptional: bool = False) -> Trace:
    """What a ceiling allows a group and whether it holds; says why a greater share applies."""
    label = words.level(rules, rule.level)
    share, rounding = amounts.shown_share(report.share), words.ROUNDINGS[rule.rounding]
    lines = [
        step(
            ("denominator", rule.denominator, report.denominator), "Mẫu số",
            f"{report.denominator} ({words.denominator(rules, rule)})",
        ),
        step(
            ("allowed", report.share, rule.rounding, report.allowed), "Được phép",
            f"{share} × {report.denominator} = {report.allowed} (làm tròn {rounding})",
        ),
        step(("held", report.held), "Đang xếp", str(report.held)),
    ]  # fmt: skip
    if exceptional:
        lines.insert(0, step(("exceptional",), "Áp dụng tỷ lệ đặc biệt", rule.exceptional_label))
    if report.tied:
        lines.append(step(("tied", *report.tied), "Bằng điểm nhau ở ranh giới", f"{len(report.tied)} người"))
    value = f"vượt, cần xem xét lại ít nhất {report.over} người" if report.over else "trong tỷ lệ"
    name = f"Tỷ lệ “{label}”" + (f", {report.group}" if report.group else "")
    return step(("ceiling", rule.level, report.group, report.over), name, value, rule.cite, lines)
