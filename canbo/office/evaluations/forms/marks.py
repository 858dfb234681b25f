"""Marks as typed: "8,5" for points, "92" or "92%" for percents; read item by item, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from canbo.office.base.fields import Marks
from canbo.office.evaluations import entered
from canbo.office.evaluations.actions import Entry
from canbo.office.evaluations.actions.drafts import LONGEST_WORD
from canbo.paperwork.numbers import NumberError, parse_hundredths
from canbo.rulebook import FactValue, Form, Rules, scoring
from canbo.rulebook.amounts import natural


@dataclass(frozen=True)
class Typed:
    """What a screen sent for one sheet. `texts` holds marks as typed; `errors` messages by the item's index;
    `fact_errors` by the fact's key. An item refused keeps in `marks` what was kept before."""

    marks: Marks
    texts: Mapping[int, str]
    words: Mapping[int, str]
    facts: Mapping[str, FactValue]
    fact_texts: Mapping[str, str]
    comment: str
    version: int
    errors: Mapping[int, str] = field(default_factory=dict)
    fact_errors: Mapping[str, str] = field(default_factory=dict)

    def entry(self, sheet: int, *, allow_missing: bool = False) -> Entry:
        return Entry(sheet, self.marks, self.words, self.facts, self.comment, self.version, allow_missing)


def read(
    rules: Rules, form: Form, data: Mapping[str, str], kept: Sequence[int | None], prefix: str = "",
    closed: Collection[int] = (),
) -> Typed:  # fmt: skip
    """Read a screen: `<prefix>m<index>` marks, `w<index>` words, `f_<key>` figures, `comment`, `<prefix>version`.

    An entry that was not sent (or cannot be read) keeps what was kept before; an empty one is cleared. Items `closed`
    (computed ones) have no entry: what a screen sends for them is not read.
    """
    marks, texts, errors = list(kept), {}, {}
    for index in range(len(form.items)):
        text = data.get(f"{prefix}m{index}")
        if text is None or index in closed:
            continue
        texts[index] = text
        try:
            marks[index] = read_mark(text)
        except NumberError as error:
            errors[index] = f"Mục {index + 1}: {error}"
    for problem in scoring.check_marks(form, marks):
        errors[problem.index] = problem.message_vi
        marks[problem.index] = kept[problem.index]
    words = {index: data.get(f"w{index}", "").strip() for index in range(len(form.items))}
    for index, text in words.items():
        if len(text) > LONGEST_WORD:
            errors.setdefault(index, f"Mục {index + 1}: lời ghi dài {len(text)} ký tự, hãy rút còn {LONGEST_WORD}.")
    facts, fact_texts, fact_errors = _facts(rules, form, data)
    return Typed(
        marks=tuple(marks),
        texts=texts,
        words={index: text for index, text in words.items() if text},
        facts=facts,
        fact_texts=fact_texts,
        comment=data.get("comment", "").strip(),
        version=_version(data.get(f"{prefix}version", "")),
        errors=errors,
        fact_errors=fact_errors,
    )


def read_mark(text: str) -> int | None:
    """A mark in hundredths; None where nothing was typed. NumberError where it is no number."""
    text = text.strip().removesuffix("%").strip()
    return parse_hundredths(text) if text else None


def _facts(
    rules: Rules, form: Form, data: Mapping[str, str]
) -> tuple[dict[str, FactValue], dict[str, str], dict[str, str]]:
    levels = tuple(level.key for level in rules.levels)
    facts: dict[str, FactValue] = {}
    texts, errors = {}, {}
    for fact in entered.entered_facts(rules, form):
        text = texts[fact.key] = data.get(f"f_{fact.key}", "")
        try:
            value = entered.read(fact, text, levels)
        except ValueError as error:
            errors[fact.key] = str(error)
            continue
        if value is not None:
            facts[fact.key] = value
    return facts, texts, errors


def _version(text: str) -> int:
    return natural(text, 8) or 0
