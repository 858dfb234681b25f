"""The steps in which a list of planning comes about, as dated and cited data (`procedures/*.yaml`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from canbo.rulebook import document
from canbo.rulebook.document import Document
from canbo.rulebook.model import Citation, Instrument
from canbo.rulebook.reader import Reader, section

FOLDER = Path(__file__).parent / "procedures"


@dataclass(frozen=True, slots=True)
class Step:
    """`by` whose step it is; `ballot` how it decides ("" where the source does not say)."""

    key: str
    label: str
    by: str
    ballot: str
    cite: Citation


@dataclass(frozen=True, slots=True)
class Procedure:
    """The steps in their order, by key."""

    instrument: Instrument
    steps: Mapping[str, Step]


@cache
def procedures() -> tuple[Document, ...]:
    """The shipped procedures, by the day they came into force; PackError names file and line."""
    return document.by_day(document.read(path, ("instrument", "steps")) for path in FOLDER.glob("*.yaml"))


def procedure_on(day: date) -> Procedure:
    """The procedure in force on a day; RuleError where none of the shipped is."""
    return _read(document.on(procedures(), day, "quy trình quy hoạch"))


def _read(found: Document) -> Procedure:
    reader, node = Reader(found.instrument.number, {}, {}), found.content["steps"]
    own, entries = section(node)
    inherited = reader.cite(own, None, node) if own else None
    steps = {}
    for key, entry in entries.items():
        given = entry.fields(("label", "by"), ("ballot", "cite"))
        cite = reader.cite(given.get("cite"), inherited, entry)
        ballot = reader.text(given["ballot"]) if "ballot" in given else ""
        steps[key] = Step(key, reader.text(given["label"]), reader.text(given["by"]), ballot, cite)
    return Procedure(found.instrument, steps)
