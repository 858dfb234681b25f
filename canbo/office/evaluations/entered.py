"""Figures a reviewer enters beside the marks because the rules ask for them (share of tasks done …)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from canbo.paperwork.numbers import NumberError, format_hundredths, parse_hundredths
from canbo.rulebook import Fact, FactValue, Form, Rules, grading

TRUE, FALSE = "1", "0"
WHOLE = 10_000


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure on a page: the fact, the text in its entry, what is wrong with it."""

    fact: Fact
    text: str
    error: str = ""

    @property
    def name(self) -> str:
        return f"f_{self.fact.key}"

    @property
    def required(self) -> bool:
        return self.fact.default is None


def entered_facts(rules: Rules, form: Form) -> tuple[Fact, ...]:
    """The facts of a form that a reviewer enters on the sheet."""
    return tuple(fact for fact in grading.facts_needed(rules, form) if fact.source == "entered")


def missing_facts(rules: Rules, form: Form, facts: Mapping[str, FactValue]) -> dict[str, str]:
    """What is still to enter, a message by fact's key. A fact with a default may stay empty."""
    return {
        fact.key: f"Cần nhập “{fact.label}”."
        for fact in entered_facts(rules, form)
        if fact.default is None and facts.get(fact.key) is None
    }


def shown(fact: Fact, value: FactValue | None) -> str:
    """A fact's value as its entry holds it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return TRUE if value else FALSE
    return format_hundredths(value) if fact.type == "share" and isinstance(value, int) else str(value)


def read(fact: Fact, text: str, levels: tuple[str, ...]) -> FactValue | None:
    """The value typed; None where nothing was. ValueError with a Vietnamese message where it cannot be one."""
    text = text.strip().removesuffix("%").strip()
    if not text:
        return None
    if fact.type == "flag":
        if text not in (TRUE, FALSE):
            raise ValueError(f"{fact.label}: hãy chọn Có hoặc Không.")
        return text == TRUE
    if fact.type == "level":
        if text not in levels:
            raise ValueError(f"{fact.label}: hãy chọn một mức xếp loại.")
        return text
    try:
        value = parse_hundredths(text)
    except NumberError as error:
        raise ValueError(f"{fact.label}: {error}") from error
    if fact.type == "share":
        if not 0 <= value <= WHOLE:
            raise ValueError(f"{fact.label}: nhập tỷ lệ từ 0 đến 100%.")
        return value
    if value < 0 or value % 100:
        raise ValueError(f"{fact.label}: nhập một số nguyên không âm.")
    return value // 100
