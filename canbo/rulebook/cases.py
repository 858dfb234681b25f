"""A pack's worked cases: documentation and tests at once (packs/<key>/cases/*.yaml).

A case: {name, kind, settings: {…} | settings_example: name, refinements: [file…], cite, …, expect: {…}}. Names of
settings are in `cases/_settings.yaml`. Numbers are written as in packs: points as decimals, shares with a percent sign.
Kinds and what they read:
    score, grade   form, marks ({item key: mark} or a list), facts → total, percent, groups, missing / level, by_points,
                   applied, missing_facts
    ceiling        members [{key, level, total, count, group}], exceptional → denominator,
                   allowed, held, over, allowed_after, would_move, tied
    aggregate      into, periods, form, facts → total, counted, level, failed_periods, consecutive_failed
    workload       lines → a, b, c or insufficient
    deadline       period → day per step
    petition       published, received, holidays → last_day, answer_by
    commitment     year, signed → last_day, late
    settings       → errors: the keys refused
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from canbo.rulebook import amounts, refine, settings
from canbo.rulebook.case_work import KINDS, Found
from canbo.rulebook.errors import PackError, RuleError, SettingsError
from canbo.rulebook.pack import Pack
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


def run(pack: Pack) -> tuple[CaseResult, ...]:
    """Every case beside a pack, in the order of files and lines."""
    folder = Path(pack.folder) / "cases"
    examples = _examples(folder)
    found: list[CaseResult] = []
    for file in sorted(folder.glob("*.yaml")):
        if not file.name.startswith("_"):
            name = f"{folder.parent.name}/cases/{file.name}"
            found.extend(
                _run(pack, node, examples) for node in compose(file.read_text(encoding="utf-8"), name).elements()
            )
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
    kind = node.fields(("name", "kind", "expect"), [*COMMON, *(key for keys, _ in KINDS.values() for key in keys)])[
        "kind"
    ]
    if kind.scalar not in KINDS:
        raise kind.fail(f"không có loại ví dụ “{kind.scalar}”", "một trong " + ", ".join(KINDS))
    keys, work = KINDS[kind.scalar]
    case = node.fields((), [*COMMON, *keys])
    values = _values(pack, case, examples)
    if kind.scalar == "settings":
        found: Found = {"errors": _refused(pack, values)}
        rules = pack.specimen
    else:
        refinements = (
            [_refinement(pack, one) for one in case["refinements"].elements()] if "refinements" in case else []
        )
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
    wanted = (
        [part.scalar for part in expected.elements()]
        if expected.is_list
        else None
        if expected.is_null
        else expected.scalar
    )
    if isinstance(found, Fraction) and isinstance(wanted, str) and amounts.percent(wanted) is not None:
        return (
            None
            if Fraction(amounts.percent(wanted) or 0, 10000) == found
            else f"{key}: {float(found):.6%}, cần {wanted}"
        )
    if isinstance(found, bool):
        return None if expected.flag is found else f"{key}: {found}, cần {wanted}"
    if key in HUNDREDTHS or key.startswith("groups."):
        number = None if found is None else int(str(found))
        told = (
            None
            if wanted is None
            else amounts.percent(str(wanted))
            if str(wanted).endswith("%")
            else amounts.hundredths(str(wanted))
        )
        return (
            None
            if number == told
            else f"{key}: {'không có' if number is None else amounts.shown(number)}, cần {wanted}"
        )
    if key == "missing_facts" and isinstance(found, list) and isinstance(wanted, list):
        found, wanted = sorted(found), sorted(wanted)
    plain = [str(part) for part in found] if isinstance(found, list | tuple) else None if found is None else str(found)
    return None if plain == wanted else f"{key}: {plain}, cần {wanted}"


HUNDREDTHS = ("total", "percent")
