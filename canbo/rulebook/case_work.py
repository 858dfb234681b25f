"""What each kind of worked case asks of the engine (see `cases.py` for how a case is written)."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from canbo.rulebook import aggregate, amounts, commitments, grading, process, quota, scoring, workload
from canbo.rulebook.conditions import read_value
from canbo.rulebook.errors import RuleError
from canbo.rulebook.model import FactValue, Form, Item, Rules
from canbo.rulebook.reader import Reader, day
from canbo.rulebook.source import Node

Found = dict[str, object]


def _form(rules: Rules, case: dict[str, Node]) -> Form:
    if "form" not in case:
        return rules.forms[0]
    names = [form.key for form in rules.forms]
    if case["form"].scalar not in names:
        raise case["form"].fail(f"không có biểu “{case['form'].scalar}”", "một trong " + ", ".join(names))
    return rules.form(case["form"].scalar)


def _marks(form: Form, node: Node) -> list[int | None]:
    if node.is_list:
        given = node.elements()
        if len(given) != len(form.items):
            raise node.fail(f"có {len(given)} mục chấm", f"{len(form.items)} mục")
        return [_mark(item, one) for item, one in zip(form.items, given, strict=True)]
    entries = node.entries()
    known = {item.key for item in form.items}
    for key, one in entries.items():
        if key not in known:
            raise one.fail(f"biểu không có mục “{key}”", "một trong " + ", ".join(sorted(known)))
    return [_mark(item, entries[item.key]) if item.key in entries else None for item in form.items]


def _mark(item: Item, node: Node) -> int | None:
    if node.is_null:
        return None
    if item.scale.kind == "met" and node.scalar in ("true", "false"):
        return item.scale.max if node.flag else 0
    number = amounts.percent(node.scalar) if node.scalar.endswith("%") else amounts.hundredths(node.scalar)
    if number is None:
        raise node.fail(f"“{node.brief}” không phải là điểm", "một số, hoặc một tỷ lệ có dấu %")
    return number


def _facts(rules: Rules, case: dict[str, Node]) -> dict[str, FactValue]:
    if "facts" not in case:
        return {}
    reader = Reader("", {}, {}, levels=tuple(level.key for level in rules.levels))
    declared = {fact.key: fact for fact in rules.facts}
    found: dict[str, FactValue] = {}
    for key, node in case["facts"].entries().items():
        if key not in declared:
            raise node.fail(f"quy định không có sự việc “{key}”", "một trong " + ", ".join(declared))
        if not node.is_null:
            found[key] = read_value(node, declared[key].type, reader)
    return found


def _score(rules: Rules, case: dict[str, Node]) -> Found:
    form = _form(rules, case)
    marks = _marks(form, case["marks"])
    problems = scoring.check_marks(form, marks)
    if problems:
        raise case["marks"].fail(problems[0].message_vi, "điểm trong thang của mục")
    score = scoring.score(rules, form, marks)
    found: Found = {
        "total": score.total,
        "percent": score.percent,
        "missing": [form.items[index].key for index in score.missing],
        "groups": {group.key: points for group, points in zip(form.groups, score.groups, strict=True)},
    }
    return found | _graded(rules, form, score, _facts(rules, case))


def _graded(rules: Rules, form: Form, score: scoring.Score, facts: dict[str, FactValue]) -> Found:
    result = grading.grade(rules, form, score, facts)
    return {
        "level": result.level,
        "by_points": result.by_points,
        "applied": list(result.applied),
        "missing_facts": list(result.missing_facts),
    }


def _ceiling(rules: Rules, case: dict[str, Node]) -> Found:
    if rules.ceiling is None:
        raise RuleError("quy định không có tỷ lệ khống chế")
    members = []
    for node in case["members"].elements():
        one = node.fields(("level",), ("key", "total", "count", "group"))
        count = int(one["count"].scalar) if "count" in one else 1
        for number in range(count):
            key = one["key"].scalar if "key" in one else f"{node.line}.{number}"
            total = amounts.hundredths(one["total"].scalar) if "total" in one and not one["total"].is_null else None
            level = None if one["level"].is_null else rules.level(one["level"].scalar).key
            members.append(quota.Member(key, level, total, one["group"].scalar if "group" in one else ""))
    exceptional = "exceptional" in case and case["exceptional"].flag
    report = quota.check(rules.ceiling, members, rules, exceptional)[0]
    return {
        "denominator": report.denominator,
        "allowed": report.allowed,
        "held": report.held,
        "over": report.over,
        "allowed_after": report.allowed_after,
        "would_move": list(report.would_move),
        "tied": list(report.tied),
    }


def _aggregate(rules: Rules, case: dict[str, Node]) -> Found:
    periods = []
    for node in case["periods"].elements():
        one = node.fields(("period", "total", "level"), ("counted", "reason", "unit"))
        periods.append(
            aggregate.PeriodResult(
                process.Period.parse(one["period"].scalar),
                None if one["total"].is_null else amounts.hundredths(one["total"].scalar),
                None if one["level"].is_null else one["level"].scalar,
                one["counted"].flag if "counted" in one else True,
                one["reason"].scalar if "reason" in one else "",
                one["unit"].scalar if "unit" in one else "",
            )
        )
    combined = aggregate.combine(rules, periods, case["into"].scalar)  # type: ignore[arg-type]  # combine refuses others
    found: Found = {
        "total": combined.total,
        "counted": combined.counted,
        "level": None,
        "facts": combined.facts,
        **combined.facts,
    }
    if combined.total is not None:
        form = _form(rules, case)
        score = scoring.of_total(rules, form, combined.total)
        found |= {"percent": score.percent, **_graded(rules, form, score, {**_facts(rules, case), **combined.facts})}
    return found


def _workload(rules: Rules, case: dict[str, Node]) -> Found:
    if rules.workload is None:
        raise RuleError("quy định không có cách quy đổi sản phẩm")
    lines = []
    for node in case["lines"].elements():
        one = node.fields(
            ("product", "coefficient", "assigned", "completed"),
            ("failed_reviews", "delays", "excused_reviews", "excused_delays"),
        )
        counts: dict[str, Any] = {
            key: int(part.scalar) for key, part in one.items() if key not in ("product", "coefficient")
        }
        lines.append(workload.WorkLine(one["product"].scalar, Fraction(one["coefficient"].scalar), **counts))
    ratios = workload.ratios(lines, rules.workload)
    if isinstance(ratios, workload.Insufficient):
        return {"insufficient": True, "a": None, "b": None, "c": None}
    return {"insufficient": False, "a": ratios.quantity, "b": ratios.quality, "c": ratios.progress}


def _deadline(rules: Rules, case: dict[str, Node]) -> Found:
    period = process.Period.parse(case["period"].scalar)
    return {step.key: process.deadline(step, period) for step in rules.steps}


def _petition(rules: Rules, case: dict[str, Node]) -> Found:
    holidays = {day(node) for node in case["holidays"].elements()} if "holidays" in case else set()
    found: Found = {}
    if "published" in case:
        found["last_day"] = process.petition_until(rules.petition, day(case["published"]), holidays)
    if "received" in case:
        found["answer_by"] = process.answer_by(rules.petition, day(case["received"]), holidays)
    return found


def _commitment(rules: Rules, case: dict[str, Node]) -> Found:
    last_day = commitments.last_day(rules, int(case["year"].scalar))
    found: Found = {"last_day": last_day}
    if "signed" in case:
        found["late"] = last_day is not None and day(case["signed"]) > last_day
    return found


def _none(rules: Rules, case: dict[str, Node]) -> Found:
    return {}


KINDS: dict[str, tuple[tuple[str, ...], Callable[[Rules, dict[str, Node]], Found]]] = {
    "score": (("form", "marks", "facts"), _score),
    "grade": (("form", "marks", "facts"), _score),
    "ceiling": (("members", "exceptional"), _ceiling),
    "aggregate": (("of", "into", "periods", "form", "facts"), _aggregate),
    "workload": (("lines",), _workload),
    "deadline": (("period",), _deadline),
    "petition": (("published", "received", "holidays"), _petition),
    "commitment": (("year", "signed"), _commitment),
    "settings": ((), _none),
}
