"""An instrument on training from its file, checked with file and line, filled by a body's settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from canbo.rulebook import document, requirements
from canbo.rulebook.document import Document
from canbo.rulebook.model import Citation, Instrument
from canbo.rulebook.reader import Reader, one_of, section
from canbo.rulebook.requirements import Requirement, Words
from canbo.rulebook.source import Node

FOLDER = Path(__file__).parent
KEYS = ("instrument", "settings", "levels", "facts", "postgraduate", "service", "targets")


@dataclass(frozen=True, slots=True)
class Case:
    """A ground for paying back: all of the cost, or the part not served."""

    label: str
    pays: Literal["whole", "unserved"]
    cite: Citation


@dataclass(frozen=True, slots=True)
class TrainingRules:
    """`rating_years`: of how many years before the sending the worst rating counts; None: the body has not set it.
    `multiple`: service in times of the training. `repayment` is None where the sources do not tell it. `hours`: target
    of hours a year; None: none. `contents`: the groups of content by key; empty where the sources tell none."""

    instrument: Instrument
    words: Words
    requires: tuple[Requirement, ...]
    rating_years: int | None
    cite: Citation
    multiple: int
    service_cite: Citation
    repayment: Mapping[str, Case] | None
    hours: int | None
    contents: Mapping[str, str]


@cache
def library() -> tuple[Document, ...]:
    """The shipped instruments, by the day they came into force."""
    return document.by_day(map(load, FOLDER.glob("nd_*.yaml")))


def load(path: Path) -> Document:
    """An instrument from its file, checked whole. PackError names file, line and what was expected."""
    found = document.read(path, KEYS, ("repayment", "contents"))
    _read(found, found.trial())
    return found


def find(key: str) -> Document:
    """The shipped instrument of that key; RuleError where there is none."""
    return document.named(library(), key, "đào tạo")


def rules(found: Document, given: Mapping[str, object]) -> TrainingRules:
    """An instrument under a body's settings; SettingsError names all that is out of range."""
    return _read(found, found.reader(given))


def rules_on(day: date, given: Mapping[str, object]) -> TrainingRules:
    """The instrument in force on a day; RuleError where none of the shipped is."""
    return rules(document.on(library(), day, "đào tạo"), given)


def _read(found: Document, reader: Reader) -> TrainingRules:
    content = found.content
    spoken = requirements.spoken(content, reader)
    given = content["postgraduate"].fields(("rating_years", "requires", "cite"))
    cite = reader.cite(given["cite"], None, content["postgraduate"])
    requires = requirements.read_all(given["requires"], reader, spoken, cite)
    served = content["service"].fields(("multiple", "cite"))
    targets = content["targets"].fields(("hours", "cite"))
    reader.cite(targets["cite"], None, content["targets"])
    return TrainingRules(
        found.instrument, spoken, requires, reader.count_or_none(given["rating_years"]), cite,
        reader.count(served["multiple"]), reader.cite(served["cite"], None, content["service"]),
        _cases(content["repayment"], reader) if "repayment" in content else None,
        reader.count_or_none(targets["hours"]), _contents(content["contents"], reader) if "contents" in content else {},
    )  # fmt: skip


def _contents(node: Node, reader: Reader) -> dict[str, str]:
    own, entries = section(node)
    if own is not None:
        reader.cite(own, None, node)
    return {key: entry.scalar for key, entry in entries.items()}


def _cases(node: Node, reader: Reader) -> dict[str, Case]:
    own, entries = section(node)
    inherited = reader.cite(own, None, node) if own else None
    cases = {}
    for key, entry in entries.items():
        given = entry.fields(("label", "pays"), ("cite",))
        cite = reader.cite(given.get("cite"), inherited, entry)
        cases[key] = Case(reader.text(given["label"]), one_of(given["pays"], ("whole", "unserved")), cite)
    return cases
