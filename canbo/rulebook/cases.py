"""A pack's worked cases: documentation and tests at once (packs/<key>/cases/*.yaml).

A case: {name, kind, settings: {…} | settings_example: name, refinements: [file…], cite, …, expect: {…}}. Names of
settings are in `cases/_settings.yaml`. Numbers are written as in packs: points as decimals, shares with a percent sign.
Kinds and what they read:
    score, grade   form, marks ({item key: mark} or a list), facts → total, percent, groups, missing / level, by_points,
                   applied, missing_facts
    ceiling        members [{key, level, total, count, group}], exceptional → denominator, allowed, held, over, would_move, tied
    aggregate      into, periods, form, facts → total, counted, level, failed_periods, consecutive_failed
    workload       lines → a, b, c or insufficient
    deadline       period → day per step
    petition       published, received, holidays → last_day, answer_by
    settings       → errors: the keys refused
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from canbo.rulebook import aggregate, amounts, grading, process, quota, refine, scoring, settings, workload
from canbo.rulebook.conditions import read_value
from canbo.rulebook.errors import PackError, RuleError, SettingsError
from canbo.rulebook.model import FactValue, Form, Item, Rules
from canbo.rulebook.pack import Pack
from canbo.rulebook.reader import Reader, day
from canbo.rulebook.source import Node, compose

COMMON = ("name", "kind", "settings", "settings_example", "refinements", "cite", "expect", "note")


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case: its name, where it is written, and what did not come out as expected."""

    name: str
    file: str
    line: int
    problems: tuple[str, ...]

    @property
    def ok(self) -> bool:
        return not self.problems


Found = dict[str, object]


def run(pack: Pack) -> tuple[CaseResult, ...]:
    """Every case beside a pack, in the order of files and lines."""
    folder = Path(pack.folder) / "cases"
    examples = _examples(folder)
    found: list[CaseResult] = []
    for file in sorted(folder.glob("*.yaml")):
        if not file.name.startswith("_"):
            name = f"{folder.parent.name}/cases/{file.name}"
            found.extend(_run(pack, node, examples) for node in compose(file.read_text(encoding="utf-8"), name).elements())
    return tuple(found)


def _examples(folder: Path) -> dict[str, Node]:
    file = folder / "_settings.yaml"
    if not file.is_file():
        return {}
    return compose(file.read_text(encoding="utf-8"), f"{folder.parent.name}/cases/{file.name}").entries()


def _run(pack: Pack, node: Node, examples: dict[str, Node]) -> CaseResult:
    entries = node.entries()
    name = entries["name"].scalar if "name" in entries else "(không tên)"
    try:
        problems = _problems(pack, node, examples)
    except (RuleError, PackError) as error:
        problems = (str(error),)
    return CaseResult(name, node.file, node.line, problems)


def _problems(pack: Pack, node: Node, examples: dict[str, Node]) -> tuple[str, ...]:
    kind = node.fields(("name", "kind", "expect"), [*COMMON, *(key for keys, _ in KINDS.values() for key in keys)])["kind"]
    if kind.scalar not in KINDS:
        raise kind.fail(f"không có loại ví dụ “{kind.scalar}”", "một trong " + ", ".join(KINDS))
    keys, work = KINDS[kind.scalar]
    case = node.fields((), [*COMMON, *keys])
    values = _values(pack, case, examples)
    if kind.scalar == "settings":
        found: Found = {"errors": _refused(pack, values)}
        rules = pack.specimen
    else:
        refinements = [_refinement(pack, one) for one in case["refinements"].elements()] if "refinements" in case else []
        rules = pack.rules(values, refinements)
        found = work(rules, case)
    problems = []
    for key, expected in case["expect"].entries().items():
        if key not in found:
            raise expected.fail(f"ví dụ loại {kind.scalar} không cho “{key}”", "một trong " + ", ".join(found))
        problem = _differs(key, expected, found[key])
        if problem:
            problems.append(problem)
    return tuple(problems)


def _values(pack: Pack, case: dict[str, Node], examples: dict[str, Node]) -> Found:
    """The settings of a case, as `Pack.rules` takes them."""
    if "settings_example" in case:
        name = case["settings_example"]
        if name.scalar not in examples:
            raise name.fail(f"_settings.yaml không có “{name.scalar}”", "một trong " + ", ".join(examples))
        given = examples[name.scalar].entries()
    else:
        given = case["settings"].entries() if "settings" in case else {}
    declared = {setting.key: setting for setting in pack.settings}
    for key, node in given.items():
        if key not in declared:
            raise node.fail(f"quy định không có thiết lập “{key}”", "một trong " + ", ".join(declared))
    return {key: settings.value(declared[key], node) for key, node in given.items()}


def _refused(pack: Pack, values: Found) -> list[str]:
    try:
        pack.rules(values)
    except SettingsError as error:
        return sorted(key for key, _ in error.problems)
    return []


def _refinement(pack: Pack, node: Node) -> refine.Refinement:
    file = Path(pack.folder) / node.scalar
    if not file.is_file():
        raise node.fail(f"không có tệp “{node.scalar}”", "đường dẫn tính từ thư mục của quy định")
    return refine.read(file.read_text(encoding="utf-8"), node.scalar)


def _differs(key: str, expected: Node, found: object) -> str | None:
    """What is wrong with one expectation: numbers by value, lists in order, texts as written."""
    if expected.is_mapping and isinstance(found, dict):
        problems = [_differs(f"{key}.{name}", part, found.get(name)) for name, part in expected.entries().items()]
        return next((problem for problem in problems if problem), None)
    wanted = [part.scalar for part in expected.elements()] if expected.is_list else None if expected.is_null else expected.scalar
    if isinstance(found, Fraction) and isinstance(wanted, str) and amounts.percent(wanted) is not None:
        return None if Fraction(amounts.percent(wanted) or 0, 10000) == found else f"{key}: {float(found):.6%}, cần {wanted}"
    if isinstance(found, bool):
        return None if expected.flag is found else f"{key}: {found}, cần {wanted}"
    if key in HUNDREDTHS or key.startswith("groups."):
        number = None if found is None else int(str(found))
        told = None if wanted is None else amounts.percent(str(wanted)) if str(wanted).endswith("%") else amounts.hundredths(str(wanted))
        return None if number == told else f"{key}: {'không có' if number is None else amounts.shown(number)}, cần {wanted}"
    if key == "missing_facts" and isinstance(found, list) and isinstance(wanted, list):
        found, wanted = sorted(found), sorted(wanted)
    plain = [str(part) for part in found] if isinstance(found, list | tuple) else None if found is None else str(found)
    return None if plain == wanted else f"{key}: {plain}, cần {wanted}"


HUNDREDTHS = ("total", "percent")


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
        "total": score.total, "percent": score.percent, "missing": [form.items[index].key for index in score.missing],
        "groups": {group.key: points for group, points in zip(form.groups, score.groups, strict=True)},
    }
    return found | _graded(rules, form, score, _facts(rules, case))


def _graded(rules: Rules, form: Form, score: scoring.Score, facts: dict[str, FactValue]) -> Found:
    result = grading.grade(rules, form, score, facts)
    return {
        "level": result.level, "by_points": result.by_points, "applied": list(result.applied),
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
        "denominator": report.denominator, "allowed": report.allowed, "held": report.held, "over": report.over,
        "allowed_after": report.allowed_after, "would_move": list(report.would_move), "tied": list(report.tied),
    }


def _aggregate(rules: Rules, case: dict[str, Node]) -> Found:
    periods = []
    for node in case["periods"].elements():
        one = node.fields(("period", "total", "level"), ("counted", "reason", "unit"))
        periods.append(aggregate.PeriodResult(
            process.Period.parse(one["period"].scalar),
            None if one["total"].is_null else amounts.hundredths(one["total"].scalar),
            None if one["level"].is_null else one["level"].scalar,
            one["counted"].flag if "counted" in one else True,
            one["reason"].scalar if "reason" in one else "", one["unit"].scalar if "unit" in one else "",
        ))
    combined = aggregate.combine(rules, periods, case["into"].scalar)  # type: ignore[arg-type]  # combine refuses others
    found: Found = {"total": combined.total, "counted": combined.counted, "level": None, "facts": combined.facts, **combined.facts}
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
        counts = {key: int(part.scalar) for key, part in one.items() if key not in ("product", "coefficient")}
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
    "settings": ((), _none),
}
