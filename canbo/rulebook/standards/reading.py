"""Standards as a body writes them: a YAML file, or the rows of a table. Each fault is told with its place.

```yaml
source: {number: …, in_force: 2026-01-01, ends: 2030-12-31}
titles:
  chu_tich_xa:
    label: Chủ tịch Ủy ban nhân dân xã
    requires: {education: university, political_theory: advanced, experience_years: 5, age: 50}
```
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from canbo.rulebook import amounts, conditions
from canbo.rulebook.errors import RuleError
from canbo.rulebook.model import Citation, Fact, FactValue, Level, Test
from canbo.rulebook.reader import Reader, day, day_or_none, section
from canbo.rulebook.requirements import Requirement, Words
from canbo.rulebook.source import Node, compose_untrusted
from canbo.rulebook.source import sections as read_sections

RECORD = Path(__file__).parent / "record.yaml"
NONE = "none"
TITLE = "Chức danh"


@dataclass(frozen=True, slots=True)
class Kind:
    """One thing a standard may ask. `words` holds its fact and, for a scale, its steps from the highest; `at_most` for
    an upper bound."""

    key: str
    label: str
    words: Words
    at_most: bool

    @property
    def steps(self) -> dict[str, str]:
        """Keys and labels of a scale, without "none"; empty for a number of years."""
        return {level.key: level.label for level in self.words.levels if level.key != NONE}


@dataclass(frozen=True, slots=True)
class Standard:
    """What one title asks. Without `requires` nobody can be said to meet it."""

    key: str
    label: str
    requires: tuple[Requirement, ...]
    cite: Citation


@dataclass(frozen=True, slots=True)
class StandardSet:
    """A body's standards, in force from a day until a day (None: without end)."""

    number: str
    in_force: date
    ends: date | None
    titles: Mapping[str, Standard]


@cache
def kinds() -> Mapping[str, Kind]:
    """What a standard may ask, by key: shipped, since the record keeps it so."""
    node, reader = read_sections([RECORD], RECORD.parent)["kinds"], Reader("", {}, {})
    own, entries = section(node)
    cite = reader.cite(own, None, node)
    return {key: _kind(key, entry, reader, cite) for key, entry in entries.items()}


def _kind(key: str, node: Node, reader: Reader, cite: Citation) -> Kind:
    given = node.fields(("label",), ("steps", "at_least", "at_most"))
    if sum(name in given for name in ("steps", "at_least", "at_most")) != 1:
        raise node.fail("cần đúng một trong: steps, at_least, at_most", "steps: {…}")
    label = reader.text(given["label"])
    steps = {one: text.scalar for one, text in given["steps"].entries().items()} if "steps" in given else {}
    named = [*steps.items(), (NONE, "Chưa có")] if steps else []
    levels = tuple(Level(one, rank, text, text, None, cite) for rank, (one, text) in enumerate(named, 1))
    fact = Fact(key, label, "level" if steps else "count", "recorded", cite)
    return Kind(key, label, Words((fact,), levels), "at_most" in given)


def read(text: str, file: str) -> StandardSet:
    """A body's standards from an uploaded YAML text. PackError names file, line and what was expected."""
    given = compose_untrusted(text, file).fields(("source", "titles"))
    source = given["source"].fields(("number", "in_force"), ("ends",))
    number, start, ends = source["number"].scalar, day(source["in_force"]), day_or_none(source.get("ends"))
    if ends is not None and ends < start:
        raise source["ends"].fail("ngày hết hiệu lực trước ngày có hiệu lực", "một ngày sau đó")
    titles = {}
    for key, node in given["titles"].entries().items():
        entry = node.fields(("label", "requires"))
        cite = Citation(number, entry["label"].scalar, "B")
        asked = entry["requires"].entries() if not entry["requires"].is_null else {}
        requires = tuple(_asked(name, value, cite) for name, value in asked.items())
        titles[key] = Standard(key, entry["label"].scalar, requires, cite)
    return StandardSet(number, start, ends, titles)


def _asked(key: str, node: Node, cite: Citation) -> Requirement:
    kind = kinds().get(key)
    if kind is None:
        raise node.fail(f"tiêu chuẩn lạ “{key}”", "một trong " + ", ".join(kinds()))
    bound = _bound(kind, node.scalar)
    if bound is None:
        raise node.fail(f"“{node.brief}” không phải là {kind.label.lower()}", _expected(kind))
    return requirement(kind, bound, cite)


def _bound(kind: Kind, text: str) -> FactValue | None:
    """A step by its key or its label, or a number of years; None where it is neither."""
    if not kind.steps:
        years = amounts.whole(text.strip())
        return years if years is not None and years >= 0 else None
    wanted = text.strip().casefold()
    return next((key for key, label in kind.steps.items() if wanted in (key, label.casefold())), None)


def _expected(kind: Kind) -> str:
    return "một trong " + ", ".join(kind.steps.values()) if kind.steps else "một số nguyên (năm)"


def requirement(kind: Kind, bound: FactValue, cite: Citation) -> Requirement:
    """What one kind asks, bound included, as a requirement."""
    shown = kind.steps.get(str(bound), f"{bound}")
    label = f"{kind.label}: {'không quá ' + shown if kind.at_most else shown + ' trở lên'}"
    when = Test(kind.key, "at_most" if kind.at_most else "at_least", bound)
    opens = "" if kind.at_most else f"có {kind.label.lower()} {shown.lower()} trở lên"
    return Requirement(kind.key, label, opens, cite, when, (), conditions.compiled(when, kind.words, None))


def from_table(rows: Sequence[Mapping[str, str]], number: str, in_force: date, ends: date | None = None) -> StandardSet:
    """The same from a table: a column "Chức danh" and one for each thing asked, by its label. Empty cells ask nothing.

    RuleError names every fault by row (the first below the heading is 2, as a sheet shows it) and column.
    """
    by_label = {kind.label: kind for kind in kinds().values()}
    faults, titles = [], {}
    for line, row in enumerate(rows, start=2):
        label = row.get(TITLE, "").strip()
        if not label or label in titles:
            faults.append(f"dòng {line}, cột “{TITLE}”: {'lặp lại' if label else 'để trống'}")
            continue
        cite, asked = Citation(number, label, "B"), []
        for column, text in row.items():
            if column == TITLE or not text.strip():
                continue
            kind = by_label.get(column)
            bound = _bound(kind, text) if kind else None
            if kind is None or bound is None:
                wanted = _expected(kind) if kind else "một trong các cột " + ", ".join(by_label)
                faults.append(f"dòng {line}, cột “{column}”: không đọc được “{text}”; cần: {wanted}")
            else:
                asked.append(requirement(kind, bound, cite))
        titles[label] = Standard(label, label, tuple(asked), cite)
    if faults:
        raise RuleError("; ".join(faults))
    return StandardSet(number, in_force, ends, titles)


def on(sets: Sequence[StandardSet], title: str, when: date) -> Standard:
    """The standard of a title on a day, from the latest set in force that names it; RuleError where none does."""
    found = [
        one for one in sets if one.in_force <= when and (one.ends is None or when <= one.ends) and title in one.titles
    ]
    if not found:
        raise RuleError(f"không có tiêu chuẩn chức danh “{title}” nào có hiệu lực ngày {when:%d/%m/%Y}")
    return max(found, key=lambda one: one.in_force).titles[title]


def text_of(found: StandardSet) -> str:
    """A set as the text that `read` gives the same set for (JSON, which is YAML), to be kept."""
    source = {"number": found.number, "in_force": found.in_force.isoformat()}
    ends = {"ends": found.ends.isoformat()} if found.ends else {}
    titles = {
        key: {"label": one.label, "requires": {need.key: str(asked(need)) for need in one.requires} or None}
        for key, one in found.titles.items()
    }
    return json.dumps({"source": source | ends, "titles": titles}, ensure_ascii=False)


def asked(need: Requirement) -> FactValue:
    """The bound of a requirement: a step by its key, or a number of years."""
    assert isinstance(need.when, Test)  # as `requirement` made it
    return need.when.value
