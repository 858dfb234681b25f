"""An instrument on planning from its file, checked with file and line, filled by a body's settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from canbo.rulebook import document, requirements, sections
from canbo.rulebook.document import Document
from canbo.rulebook.errors import SettingsError
from canbo.rulebook.model import Citation, Instrument
from canbo.rulebook.reader import Reader, section
from canbo.rulebook.requirements import Requirement, Words
from canbo.rulebook.source import Node

FOLDER = Path(__file__).parent
KEYS = ("instrument", "settings", "facts", "requires", "limits", "targets")
LIMITS = ("people_per_post", "posts_per_person")


@dataclass(frozen=True, slots=True)
class Limit:
    """The most people for a post, or posts of one level for a person."""

    label: str
    at_most: int
    cite: Citation


@dataclass(frozen=True, slots=True)
class Target:
    """Who counts, and the share wanted of the people listed (hundredths of a percent; None: not set)."""

    counts: Requirement
    share: int | None


@dataclass(frozen=True, slots=True)
class PlanningRules:
    """`bands`: ages that part the people into one band more than there are; None where not set or not asked for."""

    instrument: Instrument
    words: Words
    requires: tuple[Requirement, ...]
    limits: Mapping[str, Limit]
    targets: tuple[Target, ...]
    bands: tuple[int, ...] | None
    bands_cite: Citation | None


@cache
def library() -> tuple[Document, ...]:
    """The shipped instruments, by the day they came into force."""
    return document.by_day(map(load, FOLDER.glob("*.yaml")))


def load(path: Path) -> Document:
    """An instrument from its file, checked whole. PackError names file, line and what was expected."""
    found = document.read(path, KEYS, ("bands",))
    _read(found, found.trial())
    return found


def find(key: str) -> Document:
    """The shipped instrument of that key; RuleError where there is none."""
    return document.named(library(), key, "quy hoạch")


def rules(found: Document, given: Mapping[str, object]) -> PlanningRules:
    """An instrument under a body's settings; SettingsError names what is out of range or does not fit together."""
    read = _read(found, found.reader(given))
    if read.bands is not None and list(read.bands) != sorted(set(read.bands)):
        raise SettingsError([("band_two", "mốc của các độ tuổi phải tăng dần")])
    return read


def rules_on(day: date, given: Mapping[str, object]) -> PlanningRules:
    """The instrument in force on a day; RuleError where none of the shipped is."""
    return rules(document.on(library(), day, "quy hoạch"), given)


def _read(found: Document, reader: Reader) -> PlanningRules:
    content = found.content
    spoken = Words(sections.facts(content["facts"], reader), ())
    own, needs = section(content["requires"])
    cite = reader.cite(own, None, content["requires"])
    requires = tuple(requirements.read(key, node, reader, spoken, cite) for key, node in needs.items())
    bands, bands_cite = _bands(content.get("bands"), reader)
    limits, targets = _limits(content["limits"], reader), _targets(content["targets"], reader, spoken)
    return PlanningRules(found.instrument, spoken, requires, limits, targets, bands, bands_cite)


def _limits(node: Node, reader: Reader) -> dict[str, Limit]:
    own, entries = section(node)
    inherited = reader.cite(own, None, node) if own else None
    limits = {}
    for key, entry in entries.items():
        if key not in LIMITS:
            raise entry.fail(f"giới hạn lạ “{key}”", "một trong " + ", ".join(LIMITS))
        given = entry.fields(("label", "at_most"), ("cite",))
        cite = reader.cite(given.get("cite"), inherited, entry)
        limits[key] = Limit(reader.text(given["label"]), reader.count(given["at_most"]), cite)
    return limits


def _targets(node: Node, reader: Reader, spoken: Words) -> tuple[Target, ...]:
    own, entries = section(node)
    inherited = reader.cite(own, None, node) if own else None
    targets = []
    for key, entry in entries.items():
        given = entry.fields(("label", "when", "share"), ("cite",))
        counts = requirements.read_counted(key, given, reader, spoken, reader.cite(given.get("cite"), inherited, entry))
        targets.append(Target(counts, reader.share_or_none(given["share"])))
    return tuple(targets)


def _bands(node: Node | None, reader: Reader) -> tuple[tuple[int, ...] | None, Citation | None]:
    if node is None:
        return None, None
    given = node.fields(("below", "cite"))
    bounds = [reader.count_or_none(one) for one in given["below"].elements()]
    known = tuple(one for one in bounds if one is not None)
    return (known if len(known) == len(bounds) else None), reader.cite(given["cite"], None, node)
