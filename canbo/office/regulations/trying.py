"""Thử chấm: marks and facts as typed, what they come to under some rules, and why. Nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from canbo.office.regulations import entries, wording
from canbo.rulebook import Fact, FactValue, Form, Item, Rules, explain, grading, scoring, words
from canbo.rulebook.amounts import shown_share

YES_NO = (("true", "Có"), ("false", "Không"))


@dataclass(frozen=True, slots=True)
class MarkEntry:
    """One item to mark: what was typed, what is wrong with it; `options` where it is chosen, not typed."""

    line: wording.ItemLine
    name: str
    text: str
    options: tuple[tuple[str, str], ...]
    error: str = ""

    @property
    def item(self) -> Item:
        return self.line.item

    @property
    def unit(self) -> str:
        return "%" if self.item.scale.kind == "percent" else ""


@dataclass(frozen=True, slots=True)
class FactEntry:
    """One fact the grade may rest on: its input, what was typed, what is wrong with it."""

    fact: Fact
    name: str
    text: str
    options: tuple[tuple[str, str], ...]
    unit: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of it. `level` is the rank (0 none) and `word` its name; None while an entry is wrong."""

    marks: tuple[tuple[wording.GroupShown, tuple[MarkEntry, ...]], ...]
    facts: tuple[FactEntry, ...]
    total: int | None
    most: int
    percent: int | None
    missing: int
    level: int
    word: str
    unknown: tuple[str, ...]
    trace: dict[str, Any] | None


def attempt(rules: Rules, form: Form, data: Mapping[str, str]) -> Trial:
    """Read marks (`m0`, `m1`…) and facts (`f_key`) and grade them.

    Missing marks count 0; a wrong entry stops the grading and is named beside it.
    """
    marks, mark_errors = _marks(form, data)
    facts, fact_errors = _facts(rules, form, data)
    groups, at = [], 0
    for group in wording.form_shown(form).groups:
        rows = []
        for line in group.rows:
            name = f"m{at}"
            rows.append(MarkEntry(line, name, data.get(name, ""), _options(line.item), mark_errors.get(at, "")))
            at += 1
        groups.append((group, tuple(rows)))
    wanted = tuple(_fact_entry(rules, fact, data, fact_errors) for fact in grading.facts_needed(rules, form))
    if mark_errors or fact_errors:
        return Trial(tuple(groups), wanted, None, form.max, None, 0, 0, "", (), None)
    score = scoring.score(rules, form, marks)
    found = grading.grade(rules, form, score, facts)
    labels = {fact.key: fact.label for fact in rules.facts}
    word, rank = _level(rules, found.level, bool(found.missing_facts))
    return Trial(
        tuple(groups), wanted, score.total, form.max, score.percent, len(score.missing), rank, word,
        tuple(labels.get(key, key) for key in found.missing_facts),
        wording.node(explain.sheet(rules, form, marks, facts)),
    )  # fmt: skip


def _level(rules: Rules, key: str | None, is_open: bool) -> tuple[str, int]:
    if key is None:
        return ("Chưa đủ thông tin để xếp loại" if is_open else "Không xếp loại"), 0
    level = rules.level(key)
    return level.label, level.rank


def _marks(form: Form, data: Mapping[str, str]) -> tuple[list[int | None], dict[int, str]]:
    """The mark vector, and what is wrong with each entry by its index."""
    marks: list[int | None] = []
    errors: dict[int, str] = {}
    for index, item in enumerate(form.items):
        text = data.get(f"m{index}", "").strip()
        mark: int | None = None
        try:
            if text and item.scale.kind in ("choice", "met"):
                mark = _chosen(text, _options(item))
            elif text:
                mark = entries.number(text.removesuffix("%"))
        except ValueError as error:
            errors[index] = f"Mục {index + 1} “{item.label}”: {error}"
        marks.append(mark)
    for problem in scoring.check_marks(form, marks):
        errors.setdefault(problem.index, problem.message_vi)
    return marks, errors


def _chosen(text: str, options: tuple[tuple[str, str], ...]) -> int:
    if text not in dict(options):
        raise entries.EntryError("Hãy chọn một trong các mức của mục này.")
    return int(text)


def _options(item: Item) -> tuple[tuple[str, str], ...]:
    scale = item.scale
    if scale.kind == "met":
        return (("", "Chưa chấm"), (str(scale.max), "Đạt"), ("0", "Chưa đạt"))
    if scale.kind == "choice":
        chosen = ((str(one.value), f"{shown_share(one.value)}: {one.label}") for one in scale.choices)
        return (("", "Chưa chấm"), *chosen)
    return ()


def _facts(rules: Rules, form: Form, data: Mapping[str, str]) -> tuple[dict[str, FactValue], dict[str, str]]:
    known: dict[str, FactValue] = {}
    errors: dict[str, str] = {}
    for fact in grading.facts_needed(rules, form):
        text = data.get(f"f_{fact.key}", "").strip()
        if not text:
            continue
        try:
            known[fact.key] = _fact(rules, fact, text)
        except ValueError as error:
            errors[fact.key] = str(error)
    return known, errors


def _fact(rules: Rules, fact: Fact, text: str) -> FactValue:
    match fact.type:
        case "flag":
            return text == "true"
        case "share":
            return entries.number(text.removesuffix("%"))
        case "level":
            if text not in {level.key for level in rules.levels}:
                raise entries.EntryError("Hãy chọn một mức xếp loại.")
            return text
        case _:
            return entries.whole(text)


def _fact_entry(rules: Rules, fact: Fact, data: Mapping[str, str], errors: Mapping[str, str]) -> FactEntry:
    levels = ((level.key, level.label) for level in rules.levels)
    unsaid = (("", _unsaid(rules, fact)),)
    options = {"flag": (*unsaid, *YES_NO), "level": (*unsaid, *levels)}.get(fact.type, ())
    unit = {"share": "%", "months": "tháng"}.get(fact.type, "")
    name = f"f_{fact.key}"
    return FactEntry(fact, name, data.get(name, ""), options, unit, errors.get(fact.key, ""))


def _unsaid(rules: Rules, fact: Fact) -> str:
    """What leaving a fact out means: its default, or that nothing is known."""
    return "Không rõ" if fact.default is None else f"Không nhập ({words.fact_value(rules, fact, fact.default)})"
