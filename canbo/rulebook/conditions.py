"""Conditions: reading them, and evaluating them when a fact may be unknown or not apply.

A condition is true, false, UNKNOWN (a fact it rests on is not known) or VOID (it speaks of leaders and the
form is not a leader's). "all" and "any" follow three-valued logic: one false settles an "all", one true an
"any"; void members are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from typing import Protocol

from canbo.rulebook.model import AllOf, AnyOf, Condition, Fact, FactValue, Form, Level, Not, Test
from canbo.rulebook.reader import Reader, one_of
from canbo.rulebook.source import Node

MEASURES = {"total": "tổng điểm", "percent": "tỷ lệ điểm đạt", "level": "mức xếp loại"}
_OPS = ("is", "below", "at_most", "at_least", "above")


class Doubt(Enum):
    """Why a condition is neither true nor false."""

    UNKNOWN = "unknown"
    VOID = "void"


class Vocabulary(Protocol):
    """What a condition speaks in: facts declared, levels from the best. The rules of grading are one, and so is any
    other instrument whose requirements are conditions."""

    @property
    def facts(self) -> tuple[Fact, ...]: ...

    @property
    def levels(self) -> tuple[Level, ...]: ...


UNKNOWN, VOID = Doubt.UNKNOWN, Doubt.VOID
Outcome = bool | Doubt
Evaluator = Callable[[Mapping[str, FactValue]], Outcome]


def read(node: Node, reader: Reader, measures: tuple[str, ...] = ("total", "percent")) -> Condition:
    """A condition: {fact: k, is|below|at_most|at_least|above: v} | {all: […]} | {any: […]} | {not: …}."""
    entries = node.entries()
    if set(entries) == {"not"}:
        return Not(read(entries["not"], reader, measures))
    for word, shape in (("all", AllOf), ("any", AnyOf)):
        if set(entries) == {word}:
            parts = tuple(read(part, reader, measures) for part in entries[word].elements())
            if not parts:
                raise entries[word].fail("không có điều kiện nào", "ít nhất một điều kiện")
            return shape(parts)
    if "fact" not in entries or len(entries) != 2:
        raise node.fail(
            "điều kiện không đọc được", "{fact: tên, is|below|at_most|at_least|above: giá trị}, all, any hoặc not"
        )
    fact = one_of(entries["fact"], [*reader.facts, *measures])
    op = next(key for key in entries if key != "fact")
    if op not in _OPS:
        raise entries[op].fail(f"phép so sánh lạ “{op}”", "một trong " + ", ".join(_OPS))
    kind = (
        reader.facts[fact].type if fact in reader.facts else {"total": "points", "percent": "share"}.get(fact, "level")
    )
    if kind == "flag" and op != "is":
        raise entries[op].fail(f"“{fact}” là đúng/sai, không so hơn kém được", "is: true hoặc is: false")
    return Test(fact, op, read_value(entries[op], kind, reader))  # type: ignore[arg-type]


def read_value(node: Node, kind: str, reader: Reader) -> FactValue:
    """A fact's value by its type; shares with %, points as decimals."""
    match kind:
        case "flag":
            return reader.flag(node)
        case "share":
            return reader.share(node)
        case "points":
            return reader.points(node)
        case "level":
            return reader.text(node, reader.levels)
        case _:
            return reader.count(node)


def tests(condition: Condition) -> Iterator[Test]:
    """Every comparison inside a condition."""
    match condition:
        case Test():
            yield condition
        case Not(of=inner):
            yield from tests(inner)
        case AllOf(of=parts) | AnyOf(of=parts):
            for part in parts:
                yield from tests(part)


def applies(fact: Fact, form: Form | None) -> bool:
    """Whether a fact speaks of the subjects of a form (leaders' facts do not speak of staff)."""
    return not (fact.leader_only and form is not None and form.leader is False)


def compiled(condition: Condition, rules: Vocabulary, form: Form | None) -> Evaluator:
    """The condition as a function of known facts and measures (a mapping without the unknown ones)."""
    match condition:
        case Test():
            return _compiled_test(condition, rules, form)
        case Not(of=inner):
            return _negated(compiled(inner, rules, form))
        case AllOf(of=parts):
            return _joined([compiled(part, rules, form) for part in parts], settles=False)
        case AnyOf(of=parts):
            return _joined([compiled(part, rules, form) for part in parts], settles=True)


def _compiled_test(test: Test, rules: Vocabulary, form: Form | None) -> Evaluator:
    declared = {fact.key: fact for fact in rules.facts}.get(test.fact)
    if declared is not None and not applies(declared, form):
        return lambda facts: VOID
    key, wanted = test.fact, test.value
    if test.fact == "level" or (declared is not None and declared.type == "level"):
        # Levels compare by merit: "below good" means worse than good, hence a greater rank.
        merit = {level.key: -level.rank for level in rules.levels}
        return _comparison(key, test.op, merit[str(wanted)], merit)
    return _comparison(key, test.op, wanted, None)


def _comparison(key: str, op: str, wanted: FactValue, merit: Mapping[str, int] | None) -> Evaluator:
    def compare(facts: Mapping[str, FactValue]) -> Outcome:
        found = facts.get(key)
        if found is None:
            return UNKNOWN
        value = merit[str(found)] if merit is not None else found
        if op == "is":
            return value == wanted
        if op == "at_least":
            return value >= wanted  # type: ignore[operator]
        if op == "below":
            return value < wanted  # type: ignore[operator]
        return value <= wanted if op == "at_most" else value > wanted  # type: ignore[operator]

    return compare


def _negated(inner: Evaluator) -> Evaluator:
    def negate(facts: Mapping[str, FactValue]) -> Outcome:
        found = inner(facts)
        return found if isinstance(found, Doubt) else not found

    return negate


def _joined(parts: list[Evaluator], settles: bool) -> Evaluator:
    def join(facts: Mapping[str, FactValue]) -> Outcome:
        found = [outcome for part in parts if (outcome := part(facts)) is not VOID]
        if not found:
            return VOID
        if any(outcome is settles for outcome in found):
            return settles
        return UNKNOWN if UNKNOWN in found else not settles

    return join
