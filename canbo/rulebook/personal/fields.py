"""The fields of the personnel record, shipped: label, kind of value, whether sensitive, what for, and where from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from canbo.rulebook.errors import RuleError
from canbo.rulebook.model import Citation
from canbo.rulebook.reader import Reader, one_of, section
from canbo.rulebook.source import Node
from canbo.rulebook.source import sections as read_sections
from canbo.rulebook.standards import kinds
from canbo.rulebook.standards.reading import NONE

FILE = Path(__file__).parent / "fields.yaml"
FLAGS = {"yes": "Có", NONE: "Không"}
TYPES = ("text", "day", "steps", "flag")
NO_WORDS = ("không", "chưa có", "chưa", "không có")


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a record keeps. `many`: several entries may stand at once. `none`: "none" can be told, which is not the
    same as silence. `majority`: the value of most people, for who is of a minority."""

    key: str
    label: str
    section: str
    type: Literal["text", "day", "steps", "flag"]
    many: bool
    sensitive: bool
    none: bool
    majority: str
    purpose: str
    cite: Citation

    @property
    def steps(self) -> Mapping[str, str]:
        """Keys and labels of the values it may have, from the highest; empty where it is free."""
        return kinds()[self.key].steps if self.type == "steps" else FLAGS if self.type == "flag" else {}

    @property
    def expected(self) -> str:
        """What to write, in words."""
        if self.type == "day":
            return "ngày/tháng/năm"
        told = [*self.steps.values(), *(["Chưa có"] if self.none and self.type == "steps" else [])]
        return "một trong: " + ", ".join(told) if told else "chữ"

    def shown(self, text: str) -> str:
        """A kept value as an office writes it."""
        if self.type == "day" and text:
            return f"{date.fromisoformat(text):%d/%m/%Y}"
        return "Chưa có" if text == NONE and self.type == "steps" else {**FLAGS, **self.steps}.get(text, text)

    def kept(self, typed: str) -> str | None:
        """A typed value as it is kept: a step by its label, "none" where that can be told; None where it is neither.
        Days are read by the caller, who knows how offices write them."""
        folded = " ".join(typed.split()).casefold()
        if self.none and folded in (NONE, *NO_WORDS):
            return NONE
        if self.steps:
            return next((key for key, label in self.steps.items() if folded in (key, label.casefold())), None)
        return " ".join(typed.split())


@cache
def sections() -> Mapping[str, str]:
    """The parts of a record in their order: key to label."""
    found = read_sections([FILE], FILE.parent)["sections"]
    return {key: node.scalar for key, node in found.entries().items()}


@cache
def fields() -> Mapping[str, Field]:
    """Every field by key, in the order of the file. PackError names file and line."""
    node, reader = read_sections([FILE], FILE.parent)["fields"], Reader("", {}, {})
    own, entries = section(node)
    cite = reader.cite(own, None, node)
    return {key: _field(key, entry, reader, cite) for key, entry in entries.items()}


def find(key: str) -> Field:
    """A field by its key; RuleError where the record keeps no such thing."""
    if key not in fields():
        raise RuleError(f"hồ sơ không có mục “{key}”; có: " + ", ".join(fields()))
    return fields()[key]


def label_of(key: str) -> str:
    """How a field is called."""
    return find(key).label


def _field(key: str, node: Node, reader: Reader, inherited: Citation) -> Field:
    given = node.fields(("label", "section", "type", "purpose"), ("many", "sensitive", "none", "majority", "cite"))
    flags = {name: name in given and given[name].flag for name in ("many", "sensitive", "none")}
    kind = one_of(given["type"], TYPES)
    if kind == "steps" and key not in kinds():
        raise node.fail(f"chưa có thang bậc cho “{key}”", "một trong " + ", ".join(kinds()))
    return Field(
        key, reader.text(given["label"]), one_of(given["section"], sections()), kind,
        flags["many"], flags["sensitive"], flags["none"] or kind in ("steps", "flag"),
        reader.text(given["majority"]) if "majority" in given else "", reader.text(given["purpose"]),
        reader.cite(given.get("cite"), inherited, node),
    )  # fmt: skip
