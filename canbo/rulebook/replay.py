"""An exported grade recomputed from its file alone: the auditor's tool; nothing depends on the server.

A dossier is JSON: {"canbo": 1, "kind": "grade", "rules": {…}, "rules_hash", "form", "marks": [hundredths…] or
"periods": [{"period", "total", "level", "counted", "reason", "unit"}…] with "into" (month, quarter or year; default
year), "work": [the lines that a, b, c were computed from (`worked.py`)…] where they were, "facts": {…},
"stated": {"total", "level", "reason"}, "trace_hash"}; or kind "ceiling" with "members": [{"key", "level", "total",
"group"}…], "exceptional" (false, true or group names), "stated": [{"group", "denominator", "allowed", "held",
"over"}…]. Other fields describe and are not judged. Points, marks and shares are whole hundredths: 8,5 points is 850,
92 % is 9200; a mark not given is null.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from canbo.rulebook import aggregate, amounts, canonical, explain, grading, quota, scoring, trace, words, worked
from canbo.rulebook.aggregate import PeriodResult
from canbo.rulebook.errors import RuleError
from canbo.rulebook.model import Fact, Form, Rules, Trace
from canbo.rulebook.process import Period

VERSION = 1
UNREADABLE = "hồ sơ có phần ghi sai dạng; hãy tải lại hồ sơ từ trang kết quả và không sửa tệp"
HUNDREDTHS = "điểm trong hồ sơ là số nguyên bằng điểm nhân 100 (8,5 điểm ghi 850; 92% ghi 9200), chưa chấm thì ghi null"
SHAPES: dict[type, str] = {list: "một danh sách [ ]", dict: "một nhóm { }"}


@dataclass(frozen=True, slots=True)
class Replay:
    """What a dossier's inputs give. `problems` are what does not agree; `notes` what an auditor should know although it
    is in order (a level decided otherwise for a stated reason)."""

    ok: bool
    total: int | None
    level: str | None
    problems: tuple[str, ...]
    trace: Trace | None
    notes: tuple[str, ...] = ()


def recompute(dossier: Mapping[str, Any]) -> Replay:
    """Recompute a dossier; never raises for its content: what cannot be read is a problem."""
    try:
        if dossier.get("canbo") != VERSION:
            raise RuleError("tệp không phải hồ sơ của Canbo, hoặc của phiên bản khác")
        rules, problems = _rules(dossier)
        match dossier.get("kind"):
            case "grade":
                return _grade(dossier, rules, problems)
            case "ceiling":
                return _ceiling(dossier, rules, problems)
        raise RuleError(f"không biết loại hồ sơ “{dossier.get('kind')}”")
    except RuleError as error:
        return Replay(False, None, None, (str(error),), None)
    except KeyError as error:
        return Replay(False, None, None, (f"hồ sơ thiếu phần “{error.args[0]}”",), None)
    except (TypeError, ValueError, AttributeError):
        return Replay(False, None, None, (UNREADABLE,), None)


def rules_of(dossier: Mapping[str, Any]) -> Rules:
    """The rules a dossier carries; RuleError where they do not fit."""
    return canonical.of_data(dossier["rules"])


def _part(dossier: Mapping[str, Any], name: str, shape: type[list[Any]] | type[dict[str, Any]]) -> Any:
    """A part of the dossier; RuleError where it is there in another shape, KeyError where it is not."""
    if not isinstance(dossier[name], shape):
        raise RuleError(f"phần “{name}” của hồ sơ phải là {SHAPES[shape]}")
    return dossier[name]


def _mark(place: str, given: object) -> int | None:
    """Hundredths as they stand; RuleError naming the place where they are no whole number."""
    if given is not None and type(given) is not int:
        raise RuleError(f"{place} ghi {json.dumps(given, ensure_ascii=False)}: {HUNDREDTHS}")
    return given


def _rules(dossier: Mapping[str, Any]) -> tuple[Rules, list[str]]:
    rules = rules_of(dossier)
    # The hash of the text as it was frozen, not as this version would write it.
    found = canonical.digest(canonical.text_of(dossier["rules"]))
    if found != dossier.get("rules_hash"):
        return rules, [f"mã băm của quy định là {found}, hồ sơ ghi {dossier.get('rules_hash')}"]
    return rules, []


def _grade(dossier: Mapping[str, Any], rules: Rules, problems: list[str]) -> Replay:
    form = _form(rules, dossier["form"])
    facts = dict(_part(dossier, "facts", dict)) if dossier.get("facts") else {}
    problems.extend(_fact_problems(rules, facts))
    notes = [f"quy định không dùng sự việc “{key}”" for key in facts if key not in {fact.key for fact in rules.facts}]
    if dossier.get("periods") is not None:
        why, total, level = _of_periods(dossier, rules, form, facts, problems)
    else:
        why, total, level = _of_marks(dossier, rules, form, facts, problems)
    _compare(dossier, rules, total, level, problems, notes)
    if dossier.get("trace_hash") not in (None, trace.digest(why)):
        problems.append(f"mã băm của phần giải thích là {trace.digest(why)}, hồ sơ ghi {dossier['trace_hash']}")
    return Replay(not problems, total, level, tuple(problems), why, tuple(notes))


Found = tuple[Trace, int | None, str | None]


def _of_periods(
    dossier: Mapping[str, Any], rules: Rules, form: Form, facts: dict[str, Any], problems: list[str]
) -> Found:
    """Trace, total and level from shorter periods."""
    periods = [_period(one) for one in _part(dossier, "periods", list)]
    combined = aggregate.combine(rules, periods, dossier.get("into", "year"))
    facts = facts | combined.facts
    why = explain.year(rules, form, combined, facts)
    if combined.total is None:
        return why, None, None
    result = grading.grade(rules, form, scoring.of_total(rules, form, combined.total), facts)
    problems.extend(f"thiếu thông tin: {key}" for key in result.missing_facts)
    return why, combined.total, result.level


def _of_marks(
    dossier: Mapping[str, Any], rules: Rules, form: Form, facts: dict[str, Any], problems: list[str]
) -> Found:
    """Trace, total and level from marks, those from work proved by the work; no total where none was assigned."""
    marks = [_mark(f"mục {number}", one) for number, one in enumerate(_part(dossier, "marks", list), start=1)]
    problems.extend(problem.message_vi for problem in scoring.check_marks(form, marks))
    score = scoring.score(rules, form, marks)
    work = worked.read(_part(dossier, "work", list)) if dossier.get("work") is not None else None
    if work is not None:
        problems.extend(worked.disagreements(rules, form, marks, work))
    excepted = () if work is None else worked.indices(form)
    problems.extend(f"mục {index + 1} chưa chấm" for index in score.missing if index not in excepted)
    is_open = work is not None and worked.is_open(form, marks)
    graded = grading.whatever(rules, form, marks, facts) if is_open else grading.grade(rules, form, score, facts)
    problems.extend(f"thiếu thông tin: {key}" for key in graded.missing_facts)
    if is_open and graded.level is None and not str(_part(dossier, "stated", dict).get("reason") or "").strip():
        problems.append("chưa đủ dữ liệu để tính điểm mà không nêu lý do của quyết định")
    return explain.sheet(rules, form, marks, facts, work), None if is_open else score.total, graded.level


def _compare(
    dossier: Mapping[str, Any],
    rules: Rules,
    total: int | None,
    level: str | None,
    problems: list[str],
    notes: list[str],
) -> None:
    """What was stated against what comes out. A level decided otherwise needs a reason."""
    stated = _part(dossier, "stated", dict)
    _mark("tổng điểm đã ghi", stated["total"])
    if stated["total"] != total:
        problems.append(f"tổng điểm tính lại là {_points(total)}, hồ sơ ghi {_points(stated['total'])}")
    if stated["level"] != level:
        text = f"mức tính lại là “{words.level(rules, level)}”, hồ sơ ghi “{words.level(rules, stated['level'])}”"
        reason = str(stated.get("reason") or "").strip()
        if reason:
            notes.append(f"{text}; lý do của người quyết định: {reason}")
        else:
            problems.append(f"{text} mà không nêu lý do")


def _points(total: int | None) -> str:
    return "không có" if total is None else amounts.shown(total)


def _form(rules: Rules, key: str) -> Form:
    try:
        return rules.form(key)
    except KeyError as error:
        raise RuleError(f"quy định trong hồ sơ không có biểu “{key}”") from error


def _fact_problems(rules: Rules, facts: Mapping[str, Any]) -> list[str]:
    declared = {fact.key: fact for fact in rules.facts}
    return [
        f"sự việc “{declared[key].label}” có giá trị không đúng kiểu"
        for key, value in facts.items()
        if key in declared and value is not None and not _fits(declared[key], value, rules)
    ]


def _fits(fact: Fact, value: object, rules: Rules) -> bool:
    if fact.type == "flag":
        return isinstance(value, bool)
    if fact.type == "level":
        return value in {level.key for level in rules.levels}
    return isinstance(value, int) and not isinstance(value, bool)


def _period(one: Mapping[str, Any]) -> PeriodResult:
    return PeriodResult(
        Period.parse(one["period"]),
        _mark(f"tổng điểm kỳ {one['period']}", one["total"]),
        one["level"],
        bool(one.get("counted", True)),
        str(one.get("reason") or ""),
        str(one.get("unit") or ""),
    )


def _ceiling(dossier: Mapping[str, Any], rules: Rules, problems: list[str]) -> Replay:
    if rules.ceiling is None:
        raise RuleError("quy định trong hồ sơ không có tỷ lệ khống chế")
    members = [
        quota.Member(one["key"], one["level"], _mark(f"tổng điểm của {one['key']}", one["total"]), one.get("group", ""))
        for one in _part(dossier, "members", list)
    ]
    exceptional = dossier.get("exceptional", False)
    reports = {report.group: report for report in quota.check(rules.ceiling, members, rules, exceptional)}
    stated = {one["group"]: one for one in _part(dossier, "stated", list)}
    for group in sorted(reports.keys() ^ stated.keys()):
        problems.append(f"nhóm “{group}” chỉ có ở một phía")
    for group, report in reports.items():
        for name, told in stated.get(group, {}).items():
            if name in ("denominator", "allowed", "held", "over") and getattr(report, name) != told:
                problems.append(
                    f"nhóm “{group}”: {_CEILING[name]} tính lại là {getattr(report, name)}, hồ sơ ghi {told}"
                )
    lines = tuple(
        explain.ceiling(
            rules, rules.ceiling, report, exceptional is True or (bool(exceptional) and report.group in exceptional)
        )
        for report in reports.values()
    )
    whole = trace.step(("ceilings", len(reports)), "Kiểm tra tỷ lệ", f"{len(reports)} nhóm", None, lines)
    return Replay(not problems, None, None, tuple(problems), whole)


_CEILING = {"denominator": "mẫu số", "allowed": "số được phép", "held": "số đang xếp", "over": "số vượt"}
